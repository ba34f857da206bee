using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.nn.parameter.Parameter(data, requires_grad=True)</c>, called or by NEWOBJ.</summary>
internal sealed class Parameter() : RebuildFunction("torch.nn.parameter", "Parameter")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        TensorInfo data = arguments.Tensor(0).Info;
        bool requiresGrad = arguments.Count == 2 ? arguments.RequiresGrad(1, data.DType)
            : data.DType.IsFloatingPoint || data.DType.IsComplex ? true : throw Throw.BadRequiresGrad(data.DType.ToString(), arguments.At);
        return new PyValue(new PyTensor(data with { IsParameter = true, RequiresGrad = requiresGrad }));
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);
}
