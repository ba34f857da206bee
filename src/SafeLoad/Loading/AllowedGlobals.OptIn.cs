using SafeLoad.Loading.Functions;

namespace SafeLoad.Loading;

// What a caller can opt into beyond PyTorch's list, and what single readers allow themselves. Each makes data only.
internal static partial class AllowedGlobals
{
    private const string DcpMetadata = DcpFunctions.MetadataModule, DcpOld = "torch.distributed._shard.sharded_tensor.metadata";

    private static IEnumerable<AllowedGlobal> OptIn() => [.. Numpy(), .. Python(), .. OldTorch(), .. Inert(), .. Dcp(),
        .. Distributed(), .. DeepSpeed()];

    private static IEnumerable<AllowedGlobal> Numpy()
    {
        const AllowedSets sets = AllowedSets.Numpy;
        const string why = "bytes that the pickle holds, exactly as many as the elements take";
        // NumPy 2 moved numpy.core to numpy._core; both spellings occur.
        foreach (string core in (string[])["numpy.core", "numpy._core"])
        {
            yield return Call(core + ".multiarray", "_reconstruct", null, NumpyFunctions.Reconstruct, why,
                fill: NumpyFunctions.FillArray, sets: sets);
            yield return Call(core + ".multiarray", "scalar", null, NumpyFunctions.Scalar, why, sets: sets);
            yield return Call(core + ".numeric", "_frombuffer", null, NumpyFunctions.FromBuffer, why, sets: sets);
        }
        yield return Call("numpy", "dtype", null, NumpyFunctions.DType, "a name of a closed list",
            fill: NumpyFunctions.FillDType, sets: sets);
        yield return Name(sets, "numpy", "ndarray", "a name only");
    }

    private static IEnumerable<AllowedGlobal> Python()
    {
        const AllowedSets sets = AllowedSets.Python;
        const string text = "kept as its text", items = "items that the pickle holds";
        return
        [
            Call("datetime", "datetime", null, DateTimeFunctions.DateTime, text, sets: sets),
            Call("datetime", "date", null, DateTimeFunctions.DateTime, text, sets: sets),
            Call("datetime", "time", null, DateTimeFunctions.DateTime, text, sets: sets),
            Call("datetime", "timedelta", null, DateTimeFunctions.TimeDelta, text, sets: sets),
            Call("datetime", "timezone", null, DateTimeFunctions.TimeZone, text, sets: sets),
            Call("decimal", "Decimal", null, PythonFunctions.Decimal, text, sets: sets),
            Call("fractions", "Fraction", null, PythonFunctions.Fraction, text, sets: sets),
            Call("uuid", "UUID", null, PythonFunctions.Uuid, text, make: PythonFunctions.Uuid, fill: PythonFunctions.FillUuid, sets: sets),
            .. Paths("PosixPath", "WindowsPath", "Path", "PurePosixPath", "PureWindowsPath", "PurePath"),
            Call("argparse", "Namespace", null, ContainerFunctions.Namespace, "a record of attributes; no setter is called",
                make: ContainerFunctions.Namespace, fill: ContainerFunctions.FillNamespace, sets: sets),
            Call("collections", "defaultdict", null, ContainerFunctions.DefaultDict, items + "; the factory is not kept", sets: sets),
            Call("collections", "deque", null, ContainerFunctions.Deque, items, sets: sets),
            Call("builtins", "frozenset", null, ContainerFunctions.FrozenSet, items, sets: sets),
            Call("builtins", "slice", null, PythonFunctions.Slice, "three values, never counted through", sets: sets),
            Call("builtins", "range", null, PythonFunctions.Slice, "three values, never counted through", sets: sets),
            Call("builtins", "bytes", null, PythonFunctions.Bytes, Held, sets: sets),
            Call("torch.storage", "_load_from_bytes", null, TensorFunctions.LoadFromBytes,
                "the legacy reader itself, within the same budget, two files deep", sets: sets),
            // As names only: factories of defaultdict, and classes that checkpoints mention.
            .. ((string[])["list", "dict", "tuple", "int", "float", "str", "bool", "object"])
                .Select(static name => Name(sets, "builtins", name, "a name only")),
        ];
    }

    // Python 3.13 moved the classes to pathlib._local and 3.14 back. A distributed checkpoint's .metadata has them too.
    private static IEnumerable<AllowedGlobal> Paths(params string[] names) =>
        from name in names
        from module in (string[])["pathlib", "pathlib._local"]
        select Call(module, name, null, PythonFunctions.Path, "kept as its text; nothing looks at the file system",
            sets: AllowedSets.Python | AllowedSets.Dcp);

