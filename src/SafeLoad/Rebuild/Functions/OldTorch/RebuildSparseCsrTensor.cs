using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_sparse_csr_tensor(layout, (crow, col, values, size))</c>, PyTorch 1.9 to 1.13.</summary>
internal sealed class RebuildSparseCsrTensor() : RebuildFunction("torch._utils", "_rebuild_sparse_csr_tensor")
{
    private static readonly RebuildSparseTensor s_successor = new();

    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments) => s_successor.Invoke(arguments);
}
