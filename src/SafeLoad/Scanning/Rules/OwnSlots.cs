using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Which slots BUILD sets without code of the class that they are set on.</summary>
/// <remarks>Modules/_pickle.c, <c>load_build</c>: each entry of the second dict of a state goes through <c>setattr</c>, and so to setters
/// of properties and to <c>__setattr__</c>. Setters go through what they are given, read it as a document, make as much as a number says,
/// and set attributes of other objects: the content of a card, the theta of a kernel, the shape of a sparse matrix, the weeks of a length
/// of time. So slots are those of the classes that are known to have some, by their names.</remarks>
internal static class OwnSlots
{
    // scipy/interpolate/_interpolate.py, _PPolyBase; _polyint.py, _Interpolator1D. sklearn/utils/_tags.py; torch/distributed/_shard/
    // metadata.py; torch/distributed/tensor/_api.py; xarray/core/variable.py, dataarray.py and dataset.py.
    private static readonly Dictionary<string, HashSet<string>> s_slots = Parse("""
        scipy.interpolate: c x extrapolate axis _y_axis _y_extra_shape dtype
        sklearn.utils._tags: one_d_array two_d_array three_d_array sparse categorical string dict positive_only allow_nan pairwise required
            multi_output single_output poor_score multi_class multi_label preserves_dtype estimator_type target_tags transformer_tags
            one_d_labels two_d_labels classifier_tags regressor_tags array_api_support no_validation non_deterministic requires_fit
            _skip_test input_tags
        torch.distributed._shard.metadata: shard_offsets shard_sizes placement
        torch.distributed.tensor: _local_tensor _spec
        torch.distributed._tensor: _local_tensor _spec
        xarray.core.variable: _dims _data _attrs _encoding
        xarray.core.dataarray: _cache _coords _close _file_obj _accessors _level_coords _indexes _name _variable
        xarray.core.dataset: _attrs _cache _coord_names _dims _encoding _close _file_obj _accessors _indexes _variables
        """);

    /// <summary>Whether a class is not known to have slots of these names.</summary>
    /// <param name="owner">The class.</param>
    /// <param name="slots">The second part of a state that is a pair.</param>
    public static bool Lack(PyGlobal owner, PyValue slots)
    {
        // A dict of a call's is one as well; pickle writes slots by opcodes.
        if (slots.RawReference is PyObject made) return Callables.IsMapping(made);
        if (slots.RawReference is not PyDict { Count: > 0 } names) return false;
        HashSet<string>? own = PackageNames.Of(owner.Module).Select(static package => s_slots.GetValueOrDefault(package))
            .FirstOrDefault(static known => known is not null);
        if (own is null || names.Count > own.Count) return true;
        foreach (var (name, _) in names)
        {
            if (!name.Is(PyKind.Str) || !own.Contains(name.AsString())) return true;
        }
        return false;
    }

    private static Dictionary<string, HashSet<string>> Parse(string rows)
    {
        var slots = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        HashSet<string> names = [];
        foreach (string word in rows.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.EndsWith(':')) slots.Add(word[..^1], names = new(StringComparer.Ordinal));
            else names.Add(word);
        }
        return slots;
    }
}