    private static IEnumerable<AllowedGlobal> OldTorch()
    {
        const AllowedSets sets = AllowedSets.OldTorch;
        foreach (string module in (string[])["torch.autograd.variable", "torch.autograd"])
            yield return Call(module, "Variable", null, OldTorchFunctions.Variable, Given,
                make: OldTorchFunctions.Variable, fill: OldTorchFunctions.FillVariable, sets: sets);
        yield return Function(sets, new RebuildFunction("torch.nn", "Parameter", OldTorchFunctions.Parameter)
        {
            MakesTensor = true, New = OldTorchFunctions.Parameter, Fill = OldTorchFunctions.FillParameter,
        }, Given);
        yield return Call("torch.nn.backends.thnn", "_get_thnn_function_backend", null, TorchValueFunctions.ThnnBackend,
            "a constant without meaning", sets: sets);
        // A predecessor of _rebuild_sparse_tensor, with the same arguments, PyTorch 1.9 to 1.13.
        yield return Function(sets, new RebuildFunction("torch._utils", "_rebuild_sparse_csr_tensor", SparseFunctions.Rebuild)
        {
            MakesTensor = true,
        }, "every index is proven to lie in the shape", s_first) with { Until = (1, 13) };
        yield return Storage(sets, "torch", "UntypedStorage", DType.UInt8, isUntyped: true);
        yield return Storage(sets, "torch.storage", "_UntypedStorage", DType.UInt8, isUntyped: true);
    }

    private static IEnumerable<AllowedGlobal> Inert()
    {
        // PyTorch 1.7 to 1.11: the predecessor of _rebuild_from_type_v2, with the same arguments.
        yield return Call("torch._tensor", "_rebuild_from_type", null, TensorFunctions.RebuildFromType,
            "as its successor; no other call may call it, so that calls do not nest", sets: AllowedSets.Inert);
        foreach (string tag in (string[])["build_intlist", "build_doublelist", "build_boollist", "build_tensorlist", "restore_type_tag"])
            yield return Call("torch.jit._pickle", tag, null, TorchValueFunctions.ScriptTag, "its own argument", sets: AllowedSets.Inert);
    }

    // What stands beside the weights in the files of DeepSpeed's optimizer; no weight is told by it.
    private static IEnumerable<AllowedGlobal> DeepSpeed()
    {
        const AllowedSets sets = AllowedSets.DeepSpeed;
        const string why = "a record of attributes; no setter is called";
        (string Module, string Name)[] classes =
        [
            ("deepspeed.utils.tensor_fragment", "fragment_address"), ("deepspeed.runtime.bf16_optimizer", "fragment_address"),
            ("deepspeed.runtime.fp16.loss_scaler", "LossScaler"), ("deepspeed.runtime.fp16.loss_scaler", "DynamicLossScaler"),
            ("deepspeed.checkpoint.universal_checkpoint", "SubparamShape"),
        ];
        foreach (var (module, name) in classes)
            yield return Call(module, name, null, RecordFunctions.NeverCalled, why,
                make: RecordFunctions.New, fill: RecordFunctions.Fill, sets: sets);
        yield return Call("deepspeed.runtime.zero.config", "ZeroStageEnum", null, RecordFunctions.Number, "its own argument, a number",
            sets: sets);
    }

    private static IEnumerable<AllowedGlobal> Dcp()
    {
        const AllowedSets sets = AllowedSets.Dcp;
        const string why = "a record of attributes; no setter is called";
        (string Module, string Name)[] classes =
        [
            (DcpMetadata, "Metadata"), (DcpMetadata, "TensorStorageMetadata"), (DcpMetadata, "BytesStorageMetadata"),
            (DcpMetadata, "ChunkStorageMetadata"), (DcpMetadata, "TensorProperties"), (DcpMetadata, "MetadataIndex"),
            (DcpMetadata, "StorageMeta"), ("torch.distributed.checkpoint.filesystem", "_StorageInfo"), (DcpOld, "TensorProperties"),
        ];
        foreach (var (module, name) in classes)
            yield return Call(module, name, null, RecordFunctions.NeverCalled, why,
                make: RecordFunctions.New, fill: DcpFunctions.FillRecord, sets: sets);
        yield return Call(DcpMetadata, "_MEM_FORMAT_ENCODING", null, DcpFunctions.MemoryFormat, "a name", sets: sets);
        yield return Call(DcpOld, "MEM_FORMAT_ENCODING", null, DcpFunctions.MemoryFormat, "a name", sets: sets);
    }
}
