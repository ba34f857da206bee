using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.frozenset(items)</c>.</summary>
internal sealed class FrozenSetCall() : RebuildFunction("builtins", "frozenset")
{
    public override PyValue Invoke(in RebuildArguments arguments) => SetFiller.Make(PyKind.FrozenSet, arguments);
}
