using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._tensor._rebuild_from_type(func, type, args, dict)</c>, PyTorch 1.7 to 1.11: the predecessor of <c>_rebuild_from_type_v2</c>, with the same arguments.</summary>
internal sealed class RebuildFromType() : RebuildFunction("torch._tensor", "_rebuild_from_type")
{
    private static readonly RebuildFromTypeV2 s_successor = new();

    // It makes one, but nobody calls it by itself, and a file could nest such calls without end.
    public override bool MakesTensor => false;

    public override PyValue Invoke(in RebuildArguments arguments) => s_successor.Invoke(arguments);
}
