using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as a table in Markdown, of everything that is not clean; then the totals.</summary>
/// <param name="output">Where to.</param>
/// <param name="settings">What is shown.</param>
/// <param name="mostBytes">Rows past this length of the report are counted only.</param>
internal sealed class MarkdownReporter(ReportOutput output, ReportSettings settings, long mostBytes = long.MaxValue) : IScanReporter
{
    private long _bytes, _left;

    public void Begin()
    {
        output.WriteText("## safeload scan\n\n");
        if (settings.PolicyHash is { } hash) output.WriteText($"Policy: SHA-256 {Code(hash)}\n\n");
    }

    public void Report(ScannedFile file)
    {
        IReadOnlyList<Finding> findings = file.Report?.Findings ?? [];
        string state = file.Standing + (file.Complete || file.Report is null || file.IsNotScanned ? "" : ", incomplete");
        if (file.Report is null) Row(state, file, "SL9001", ReportText.Of(file.Problem ?? ""), "", DiagnosticId.CannotRead);
        else if (findings.Count == 0 && !file.Complete) Row(state, file, "", "", "", DiagnosticId.NotScanned);
        foreach (Finding finding in findings)
            Row(state, file, ReportText.Number(finding), ReportText.Message(finding), ReportText.Place(finding.Location), finding.Id);
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding suppressed in file.Suppressed)
            Row(state, file, ReportText.Number(suppressed.Finding),
                $"{ReportText.Reason(suppressed)}: {ReportText.Message(suppressed.Finding)}", ReportText.Place(suppressed.Finding.Location),
                null);
    }

    public void End(ScanSummary summary)
    {
        if (_bytes > 0) output.WriteText("\n");
        if (_left > 0)
            output.WriteText(string.Create(CultureInfo.InvariantCulture, $"… and {_left:N0} more rows, which the other formats list.\n\n"));
        output.WriteText($"**{ReportText.Totals(summary)}**\n");
    }

    private void Row(string state, ScannedFile file, string rule, string what, string where, DiagnosticId? id)
    {
        string next = id is { } known ? DiagnosticTable.Of(known).Advice : "";
        string row = $"| {state} | {Code(ReportText.Path(file.Path))} | {rule} | {Code(what)} | {Code(where)} | {next} |\n";
        if (_bytes == 0) row = "| verdict | file | rule | what | where | what to do |\n|---|---|---|---|---|---|\n" + row;
        if (_left > 0 || _bytes + row.Length * 3L > mostBytes) _left++;
        else output.WriteText(row);
        if (_left == 0) _bytes += Encoding.UTF8.GetByteCount(row);
    }

    // In a code span nothing is a link, a mention or HTML. What could end it or the cell is written as in the other escapes; the backslash
    // of the text itself is doubled already.
    private static string Code(string text)
    {
        if (text.Length == 0) return "";
        var code = new StringBuilder("`");
        foreach (char c in text)
        {
            if (c is '`' or '|' or '<' or '>' or '[' or ']') code.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
            else code.Append(c);
        }
        return code.Append('`').ToString();
    }
}
