using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.nn.Parameter</c> under the module name of PyTorch 0.1, with the state of that time.</summary>
internal sealed class OldParameter() : RebuildFunction("torch.nn", "Parameter")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        if (arguments.Count == 0) return Variable.Blank(arguments, this);
        TensorInfo data = arguments.Tensor(0).Info;
        return new PyValue(new PyTensor(data with { IsParameter = true, RequiresGrad = arguments.Count == 2 ? arguments.RequiresGrad(1, data.DType) : data.DType.IsFloatingPoint }));
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);

    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments) => Variable.Fill(value, state, arguments, this, isParameter: true);
}
