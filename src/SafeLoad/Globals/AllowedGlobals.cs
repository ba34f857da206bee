namespace SafeLoad.Globals;

/// <summary>
/// THE list: the globals that loading allows, exactly those that PyTorch 2.11's <c>torch.load(weights_only=True)</c> answers when asked.
/// Exact pairs of module and name; nothing is matched by prefix or pattern. An entry is a security decision.
/// </summary>
/// <remarks>torch/_weights_only_unpickler.py, <c>_get_allowed_globals</c>. Each has its own fixed implementation in Rebuild.</remarks>
internal static class AllowedGlobals
{
    /// <summary>Functions and types that may be called, each by its implementation in Rebuild/Functions.</summary>
    public static readonly (string Module, string Name)[] Callables =
    [
        ("_codecs", "encode"), ("builtins", "bytearray"), ("builtins", "complex"), ("builtins", "set"),
        ("collections", "Counter"), ("collections", "OrderedDict"),
        ("torch", "Size"), ("torch", "Tensor"), ("torch", "device"), ("torch.nn.parameter", "Parameter"),
        ("torch.serialization", "_get_layout"), ("torch._tensor", "_rebuild_from_type_v2"),
        ("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"), ("torch._utils", "_rebuild_device_tensor_from_numpy"),
        ("torch._utils", "_rebuild_meta_tensor_no_storage"), ("torch._utils", "_rebuild_nested_tensor"),
        ("torch._utils", "_rebuild_parameter"), ("torch._utils", "_rebuild_parameter_with_state"),
        ("torch._utils", "_rebuild_qtensor"), ("torch._utils", "_rebuild_sparse_tensor"),
        ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor_v3"),
        ("torch._utils", "_rebuild_wrapper_subclass"),
    ];

    /// <summary>Element types of storages; each names the classes torch.XStorage and, for those with a CUDA twin, torch.cuda.XStorage.</summary>
    public static readonly string[] StorageTypes = ["BFloat16", "Bool", "Byte", "Char", "ComplexDouble", "ComplexFloat", "Double", "Float", "Half", "Int", "Long", "Short"];

    /// <summary>Element types of storages that exist on the CPU alone.</summary>
    public static readonly string[] QuantizedStorageTypes = ["QInt32", "QInt8", "QUInt2x4", "QUInt4x2", "QUInt8"];

    /// <summary>Storage classes of module torch.storage.</summary>
    public static readonly string[] GenericStorages = ["TypedStorage", "UntypedStorage"];

    /// <summary>Element types of the tensor classes that PyTorch up to 0.3 pickled: torch.FloatTensor and its like.</summary>
    public static readonly string[] TensorTypes = ["BFloat16", "Byte", "Char", "Double", "Float", "Half", "Int", "Long", "Short"];

    /// <summary>Constants of module torch: dtypes.</summary>
    public static readonly string[] DTypes =
    [
        "bfloat16", "bits16", "bits1x8", "bits2x4", "bits4x2", "bits8", "bool", "complex128", "complex32", "complex64",
        "float16", "float32", "float4_e2m1fn_x2", "float64", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu",
        "int1", "int16", "int2", "int3", "int32", "int4", "int5", "int6", "int64", "int7", "int8",
        "qint32", "qint8", "quint2x4", "quint4x2", "quint8",
        "uint1", "uint16", "uint2", "uint3", "uint32", "uint4", "uint5", "uint6", "uint64", "uint7", "uint8",
    ];

    /// <summary>Constants of module torch: quantization schemes.</summary>
    public static readonly string[] QSchemes = ["per_channel_affine", "per_channel_affine_float_qparams", "per_channel_symmetric", "per_tensor_affine", "per_tensor_symmetric"];

    // Only scanning asks for it.
    private static readonly Lazy<HashSet<string>> s_keys = new(static () => new(List().Select(static pair => GlobalKey.Of(pair.Module, pair.Name)), StringComparer.Ordinal));

    /// <summary>Every allowed pair.</summary>
    public static IEnumerable<(string Module, string Name)> All => List();

    /// <summary>Whether a pair is allowed, after <see cref="GlobalAliases"/>.</summary>
    public static bool Contains(string module, string name) => s_keys.Value.Contains(GlobalKey.Of(module, name));

    private static IEnumerable<(string Module, string Name)> List()
    {
        foreach (var pair in Callables) yield return pair;
        foreach (string name in GenericStorages) yield return ("torch.storage", name);
        foreach (string type in StorageTypes.Concat(QuantizedStorageTypes)) yield return ("torch", type + "Storage");
        foreach (string type in StorageTypes) yield return ("torch.cuda", type + "Storage");
        foreach (string module in (string[])["torch", "torch.cuda"])
        {
            yield return (module, "BoolTensor");
            foreach (string type in TensorTypes) yield return (module, type + "Tensor");
        }
        foreach (string module in (string[])["torch.sparse", "torch.cuda.sparse"])
        {
            foreach (string type in TensorTypes) yield return (module, type + "Tensor");
        }
        foreach (string name in DTypes.Concat(QSchemes)) yield return ("torch", name);
    }
}
