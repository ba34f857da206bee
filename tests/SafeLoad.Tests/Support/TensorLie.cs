using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>A tensor that lies about what holds it, and its honest twin.</summary>
/// <param name="Name">What is lied about.</param>
/// <param name="Ids">Under which number the lie may be reported.</param>
/// <param name="Write">Writes the tensor into a container's pickle; lying or not.</param>
/// <param name="Storages">The storages that it refers to; lying or not.</param>
internal sealed record TensorLie(
    string Name, DiagnosticId[] Ids, Action<PickleBuilder, StorageContainer, bool> Write, Func<bool, StoredElements[]> Storages)
{
    private static StoredElements Four => Floats(4);

    /// <summary>A checkpoint of a dict with the tensor; lying or not.</summary>
    public byte[] Checkpoint(StorageContainer container, bool lies)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        Write(pickle.Text("weight"), container, lies);
        return container.File(pickle.SetItems().Stop(), Storages(lies));
    }

    public static TensorLie[] All { get; } =
    [
        new("view outside", [DiagnosticId.ViewOutsideStorage],
            static (pickle, container, lies) => container.Tensor(pickle, "FloatStorage", "0", 4, [lies ? 1000 : 4], [1]),
            static _ => [Four]),
        new("offset outside", [DiagnosticId.ViewOutsideStorage],
            static (pickle, container, lies) => container.Tensor(pickle, "FloatStorage", "0", 4, [3], [1], offset: lies ? 2 : 1),
            static _ => [Four]),
        new("negative offset", [DiagnosticId.BadShape],
            static (pickle, container, lies) => container.Tensor(pickle, "FloatStorage", "0", 4, [3], [1], offset: lies ? -1 : 1),
            static _ => [Four]),
        new("stride outside", [DiagnosticId.ViewOutsideStorage],
            static (pickle, container, lies) => container.Tensor(pickle, "FloatStorage", "0", 4, [2, 2], [lies ? 100 : 2, 1]),
            static _ => [Four]),
        new("overflowing size", [DiagnosticId.BadShape, DiagnosticId.ViewOutsideStorage],
            static (pickle, container, lies) => container.Tensor(pickle, "FloatStorage", "0", 4, lies ? [1L << 62, 4] : [1, 4], [4, 1]),
            static _ => [Four]),
        new("overflowing stride", [DiagnosticId.BadShape, DiagnosticId.ViewOutsideStorage],
            static (pickle, container, lies) => container.Tensor(pickle, "FloatStorage", "0", 4, [2, 2], [lies ? long.MaxValue : 2, 1]),
            static _ => [Four]),
        new("short record", [DiagnosticId.RecordLengthMismatch, DiagnosticId.LegacyStorageBroken, DiagnosticId.TarBroken],
            static (pickle, container, _) => container.Tensor(pickle, "FloatStorage", "0", 4, [4], [1]),
            static lies => [lies ? Four with { Bytes = new byte[8] } : Four]),
        new("gradient of ints", [DiagnosticId.BadRequiresGrad],
            static (pickle, container, lies) => container.Tensor(pickle, "LongStorage", "0", 2, [2], [1], requiresGrad: lies),
            static _ => [Longs(0, 1)]),
        new("hooks hide a view outside", [DiagnosticId.ViewOutsideStorage], Hooked,
            static _ => [Four]),
        new("own class hides a view outside", [DiagnosticId.ViewOutsideStorage], OfType,
            static _ => [Four]),
        new("sparse index", [DiagnosticId.BadSparseTensor], Coordinates,
            static lies => [Longs(0, lies ? 9 : 1), Floats(2)]),
        new("compressed index", [DiagnosticId.BadSparseTensor], Compressed,
            static lies => [Longs(0, 1, lies ? 9 : 2), Longs(0, 1), Floats(2)]),
        new("quantization axis", [DiagnosticId.BadQuantization],
            static (pickle, container, lies) => Quantized(pickle, container, lies ? 7 : 0, 2), Quantized),
        new("quantization channels", [DiagnosticId.BadQuantization],
            static (pickle, container, lies) => Quantized(pickle, container, 0, lies ? 1 : 2), Quantized),
        new("numpy array", [DiagnosticId.BadRebuildArguments],
            static (pickle, _, lies) => Array(pickle, lies ? 1000 : 2), static _ => []),
    ];

    public override string ToString() => Name;

    private static StoredElements Floats(int count) => new("FloatStorage", count, TensorPickles.Floats(new float[count]));

    private static StoredElements Longs(params long[] values) => new("LongStorage", values.Length, TensorPickles.Longs(values));

    // The hooks are an object of an own class: nothing is done with them.
    private static void Hooked(PickleBuilder pickle, StorageContainer container, bool lies)
    {
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Mark();
        container.Storage(pickle, "FloatStorage", "0", 4).Int(0).Ints(lies ? 1000 : 4).Ints(1).False();
        pickle.Global("mine.hooks", "Hooks").EmptyTuple().Op(PickleOpcode.NewObj).Tuple().Reduce();
    }

    private static void OfType(PickleBuilder pickle, StorageContainer container, bool lies)
    {
        pickle.Global("torch._tensor", "_rebuild_from_type_v2").Mark();
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Global("mine.tensors", "Tagged").Mark();
        container.Storage(pickle, "FloatStorage", "0", 4).Int(0).Ints(lies ? 1000 : 4).Ints(1).False();
        pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Tuple().EmptyDict().Tuple().Reduce();
    }

    private static void Coordinates(PickleBuilder pickle, StorageContainer container, bool lies)
    {
        pickle.Global("torch._utils", "_rebuild_sparse_tensor").Mark().Layout("sparse_coo").Mark();
        container.Tensor(pickle, "LongStorage", "0", 2, [1, 2], [2, 1]);
        container.Tensor(pickle, "FloatStorage", "1", 2, [2], [1]).Ints(4).Tuple().Tuple().Reduce();
    }

    private static void Compressed(PickleBuilder pickle, StorageContainer container, bool lies)
    {
        pickle.Global("torch._utils", "_rebuild_sparse_tensor").Mark().Layout("sparse_csr").Mark();
        container.Tensor(pickle, "LongStorage", "0", 3, [3], [1]);
        container.Tensor(pickle, "LongStorage", "1", 2, [2], [1]);
        container.Tensor(pickle, "FloatStorage", "2", 2, [2], [1]).Ints(2, 2).Tuple().Tuple().Reduce();
    }

    private static void Quantized(PickleBuilder pickle, StorageContainer container, long axis, long channels)
    {
        pickle.Global("torch._utils", "_rebuild_qtensor").Mark();
        container.Storage(pickle, "QInt8Storage", "0", 4).Int(0).Ints(2, 2).Ints(2, 1).Mark().Torch("per_channel_affine");
        container.Tensor(pickle, "DoubleStorage", "1", 2, [channels], [1]);
        container.Tensor(pickle, "LongStorage", "2", 2, [2], [1]).Int(axis).Tuple().False();
        pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Tuple().Reduce();
    }

    private static StoredElements[] Quantized(bool lies) =>
        [new("QInt8Storage", 4, new byte[4]), new("DoubleStorage", 2, new byte[16]), Longs(0, 0)];

    private static void Array(PickleBuilder pickle, long length)
    {
        pickle.Global("numpy.core.multiarray", "_reconstruct").Mark().Global("numpy", "ndarray").Ints(0)
            .Op(PickleOpcode.ShortBinBytes, [1, (byte)'b']).Tuple().Reduce();
        HarmlessNeighbours.NumpyType(pickle.Mark().Int(1).Ints(length), "f4").False()
            .Op(PickleOpcode.ShortBinBytes, [8, .. new byte[8]]).Tuple().Op(PickleOpcode.Build);
    }
}
