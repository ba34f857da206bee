using SafeLoad.Values;

namespace SafeLoad.Placement;

/// <summary>What the modules are called whose tensors were renamed: a state dict's <c>_metadata</c> has the modules' names,
/// with none for the outermost.</summary>
/// <param name="named">The chosen tensors.</param>
/// <param name="all">All tensors, by their own names.</param>
/// <param name="rename">What becomes of a tensor's name.</param>
/// <param name="isChosen">Whether a tensor of a name would be chosen.</param>
/// <remarks>torch/nn/modules/utils.py, <c>consume_prefix_in_state_dict_if_present</c>, which renames them too.</remarks>
internal sealed class ModuleNames(IReadOnlyList<NamedTensor> named, IEnumerable<KeyValuePair<string, TensorInfo>> all,
    Func<string, string> rename, Func<string, bool> isChosen)
{
    // A tensor that no module has: rules that are about all tensors of a module are about it as well.
    private const string Probe = "tensor";

    /// <summary>The metadata under the new names.</summary>
    public PyDict Rename(PyDict metadata)
    {
        Dictionary<string, string?> known = OfTensors();
        HashSet<string> owners = [.. all.Select(static pair => ModuleOf(pair.Key))];
        var result = new PyDict(PyDict.OrderedDictType);
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var copies = new Dictionary<PyReference, PyValue>(ReferenceEqualityComparer.Instance);
        foreach (var (key, value) in metadata)
        {
            if (!key.Is(PyKind.Str) || value.RawReference is not PyDict entries) continue;
            string module = key.AsString();
            if (NameOf(module, known, owners) is not { } name) continue;
            // Without its wrapper a module is the outermost: the wrapper's own versions, which had that name, are of no use.
            if (sources.TryGetValue(name, out string? other) && other.Length >= module.Length) continue;
            sources[name] = module;
            // Many modules can share one dict of versions, which is cheap to say and dear to copy.
            if (!copies.TryGetValue(entries, out PyValue copy)) copies.Add(entries, copy = new PyValue(PlainOf(entries)));
            result.Add(PyValue.FromText(name), copy);
        }
        return result;
    }

    private string? NameOf(string module, Dictionary<string, string?> known, HashSet<string> owners)
    {
        // What its own tensors are called now says it best; else what the rules make of a tensor in it.
        if (known.TryGetValue(module, out string? name) && name is not null) return name;
        string probe = module.Length == 0 ? Probe : module + "." + Probe;
        if (!known.ContainsKey(module) && (owners.Contains(module) || (module.Length > 0 && !isChosen(probe)))) return null;
        string renamed = rename(probe);
        return renamed == Probe ? "" : renamed.EndsWith("." + Probe, StringComparison.Ordinal) ? renamed[..^(Probe.Length + 1)] : null;
    }

    // Null where a module's tensors have gone different ways.
    private Dictionary<string, string?> OfTensors()
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (NamedTensor tensor in named)
        {
            string module = ModuleOf(tensor.SourceName), renamed = ModuleOf(tensor.Name);
            if (!names.TryAdd(module, renamed) && names[module] != renamed) names[module] = null;
        }
        return names;
    }

    private static string ModuleOf(string tensor) => tensor.LastIndexOf('.') is >= 0 and var dot ? tensor[..dot] : "";

    private static PyDict PlainOf(PyDict entries)
    {
        var plain = new PyDict();
        foreach (var (key, value) in entries)
        {
            if (key.Is(PyKind.Str) && value.Kind is PyKind.None or PyKind.Bool or PyKind.Int or PyKind.Float or PyKind.Str)
                plain.Add(key, value);
        }
        return plain;
    }
}
