using System.Collections.Frozen;
using SafeLoad.Globals;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>What each allowed global means: a constant, a storage class, a tensor class, or a function. Built from
/// <see cref="AllowedGlobals"/>; a name without a meaning would fail here, at the first use.</summary>
internal static class RebuildTable
{
    private static readonly FrozenDictionary<(string, string), PyValue> s_meanings = Build().ToFrozenDictionary();

    /// <summary>The meaning of a name (after <see cref="GlobalAliases"/>), or null if it is not allowed.</summary>
    public static PyValue? Find((string Module, string Name) name) => s_meanings.TryGetValue(name, out PyValue value) ? value : null;

    private static Dictionary<(string, string), PyValue> Build()
    {
        var functions = RebuildFunctions.All.ToDictionary(static function => (function.Module, function.Name));
        var table = new Dictionary<(string, string), PyValue>();
        foreach (var (module, name) in AllowedGlobals.Callables) Add(module, name, functions[(module, name)]);
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

        void Add(string module, string name, object? meaning) => table.Add((module, name), new PyValue(new PyGlobal(module, name, meaning)));

        void AddConstant(string name, string type) => table.Add(("torch", name), new PyValue(new PyConstant(type, "torch." + name)));

        static StorageClass StorageOf(string type) => new(DType.All.Single(dtype => dtype.StorageClass == type + "Storage"), IsUntyped: false);
    }
}
