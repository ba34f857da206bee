namespace SafeLoad.Cli.Reporting;

/// <summary>The totals of a scan.</summary>
internal sealed class ScanSummary
{
    private readonly Dictionary<string, int> _verdicts = new(StringComparer.Ordinal);

    public static readonly string[] Verdicts = ["clean", "suspicious", "dangerous", "malformed", "unreadable"];

    public int Files { get; private set; }

    public int Incomplete { get; private set; }

    public int ExitCode { get; set; }

    public int this[string verdict] => _verdicts.GetValueOrDefault(verdict);

    public void Add(ScannedFile file, int code)
    {
        Files++;
        _verdicts[file.Verdict] = this[file.Verdict] + 1;
        if (!file.Complete) Incomplete++;
        ExitCode = SafeLoad.Cli.ExitCode.Combine(ExitCode, code);
    }
}
