using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.SelfTest;

/// <summary>The score for people: a line for each class, one for each wrong row, and the total.</summary>
internal static class SelfTestText
{
    public static void Write(Terminal terminal, SelfTestScore score)
    {
        int width = score.Classes.Max(static type => type.Name.Length);
        foreach (var (name, right, all) in score.Classes)
            terminal.WriteLine(FormattableString.Invariant($"{ReportText.Of(name).PadRight(width)}  {right,4} / {all,4}"));
        foreach (SelfTestRow row in score.Wrong)
            terminal.WriteLine($"wrong: {ReportText.Path(row.Attack.Path)} {Says(row)}  [{ReportText.Of(row.Attack.Why)}]");
        terminal.WriteLine(FormattableString.Invariant($"{score.Right} of {score.Rows.Count} right"));
    }

    private static string Says(SelfTestRow row)
    {
        if (row.Problem is not null) return "gives no answer: " + ReportText.Of(row.Problem);
        if (row.MissingGlobals.Count > 0)
            return "does not name " + string.Join(", ", row.MissingGlobals.Select(static global => ReportText.Of(global)));
        return $"says {row.Verdict}{(row.IsComplete ? "" : " (incomplete)")}, right: "
            + $"{string.Join('/', row.Attack.Accepted.Select(VerdictNames.Of))}";
    }
}
