using System.Text;
using SafeLoad.Cli.Reporting;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Policies;

/// <summary>A finding that is known, whatever the file's path. Texts are kept as JSON spells them: a name may hold lone surrogates,
/// which only escapes can say.</summary>
internal readonly record struct BaselineEntry(string ScanId, string Rule, string Record, string Global)
{
    public static BaselineEntry Of(Finding finding, string scanId) =>
        new(scanId, DiagnosticRow.NumberOf(finding.Id), Escape(finding.Location.Record), Escape(finding.Global));

    /// <summary>The entry for any content: the same rule about the same global in a record of the same name.</summary>
    public BaselineEntry ForAnyContent => this with { ScanId = "" };

    /// <summary>A text as JSON spells it, without its quotes; empty for none.</summary>
    public static string Escape(string? text) => text is null ? "" : Encoding.ASCII.GetString(new JsonOutput().Text(text).Written[1..^1]);

    public override string ToString() =>
        $$"""{"scan_id":"{{ScanId}}","rule":"{{Rule}}"{{Member("record", Record)}}{{Member("global", Global)}}}""";

    private static string Member(string name, string value) => value.Length > 0 ? $",\"{name}\":\"{value}\"" : "";
}
