using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Pickles;

/// <summary>How much may be wrong and how much may be named in all readings of one content's pickles.</summary>
internal sealed class PickleAllowance
{
    // Each costs an exception; a pickle that is nothing but false steps is no pickle.
    private const int MostFalseSteps = 5000;

    // Each is a finding of its own up to here; the names themselves are all listed.
    private const int MostNames = 10_000;

    private HashSet<NamedGlobal>? _reported;
    private int _falseSteps;

    /// <summary>Whether the machine may go on behind an opcode that cannot be executed.</summary>
    public bool TakeFalseStep() => ++_falseSteps <= MostFalseSteps;

    /// <summary>Whether a global that is unknown or dangerous gets a finding of its own.</summary>
    public bool TakeName(NamedGlobal global)
    {
        _reported ??= new HashSet<NamedGlobal>(new SameGlobal());
        if (_reported.Count >= MostNames) return _reported.Contains(global);
        _reported.Add(global);
        return true;
    }
}
