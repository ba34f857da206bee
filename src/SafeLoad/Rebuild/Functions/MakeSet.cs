using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.set(items)</c> of a list, tuple, set or frozenset.</summary>
internal sealed class MakeSet() : RebuildFunction("builtins", "set")
{
    public override PyValue Invoke(in RebuildArguments arguments) => SetFiller.Make(PyKind.Set, arguments);
}
