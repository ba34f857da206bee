using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Parameters: tensors that a module trains.</summary>
internal static class ParameterFunctions
{
    /// <summary><c>torch.nn.parameter.Parameter(data, requires_grad=True)</c>, called or by NEWOBJ.</summary>
    public static PyValue Make(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        TensorInfo data = arguments.Tensor(0).Info;
        bool requiresGrad = arguments.Count == 2 ? arguments.RequiresGrad(1, data.DType)
            : data.DType.IsFloatingPoint || data.DType.IsComplex ? true
            : throw Problems.BadRequiresGrad(data.DType.ToString(), arguments.At);
        return new PyValue(new PyTensor(data with { IsParameter = true, RequiresGrad = requiresGrad }));
    }

    /// <summary><c>torch._utils._rebuild_parameter(data, requires_grad, backward_hooks)</c>.</summary>
    public static PyValue Rebuild(in RebuildArguments arguments)
    {
        arguments.Expect(3, 3);
        TensorInfo data = arguments.Tensor(0).Info;
        arguments.Hooks(2);
        return new PyValue(new PyTensor(data with { IsParameter = true, RequiresGrad = arguments.RequiresGrad(1, data.DType) }));
    }

    /// <summary><c>torch._utils._rebuild_parameter_with_state(data, requires_grad, backward_hooks, state)</c>: a parameter with attributes
    /// of its own.</summary>
    public static PyValue RebuildWithState(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo data = arguments.Tensor(0).Info;
        arguments.Hooks(2);
        TensorInfo parameter = data with { IsParameter = true, RequiresGrad = arguments.RequiresGrad(1, data.DType) };
        return new PyValue(new PyTensor(parameter, TensorState.ForTensor(arguments[3], arguments)));
    }
}
