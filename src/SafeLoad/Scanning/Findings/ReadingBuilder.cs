using SafeLoad.Diagnostics;
using SafeLoad.Opening;

namespace SafeLoad.Scanning.Findings;

/// <summary>Gathers a <see cref="Reading"/> while the bytes are read. What was added stays.</summary>
/// <param name="record">The record that is read, with all that stands around it; null for the file itself.</param>
internal sealed class ReadingBuilder(string? record)
{
    // Findings of one rule. A file can have a million parts with the same fault, and nobody reads the last of them.
    private const int MostOfOneRule = 10_000;

    private static readonly SameFinding s_sameFinding = new();
    private static readonly SameGlobal s_sameGlobal = new();

    private readonly DistinctList<Finding> _findings = new(s_sameFinding);
    private readonly DistinctList<NamedGlobal> _globals = new(s_sameGlobal);
    private Dictionary<(DiagnosticId, Verdict), int>? _counts;
    private DistinctList<NotChecked>? _notChecked;

    /// <summary>What the bytes were read as.</summary>
    public FormatRow Kind { get; set; } = FormatTable.Unknown;

    /// <summary>What the bytes were found to be before they were read, with what was read for that; null if nobody has looked.</summary>
    public DetectedFormat? File { get; set; }

    /// <summary>What a compressed stream unpacks to; null for anything else.</summary>
    public FormatRow? Unpacked { get; set; }

    /// <summary>How many findings there are until now.</summary>
    public int FindingCount => _findings.Count;

    /// <summary>Whether a global was used in another way than is known to be harmless.</summary>
    public bool HasUse { get; private set; }

    /// <summary>Adds a finding. The same fact again and again in one record (a global used 100,000 times) is one finding.</summary>
    public void Add(Finding finding)
    {
        AddCounted(finding);
        HasUse |= _globals.Count > 0
            && finding.Id is DiagnosticId.UnexpectedUse or DiagnosticId.ComputedCall or DiagnosticId.GlobalModified;
    }

    /// <summary>Adds what loading throws, as a finding with the same number and place.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Row.Kind is DiagnosticKind.Limit or DiagnosticKind.Unsupported) AddNotChecked(diagnostic.Problem, diagnostic.At);
        Add(Finding.Of(diagnostic) with { Location = Within(diagnostic.At) });
    }

    public void Add(SafeLoadException problem) => Add(problem.Diagnostic);

    /// <summary>Adds what another reading has found: of a part of these bytes, or of all of them.</summary>
    public void Add(Reading reading)
    {
        _globals.AddAll(reading.Globals);
        if (_findings.Count + reading.Findings.Count <= MostOfOneRule) _findings.AddAll(reading.Findings);
        else foreach (Finding finding in reading.Findings) AddCounted(finding);
        if (reading.NotChecked.Count > 0) (_notChecked ??= NewNotChecked()).AddAll(reading.NotChecked);
    }

    /// <summary>Writes down a global; whether its record names it for the first time.</summary>
    public bool Name(NamedGlobal global) => _globals.Add(global);

    /// <summary>Says what could be a program and was passed over.</summary>
    public void NotScanned(string what, CheckpointLocation at)
    {
        AddNotChecked(what, at);
        Add(Finding.Of(DiagnosticId.NotScanned, what + " was not scanned", at));
    }

    /// <summary>What was found until now.</summary>
    public Reading ToReading()
    {
        if (_findings.Count == 0 && _globals.Count == 0 && _notChecked is null && File is null) return Reading.Nothing;
        return new Reading(_findings.ToArray(), _globals.ToArray(), _notChecked?.ToArray() ?? [])
        {
            Kind = Kind, File = File, Unpacked = Unpacked,
        };
    }

    private void AddCounted(Finding finding)
    {
        if (_findings.Count < MostOfOneRule)
        {
            _findings.Add(finding);
            return;
        }
        _counts ??= Count(_findings.ToArray());
        int count = _counts.GetValueOrDefault((finding.Id, finding.Verdict));
        if (count > MostOfOneRule) return;
        if (count == MostOfOneRule) finding = finding with { Message = finding.Message + "; more of this rule are not listed" };
        if (_findings.Add(finding)) _counts[(finding.Id, finding.Verdict)] = count + 1;
    }

    private static Dictionary<(DiagnosticId, Verdict), int> Count(Finding[] findings)
    {
        var counts = new Dictionary<(DiagnosticId, Verdict), int>();
        foreach (Finding finding in findings)
            counts[(finding.Id, finding.Verdict)] = counts.GetValueOrDefault((finding.Id, finding.Verdict)) + 1;
        return counts;
    }

    private void AddNotChecked(string what, CheckpointLocation at) => (_notChecked ??= NewNotChecked()).Add(new NotChecked(what, at));

    private static DistinctList<NotChecked> NewNotChecked() => new(EqualityComparer<NotChecked>.Default);

    // Readers of containers know the names inside of theirs, and not what stands around it.
    private CheckpointLocation Within(CheckpointLocation at)
    {
        if (record is null || at.Record == record || at.Record?.StartsWith(record + "!", StringComparison.Ordinal) == true) return at;
        return at with { Record = at.Record is null ? record : record + "!" + at.Record };
    }
}
