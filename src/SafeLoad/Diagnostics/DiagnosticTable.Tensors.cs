using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

// Tensors: 14xx.
internal static partial class DiagnosticTable
{
    private static DiagnosticRow[] Tensors() =>
    [
        new(DiagnosticId.ViewOutsideStorage, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 7.5,
            "A view reaches outside of its storage.",
            "A loader that does not check it gives out memory that belongs to something else, to read and to write."),
        new(DiagnosticId.BadShape, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 6.5,
            "A shape or stride is negative, has the wrong length, or overflows 64 bits.",
            "Products of such sizes overflow, and a loader then allocates less than it writes."),
        new(DiagnosticId.StorageConflict, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 6.0,
            "Two references to one storage contradict each other.",
            "Which of the two counts depends on the loader: the tensor then reaches outside of the storage in one of them."),
        new(DiagnosticId.BadRequiresGrad, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 3.0,
            "requires_grad is set on a dtype that has no gradients.",
            "PyTorch never writes this; releases differ in what they do with it."),
        new(DiagnosticId.BadQuantization, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 6.5,
            "Quantization parameters that do not fit their tensor.",
            "Scales and zero points are read outside of their tensor when the values are computed."),
        new(DiagnosticId.BadSparseTensor, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 7.0,
            "Sparse indices outside of the tensor's shape, or parts that do not fit together.",
            "Indices are used as addresses later: outside of the shape they read and write memory that belongs to something else."),
        new(DiagnosticId.BadNestedTensor, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 6.5,
            "A nested tensor whose parts do not fit together.",
            "Sizes and offsets of the parts are used as addresses later."),
        new(DiagnosticId.BadRebuildArguments, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.5,
            "An allowed function is called with arguments that PyTorch does not write.",
            "The functions trust what they are given; arguments that PyTorch does not write are how they are led astray."),
        new(DiagnosticId.DuplicateTensorName, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 2.0,
            "Two tensors of a state dict have the same dotted name.",
            "Whoever reads by name gets the one or the other.",
            Next: "rename one of the two; ask its maker which is meant"),
        new(DiagnosticId.TensorItemSet, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 8.0,
            "SETITEM on a tensor, which wrote outside of its memory in PyTorch before 2.10 (CVE-2026-24747).",
            "The pickle assigns to places of a tensor that its own strides put outside of the storage: memory of the loading process "
                + "is overwritten.",
            Affected: "weights_only=True before 2.10 (CVE-2026-24747)"),
    ];
}
