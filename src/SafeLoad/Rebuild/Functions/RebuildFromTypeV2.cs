using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._tensor._rebuild_from_type_v2(func, type, args, state)</c>: a tensor with Python attributes, or of a subclass.</summary>
/// <remarks>PyTorch calls any allowed function here; only those that make tensors are ever written, so only those are taken.</remarks>
internal sealed class RebuildFromTypeV2() : RebuildFunction("torch._tensor", "_rebuild_from_type_v2")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        if (arguments[0].RawReference is not PyGlobal { Meaning: RebuildFunction { MakesTensor: true } function })
            throw Throw.DisallowedCall("_rebuild_from_type_v2 is given something to call that makes no tensor", arguments.At);
        // A subclass is a tensor to whoever does not know it.
        if (arguments[1].RawReference is not PyGlobal type || (type.Meaning is not (LegacyTensor or Parameter) && !arguments.Context.KeepsObjects)) throw arguments.Wrong(1, "a tensor class");
        if (!arguments[2].Is(PyKind.Tuple)) throw arguments.Wrong(2, "a tuple");
        PyValue made = function.Invoke(new RebuildArguments(arguments.Context, function, (PyTuple)arguments[2].RawReference!, arguments.At));
        TensorInfo tensor = ((PyTensor)made.RawReference!).Info;
        if (type.Meaning is Parameter) tensor = tensor with { IsParameter = true };
        return new PyValue(new PyTensor(tensor, TensorState.ForTensor(arguments[3], arguments)));
    }
}
