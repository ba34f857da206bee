using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_tensor(storage, storage_offset, size, stride)</c>, PyTorch 0.1.10 to 0.3.</summary>
internal sealed class RebuildTensor() : RebuildFunction("torch._utils", "_rebuild_tensor")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        return new PyValue(new PyTensor(TensorBuilder.Strided(arguments)));
    }
}
