using SafeLoad.Loading.Functions;
using SafeLoad.Values;

namespace SafeLoad.Loading;

// What PyTorch 2.11's restricted unpickler allows by default, and nothing else.
internal static partial class AllowedGlobals
{
    private const string Proven = "a view of a storage, proven to lie in it";
    private const string Given = "a tensor that was proven before, with more said of it";
    private const string Held = "bytes that the pickle holds; never a length that it claims";

    private static IEnumerable<AllowedGlobal> PyTorch() =>
    [
        Call("_codecs", "encode", (2, 5), PythonFunctions.Encode, "bytes out of text, by latin-1; no other codec is looked up"),
        Call("builtins", "bytearray", (2, 5), PythonFunctions.ByteArray, Held),
        Call("builtins", "complex", (2, 6), PythonFunctions.Complex, "two numbers"),
        Call("builtins", "set", (2, 6), ContainerFunctions.Set, "items that the pickle holds, hashed with a seed"),
        Call("collections", "Counter", (2, 4), ContainerFunctions.Counter, "a dict that the pickle holds; nothing is counted"),
        Call("collections", "OrderedDict", s_first, ContainerFunctions.OrderedDict, "a dict", make: ContainerFunctions.NewOrderedDict),

        Call("torch", "Size", s_first, TorchValueFunctions.Size, "a tuple of numbers", make: TorchValueFunctions.Size),
        Call("torch", "device", (2, 4), TorchValueFunctions.Device, "a name; no device is touched"),
        Call("torch.serialization", "_get_layout", s_first, TorchValueFunctions.Layout, "one of the names of layouts"),

        Tensor("torch._utils", "_rebuild_tensor", s_first, TensorFunctions.Rebuild, Proven),
        Tensor("torch._utils", "_rebuild_tensor_v2", s_first, TensorFunctions.RebuildV2, Proven),
        Tensor("torch._utils", "_rebuild_tensor_v3", (2, 2), TensorFunctions.RebuildV3, Proven),
        Tensor("torch._utils", "_rebuild_qtensor", (2, 4), TensorFunctions.RebuildQuantized, Proven + "; its parameters are proven to fit"),
        Tensor("torch._utils", "_rebuild_sparse_tensor", s_first, SparseFunctions.Rebuild, "every index is proven to lie in the shape"),
        Tensor("torch._utils", "_rebuild_nested_tensor", (2, 2), TensorFunctions.RebuildNested,
            "every part is proven to lie in its buffer"),
        Tensor("torch._utils", "_rebuild_meta_tensor_no_storage", s_first, TensorFunctions.RebuildMeta, "a shape without data"),
        Tensor("torch._utils", "_rebuild_wrapper_subclass", (2, 4), TensorFunctions.RebuildWrapperSubclass, "a shape without data"),
        Tensor("torch._utils", "_rebuild_device_tensor_from_cpu_tensor", (2, 6), TensorFunctions.RebuildOnDevice, Given),
        Tensor("torch._utils", "_rebuild_device_tensor_from_numpy", (2, 5), TensorFunctions.RebuildOnDeviceFromNumpy, "always refused"),
        Tensor("torch._utils", "_rebuild_parameter", s_first, ParameterFunctions.Rebuild, Given),
        Tensor("torch._utils", "_rebuild_parameter_with_state", (2, 4), ParameterFunctions.RebuildWithState, Given),
        Call("torch._tensor", "_rebuild_from_type_v2", (2, 0), TensorFunctions.RebuildFromType,
            "calls what it is given only where that is on this list and makes a tensor; it is none of these itself, so calls do not nest"),
        Function(AllowedSets.PyTorch, new RebuildFunction("torch.nn.parameter", "Parameter", ParameterFunctions.Make)
        {
            MakesTensor = true, IsTensorClass = true, IsParameterClass = true, New = ParameterFunctions.Make,
        }, Given, s_first),

        .. Storages(),
        Storage(AllowedSets.PyTorch, "torch.storage", "UntypedStorage", DType.UInt8, isUntyped: true, s_first),
    ];

    // What few checkpoints name: the classes of tensors, and constants.
    private static IEnumerable<AllowedGlobal> PyTorchNames() =>
    [
        TensorClass("torch", "Tensor", DType.Float32),
        .. TensorClasses(),
        // It has no dtype of its own: allowed as a name, of no use in a persistent id.
        Name(AllowedSets.PyTorch, "torch.storage", "TypedStorage", "a name only", s_first),

        .. Constants(PyConstant.DTypeName, s_first,
            "float64", "float32", "float16", "int64", "int32", "int16", "int8", "complex128", "complex64", "complex32"),
        .. Constants(PyConstant.DTypeName, (2, 2), "float8_e5m2", "float8_e4m3fn"),
        .. Constants(PyConstant.DTypeName, (2, 3), "float8_e5m2fnuz", "float8_e4m3fnuz"),
        .. Constants(PyConstant.DTypeName, (2, 4),
            "uint8", "bool", "bfloat16", "qint8", "qint32", "quint8", "quint4x2", "quint2x4",
            "bits8", "bits16", "bits1x8", "bits2x4", "bits4x2"),
        .. Constants(PyConstant.DTypeName, (2, 6), "uint16", "uint32", "uint64"),
        .. Constants(PyConstant.DTypeName, (2, 7),
            "uint1", "uint2", "uint3", "uint4", "uint5", "uint6", "uint7", "int1", "int2", "int3", "int4", "int5", "int6", "int7",
            "float8_e8m0fnu"),
        .. Constants(PyConstant.DTypeName, (2, 8), "float4_e2m1fn_x2"),
        .. Constants(PyConstant.QSchemeName, (2, 4),
            "per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric", "per_channel_affine_float_qparams"),
    ];

    // The classes torch.XStorage, one a dtype that is old enough; those of quantized dtypes exist on the CPU alone.
    private static IEnumerable<AllowedGlobal> Storages()
    {
        foreach (DType dtype in DType.All)
        {
            if (dtype.StorageClass is not { } name) continue;
            yield return Storage(AllowedSets.PyTorch, "torch", name, dtype, isUntyped: false, s_first);
            if (!dtype.IsQuantized) yield return Storage(AllowedSets.PyTorch, "torch.cuda", name, dtype, isUntyped: false, s_first);
        }
    }

    // torch.FloatTensor and its like, which PyTorch up to 0.3 pickled.
    private static IEnumerable<AllowedGlobal> TensorClasses()
    {
        foreach (DType dtype in DType.All)
        {
            if (dtype.Legacy is not { } legacy || dtype.IsQuantized || dtype.IsComplex) continue;
            string name = legacy + "Tensor";
            foreach (string module in (string[])["torch", "torch.cuda"])
                yield return TensorClass(module, name, dtype);
            if (dtype == DType.Bool) continue;
            // Sparse tensors of that time were never pickled this way; their class may be named.
            foreach (string module in (string[])["torch.sparse", "torch.cuda.sparse"])
                yield return Name(AllowedSets.PyTorch, module, name, "a name only", s_first);
        }
    }

    private static AllowedGlobal TensorClass(string module, string name, DType dtype) =>
        Function(AllowedSets.PyTorch, new LegacyTensor(module, name, dtype), "an empty tensor, which BUILD fills", s_first);

    private static IEnumerable<AllowedGlobal> Constants(string type, (int, int) since, params string[] names) =>
        names.Select(name =>
            new AllowedGlobal(AllowedSets.PyTorch, "torch", name, new PyConstant(type, "torch." + name), "a constant", since));
}
