using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// THE list: every name that loading allows, one row each. What PyTorch 2.11's <c>torch.load(weights_only=True)</c> answers when asked
/// stands in one file, what a caller can opt into beyond that in the other. Exact pairs of module and name; nothing is matched by prefix or
/// pattern.
/// </summary>
/// <remarks>torch/_weights_only_unpickler.py, <c>_get_allowed_globals</c>. When a release came to know a name: 1.13 and 2.11 were measured
/// on files; what lies between is from that file as 2.2 to 2.8 shipped it and from PyTorch's pull requests.</remarks>
internal static partial class AllowedGlobals
{
    // The first release that has weights_only.
    private static readonly (int, int) s_first = (1, 13);

    private static readonly Dictionary<string, AllowedGlobal> s_pytorch = Rows(PyTorch());

    // Most checkpoints name functions and storages alone: the rest is made when something is looked for that is not among them.
    private static readonly Lazy<Dictionary<string, AllowedGlobal>> s_names = new(static () => Rows(PyTorchNames()));
    private static readonly Lazy<Dictionary<string, AllowedGlobal>> s_optIn = new(static () => Rows(OptIn()));

    /// <summary>Every row.</summary>
    public static IReadOnlyCollection<AllowedGlobal> All => s_pytorch.Values.Concat(s_names.Value.Values)
        .Concat(s_optIn.Value.Values).ToArray();

    /// <summary>The row of a name (after <see cref="GlobalAliases"/>), whoever allows it; null if nobody does.</summary>
    public static AllowedGlobal? Find(string module, string name) => FindKey(GlobalKey.Of(module, name));

    /// <summary>What a name means by PyTorch's own list; null if it is not on it.</summary>
    /// <param name="key">The <see cref="GlobalKey"/> of the name.</param>
    public static PyValue? FindOfPyTorch(string key) =>
        FindKey(key) is { } row && row.IsIn(AllowedSets.PyTorch) ? new PyValue(row.Meaning) : null;

    /// <summary>What a name means to those who allow it; null if none of these sets does.</summary>
    public static PyValue? Find((string Module, string Name) name, AllowedSets sets) =>
        Find(name.Module, name.Name) is { } row && row.IsIn(sets) ? new PyValue(row.Meaning) : null;

    /// <summary>
    /// What a global of PyTorch's own list means, whichever host has answered it:
    /// one that keeps names as names leaves the meaning to be looked up.
    /// </summary>
    /// <typeparam name="T">The kind of meaning.</typeparam>
    /// <returns>The meaning; null if the value is no global that means something of this kind.</returns>
    public static T? MeaningOf<T>(PyValue value) where T : class
    {
        if (value.RawReference is not PyGlobal name) return null;
        if (name.Meaning is T meaning) return meaning;
        var resolved = GlobalAliases.Resolve(name.Module, name.Name);
        return Find(resolved, AllowedSets.PyTorch)?.RawReference is PyGlobal { Meaning: T known } ? known : null;
    }

    /// <summary>Whether a pair is on PyTorch's own list, after <see cref="GlobalAliases"/>.</summary>
    public static bool Contains(string module, string name) => Find(module, name)?.IsIn(AllowedSets.PyTorch) == true;

    private static AllowedGlobal? FindKey(string key) => s_pytorch.GetValueOrDefault(key) ?? s_names.Value.GetValueOrDefault(key)
        ?? s_optIn.Value.GetValueOrDefault(key);

    private static Dictionary<string, AllowedGlobal> Rows(IEnumerable<AllowedGlobal> given)
    {
        var rows = new Dictionary<string, AllowedGlobal>(StringComparer.Ordinal);
        foreach (AllowedGlobal row in given) rows.Add(GlobalKey.Of(row.Module, row.Name), row);
        return rows;
    }

    // A function or class that makes data.
    private static AllowedGlobal Call(
        string module, string name, (int, int)? since, RebuildCall call, string why, RebuildCall? make = null, RebuildState? fill = null,
        AllowedSets sets = AllowedSets.PyTorch) =>
        Function(sets, new RebuildFunction(module, name, call) { New = make, Fill = fill }, why, since);

    // A function that makes tensors.
    private static AllowedGlobal Tensor(string module, string name, (int, int) since, RebuildCall call, string why) =>
        Function(AllowedSets.PyTorch, new RebuildFunction(module, name, call) { MakesTensor = true }, why, since);

    private static AllowedGlobal Function(AllowedSets sets, RebuildFunction function, string why, (int, int)? since = null) =>
        new(sets, function.Module, function.Name, new PyGlobal(function.Module, function.Name, function), why, since);

    // A class that may be named and not called.
    private static AllowedGlobal Name(AllowedSets sets, string module, string name, string why, (int, int)? since = null) =>
        new(sets, module, name, new PyGlobal(module, name), why, since);

    private static AllowedGlobal Storage(
        AllowedSets sets, string module, string name, DType dtype, bool isUntyped, (int, int)? since = null) =>
        new(sets, module, name, new PyGlobal(module, name, new StorageClass(dtype, isUntyped)), "names the dtype of a storage", since);
}
