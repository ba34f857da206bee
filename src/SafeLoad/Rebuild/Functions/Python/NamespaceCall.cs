using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>argparse.Namespace</c>: by NEWOBJ without arguments, and BUILD with a dict.</summary>
internal sealed class NamespaceCall() : RebuildFunction("argparse", "Namespace")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return arguments.Context.AwaitState(new PyRecord(FullName, null), this);
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);

    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments) =>
        ((PyRecord)value).SetAttributes(TensorState.Merge(null, state, arguments.Context.Budget, arguments.At));
}
