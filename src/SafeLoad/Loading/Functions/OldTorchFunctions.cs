using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Variables and parameters of PyTorch 0.1 to 0.3: NEWOBJ without arguments, and BUILD with their data.</summary>
internal static class OldTorchFunctions
{
    /// <summary><c>torch.autograd.Variable</c> of PyTorch 0.1 to 0.3: NEWOBJ without arguments, and BUILD with (data, grad, hooks,
    /// requires_grad, volatile).
    /// A tensor, since 0.4 made the two one.</summary>
    public static PyValue Variable(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        return arguments.Count == 1 ? new PyValue(new PyTensor(arguments.Tensor(0).Info)) : Blank(arguments);
    }

    /// <summary>(data, grad, hooks, requires_grad, volatile).</summary>
    public static void FillVariable(PyReference value, PyValue state, in RebuildArguments arguments) =>
        Fill(value, state, arguments, isParameter: false);

    private static PyValue Blank(in RebuildArguments arguments)
    {
        var empty = new StorageInfo("", DType.Float32, "cpu", 0, new MemoryByteSource(default));
        return arguments.AwaitState(new PyTensor(new TensorInfo(DType.Float32, [0], [1], 0, empty)));
    }

    private static void Fill(PyReference value, PyValue state, in RebuildArguments arguments, bool isParameter)
    {
        if (state.RawReference is not PyTuple { Count: >= 3 and <= 5 } tuple)
            throw Problems.BadOperand("the state of a Variable", state.TypeName, arguments.At);
        var fields = arguments.With(tuple);
        TensorInfo data = fields.Tensor(0).Info;
        bool requiresGrad = tuple.Count > 3 && fields.RequiresGrad(3, data.DType);
        ((PyTensor)value).Fill(data with { IsParameter = isParameter, RequiresGrad = requiresGrad });
    }

    /// <summary><c>torch.nn.Parameter</c> under the module name of PyTorch 0.1, with the state of that time.</summary>
    public static PyValue Parameter(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        if (arguments.Count == 0) return Blank(arguments);
        TensorInfo data = arguments.Tensor(0).Info;
        bool requiresGrad = arguments.Count == 2 ? arguments.RequiresGrad(1, data.DType) : data.DType.IsFloatingPoint;
        return new PyValue(new PyTensor(data with { IsParameter = true, RequiresGrad = requiresGrad }));
    }

    /// <summary>The state of a Variable.</summary>
    public static void FillParameter(PyReference value, PyValue state, in RebuildArguments arguments) =>
        Fill(value, state, arguments, isParameter: true);
}
