namespace SafeLoad.Diagnostics;

// Texts about tensors and storages.
internal static partial class Problems
{
    public static MalformedCheckpointException BadShape(string problem, ReadOnlySpan<long> shape, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadShape, $"a tensor of shape {Numbers(shape)} has {problem}", at);

    public static MalformedCheckpointException ViewOutsideStorage(ulong last, long storageElements, ReadOnlySpan<long> shape,
        ReadOnlySpan<long> strides, long offset, CheckpointLocation at)
    {
        string view = FormattableString.Invariant($"shape {Numbers(shape)}, strides {Numbers(strides)} and offset {offset}");
        return Malformed(DiagnosticId.ViewOutsideStorage,
            $"a tensor of {view} reaches element {last}; its storage has {storageElements} elements", at);
    }

    public static MalformedCheckpointException BadArguments(string function, string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadRebuildArguments, $"{function} is called with {problem}", at);

    public static MalformedCheckpointException StorageConflict(string key, string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.StorageConflict, $"storage {Quote(key)} {problem}", at);

    public static MalformedCheckpointException RecordLength(string key, long found, long expected, string dtype, int itemSize,
        CheckpointLocation at) =>
        Malformed(DiagnosticId.RecordLengthMismatch,
            $"the record of storage {Quote(key)} has {found:N0} bytes; {expected / itemSize:N0} elements of {dtype} take {expected:N0}",
            at);

    public static MalformedCheckpointException BadRequiresGrad(string dtype, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadRequiresGrad,
            $"requires_grad is set on a tensor of {dtype}; only floating-point and complex tensors have gradients", at);

    public static MalformedCheckpointException BadQuantization(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadQuantization, $"{problem}", at);

    public static MalformedCheckpointException BadSparse(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadSparseTensor, $"a sparse tensor's {problem}", at);

    public static MalformedCheckpointException BadNested(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadNestedTensor, $"a nested tensor's {problem}", at);

    public static MalformedCheckpointException TensorItemSet(CheckpointLocation at) =>
        Malformed(DiagnosticId.TensorItemSet,
            $"{at.Opcode} sets items of a tensor; PyTorch before 2.10 wrote them into memory that the file chose (CVE-2026-24747)", at);

    public static UnsupportedCheckpointException UnsupportedTensor(string problem, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedTensor, $"{problem}", at);

    public static MalformedCheckpointException DuplicateTensorName(string name, string? file) =>
        Malformed(DiagnosticId.DuplicateTensorName, $"two tensors of the state dict are called {Quote(name)}",
            new CheckpointLocation(file));
}
