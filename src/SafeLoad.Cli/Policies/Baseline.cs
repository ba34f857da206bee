using SafeLoad.Cli.Reporting;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Policies;

/// <summary>The findings of an earlier run: they are known, and only others count.</summary>
internal sealed class Baseline
{
    private readonly HashSet<BaselineEntry> _exact = [], _anyContent = [];

    public int Count => _exact.Count;

    public void Add(BaselineEntry entry)
    {
        _exact.Add(entry);
        _anyContent.Add(entry.ForAnyContent);
    }

    /// <summary>Takes note of what counts in a file; notes are nothing to know.</summary>
    public void Add(ScannedFile file)
    {
        if (file.Report is not { } report) return;
        foreach (Finding finding in report.Findings.Where(static finding => finding.Severity != Severity.Note))
            Add(BaselineEntry.Of(finding, report.ScanId));
    }

    public ScannedFile Apply(ScannedFile file) =>
        file.Report is { } report ? Exemption.Apply(file, "baseline", finding => Find(finding, report.ScanId)) : file;

    /// <summary>The entries as JSON, in an order of their own, so that two baselines can be compared line by line.</summary>
    public IEnumerable<string> Lines() => _exact.Select(static entry => entry.ToString()).Order(StringComparer.Ordinal);

    // The same unknown name in another file, or in the same one after a day of training, is nothing new. What is dangerous,
    // or says nothing but that something is broken, is known in that very content alone.
    private Exemption? Find(Finding finding, string scanId)
    {
        BaselineEntry entry = BaselineEntry.Of(finding, scanId);
        if (_exact.Contains(entry)) return new Exemption("in the baseline", IsExact: true);
        bool mayBeElsewhere = finding.Verdict != Verdict.Dangerous && finding.Global is not null;
        return mayBeElsewhere && _anyContent.Contains(entry.ForAnyContent)
            ? new Exemption("in the baseline, in other content", IsExact: false) : null;
    }
}
