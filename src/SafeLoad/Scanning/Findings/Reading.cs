using SafeLoad.Opening;

namespace SafeLoad.Scanning.Findings;

/// <summary>What one way of reading some bytes has found. Nobody changes it: what several readings of the same bytes mean together is
/// said by <see cref="Readings"/>, which makes a new one of them.</summary>
/// <param name="Findings">What was found, in the order of the bytes; the same fact in one record once.</param>
/// <param name="Globals">Every global that was named, once each per record.</param>
/// <param name="NotChecked">What was passed over that could be a program.</param>
internal sealed record Reading(
    IReadOnlyList<Finding> Findings, IReadOnlyList<NamedGlobal> Globals, IReadOnlyList<NotChecked> NotChecked)
{
    /// <summary>The reading of bytes in which nothing is.</summary>
    public static Reading Nothing { get; } = new([], [], []);

    /// <summary>What the bytes were read as.</summary>
    public FormatRow Kind { get; init; } = FormatTable.Unknown;

    /// <summary>What the bytes were found to be before they were read, with what was read for that; null if nobody has looked.</summary>
    public DetectedFormat? File { get; init; }

    /// <summary>What a compressed stream unpacks to; null for anything else.</summary>
    public FormatRow? Unpacked { get; init; }

    /// <summary>Whether the bytes hold weights, packed or as they are.</summary>
    public bool HoldsWeights => Kind.HoldsWeights || Unpacked is { HoldsWeights: true };

    /// <summary>The worst of the findings.</summary>
    public Verdict Worst
    {
        get
        {
            Verdict worst = Verdict.Clean;
            for (int i = 0; i < Findings.Count; i++) worst = Findings[i].Verdict > worst ? Findings[i].Verdict : worst;
            return worst;
        }
    }

    /// <summary>Whether something in the bytes is no pickle, archive or header as it should be.</summary>
    public bool HasFaults => Findings.Any(static finding => finding.Verdict == Verdict.Malformed);

    /// <summary>Only what is as bad as a verdict or worse, with the names that make it so.</summary>
    public Reading AtLeast(Verdict least)
    {
        if (Worst < least) return Nothing;
        return this with
        {
            Findings = Findings.Where(finding => finding.Verdict >= least).ToArray(),
            Globals = Globals.Where(global => VerdictOf(global.Judgement) >= least).ToArray(),
        };
    }

    /// <summary>The reading without findings that another one has shown to be none.</summary>
    public Reading Without(Func<Finding, bool> isNone) =>
        Findings.Any(isNone) ? this with { Findings = Findings.Where(finding => !isNone(finding)).ToArray() } : this;

    private static Verdict VerdictOf(GlobalJudgement judgement) => judgement switch
    {
        GlobalJudgement.Dangerous => Verdict.Dangerous,
        GlobalJudgement.Unknown => Verdict.Suspicious,
        _ => Verdict.Clean,
    };
}
