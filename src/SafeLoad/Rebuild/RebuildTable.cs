using SafeLoad.Globals;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>What each allowed global means: a constant, a storage class, a tensor class, or a function. Built from
/// <see cref="AllowedGlobals"/>; a name without a meaning would fail here, at the first use.</summary>
internal static class RebuildTable
{
    private static readonly Dictionary<string, PyReference> s_meanings = Build();

    /// <summary>The meaning of a name (after <see cref="GlobalAliases"/>), or null if it is not allowed.</summary>
    public static PyValue? Find((string Module, string Name) name) => s_meanings.TryGetValue(GlobalKey.Of(name.Module, name.Name), out PyReference? meaning) ? new PyValue(meaning) : null;

    /// <summary>
    /// What a global means, whichever host has answered it: one that keeps names as names leaves the meaning to be looked up.
    /// </summary>
    /// <typeparam name="T">The kind of meaning.</typeparam>
    /// <returns>The meaning; null if the value is no global that means something of this kind.</returns>
    public static T? MeaningOf<T>(PyValue value) where T : class
    {
        if (value.RawReference is not PyGlobal name) return null;
        if (name.Meaning is T meaning) return meaning;
        return Find(GlobalAliases.Resolve(name.Module, name.Name))?.RawReference is PyGlobal { Meaning: T known } ? known : null;
    }

    private static Dictionary<string, PyReference> Build()
    {
        var functions = RebuildFunctions.All.ToDictionary(static function => GlobalKey.Of(function.Module, function.Name), StringComparer.Ordinal);
        var table = new Dictionary<string, PyReference>(StringComparer.Ordinal);
        foreach (var (module, name) in AllowedGlobals.Callables) Add(module, name, functions[GlobalKey.Of(module, name)]);
        foreach (string name in AllowedGlobals.DTypes) AddConstant(name, PyConstant.DTypeName);
        foreach (string name in AllowedGlobals.QSchemes) AddConstant(name, PyConstant.QSchemeName);
        foreach (string type in AllowedGlobals.StorageTypes)
        {
            Add("torch", type + "Storage", StorageOf(type));
            Add("torch.cuda", type + "Storage", StorageOf(type));
        }
        foreach (string type in AllowedGlobals.QuantizedStorageTypes) Add("torch", type + "Storage", StorageOf(type));
        Add("torch.storage", "UntypedStorage", new StorageClass(DType.UInt8, IsUntyped: true));
        // TypedStorage has no dtype of its own: allowed as a name, of no use in a persistent id.
        Add("torch.storage", "TypedStorage", null);
        foreach (string type in AllowedGlobals.TensorTypes.Append("Bool"))
        {
            foreach (string module in (string[])["torch", "torch.cuda"]) Add(module, type + "Tensor", new LegacyTensor(module, type + "Tensor", StorageOf(type).DType));
        }
        // Sparse tensors of that time were never pickled this way; their class may be named.
        foreach (string type in AllowedGlobals.TensorTypes)
        {
            foreach (string module in (string[])["torch.sparse", "torch.cuda.sparse"]) Add(module, type + "Tensor", null);
        }
        return table;

        void Add(string module, string name, object? meaning) => table.Add(GlobalKey.Of(module, name), new PyGlobal(module, name, meaning));

        void AddConstant(string name, string type) => table.Add(GlobalKey.Of("torch", name), new PyConstant(type, "torch." + name));

        static StorageClass StorageOf(string type) => new(DType.All.Single(dtype => dtype.StorageClass == type + "Storage"), IsUntyped: false);
    }
}
