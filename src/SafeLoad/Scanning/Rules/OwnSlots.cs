using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Which slots BUILD sets without code of the class that they are set on.</summary>
/// <remarks>Modules/_pickle.c, <c>load_build</c>: each entry of the second dict of a state goes through <c>setattr</c>, and so to setters
/// of properties and to <c>__setattr__</c>. Setters go through what they are given, make as much as a number says, and set attributes of
/// other objects: the theta of a kernel, the shape of a sparse matrix, the name of an index, the number of labels of a model's settings,
/// the generator of a distribution.</remarks>
internal static class OwnSlots
{
    // Of their classes that are known, those below alone have slots that pickle writes.
    private static readonly string[] s_slotless = ["sklearn.", "scipy.", "transformers.", "pandas.", "numpy."];

    // scipy/interpolate/_interpolate.py, _PPolyBase; scipy/interpolate/_polyint.py, _Interpolator1D.
    private static readonly HashSet<string> s_ofInterpolation =
        new(StringComparer.Ordinal) { "c", "x", "extrapolate", "axis", "_y_axis", "_y_extra_shape", "dtype" };

    /// <summary>Whether a class is known to have no slots of these names.</summary>
    /// <param name="owner">The class.</param>
    /// <param name="slots">The second part of a state that is a pair.</param>
    public static bool Lack(PyGlobal owner, PyValue slots)
    {
        if (!Array.Exists(s_slotless, library => (owner.Module + ".").StartsWith(library, StringComparison.Ordinal))) return false;
        // An own dict of a call's is a dict as well; pickle writes slots by opcodes.
        if (slots.RawReference is PyObject made) return Callables.IsMapping(made);
        if (slots.RawReference is not PyDict { Count: > 0 } names) return false;
        // sklearn/utils/_tags.py: dataclasses with slots, and with nothing but those.
        if (owner.Module == "sklearn.utils._tags") return false;
        return !owner.Module.StartsWith("scipy.interpolate.", StringComparison.Ordinal) || !AreOfInterpolation(names);
    }

    private static bool AreOfInterpolation(PyDict names)
    {
        if (names.Count > s_ofInterpolation.Count) return false;
        foreach (var (name, _) in names)
        {
            if (!name.Is(PyKind.Str) || !s_ofInterpolation.Contains(name.AsString())) return false;
        }
        return true;
    }
}
