using SafeLoad.Common;
using SafeLoad.IO;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.autograd.Variable</c> of PyTorch 0.1 to 0.3: NEWOBJ without arguments, and BUILD with (data, grad, hooks, requires_grad, volatile).
/// A tensor, since 0.4 made the two one.</summary>
internal sealed class Variable(string module, string name) : RebuildFunction(module, name)
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        return arguments.Count == 1 ? new PyValue(new PyTensor(arguments.Tensor(0).Info)) : Blank(arguments, this);
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);

    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments) => Fill(value, state, arguments, this, isParameter: false);

    public static PyValue Blank(in RebuildArguments arguments, RebuildFunction function)
    {
        var empty = new StorageInfo("", DType.Float32, "cpu", 0, new MemoryByteSource(default));
        return arguments.Context.AwaitState(new PyTensor(new TensorInfo(DType.Float32, [0], [1], 0, empty)), function);
    }

    public static void Fill(PyReference value, PyValue state, in RebuildArguments arguments, RebuildFunction function, bool isParameter)
    {
        if (state.RawReference is not PyTuple { Count: >= 3 and <= 5 } tuple) throw Throw.BadOperand("the state of a Variable", state.TypeName, arguments.At);
        var fields = new RebuildArguments(arguments.Context, function, tuple, arguments.At);
        TensorInfo data = fields.Tensor(0).Info;
        bool requiresGrad = tuple.Count > 3 && fields.RequiresGrad(3, data.DType);
        ((PyTensor)value).Fill(data with { IsParameter = isParameter, RequiresGrad = requiresGrad });
    }
}
