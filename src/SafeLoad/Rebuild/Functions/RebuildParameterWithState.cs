using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_parameter_with_state(data, requires_grad, backward_hooks, state)</c>: a parameter with attributes of its own.</summary>
internal sealed class RebuildParameterWithState() : RebuildFunction("torch._utils", "_rebuild_parameter_with_state")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo data = arguments.Tensor(0).Info;
        arguments.Hooks(2);
        TensorInfo parameter = data with { IsParameter = true, RequiresGrad = arguments.RequiresGrad(1, data.DType) };
        return new PyValue(new PyTensor(parameter, TensorState.ForTensor(arguments[3], arguments)));
    }
}
