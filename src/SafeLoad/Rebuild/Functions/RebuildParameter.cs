using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_parameter(data, requires_grad, backward_hooks)</c>.</summary>
internal sealed class RebuildParameter() : RebuildFunction("torch._utils", "_rebuild_parameter")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(3, 3);
        TensorInfo data = arguments.Tensor(0).Info;
        arguments.Hooks(2);
        return new PyValue(new PyTensor(data with { IsParameter = true, RequiresGrad = arguments.RequiresGrad(1, data.DType) }));
    }
}
