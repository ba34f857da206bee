namespace SafeLoad.Cli.Reporting;

/// <summary>The totals of a scan.</summary>
internal sealed class ScanSummary
{
    public const string NotScannedWord = "not scanned";

    private readonly Dictionary<string, int> _verdicts = new(StringComparer.Ordinal);

    public static readonly string[] Verdicts = ["clean", "suspicious", "dangerous", "malformed", "unreadable"];

    public int Files { get; private set; }

    public int Incomplete { get; private set; }

    /// <summary>Files in which nothing was found and a part of which nobody looked at: their verdict is clean, and they are not.</summary>
    public int NotScanned { get; private set; }

    public int ExitCode { get; set; }

    public int this[string verdict] => _verdicts.TryGetValue(verdict, out int count) ? count : 0;

    public void Add(ScannedFile file, int code)
    {
        Files++;
        _verdicts[file.Verdict] = this[file.Verdict] + 1;
        if (!file.Complete) Incomplete++;
        if (file.IsNotScanned) NotScanned++;
        ExitCode = SafeLoad.Cli.ExitCode.Combine(ExitCode, code);
    }
}
