namespace SafeLoad.Cli.Reporting;

/// <summary>The formats of scan reports: one line each.</summary>
internal static class Reporters
{
    private static readonly (string Format, Func<ReportOutput, ReportSettings, IScanReporter> Create)[] s_all =
    [
        ("text", static (output, settings) => new ScanText(output, settings.Color)),
        ("json", static (output, _) => new ScanJson(output, lines: false)),
        ("ndjson", static (output, _) => new ScanJson(output, lines: true)),
    ];

    /// <summary>The names of all formats; the first is the default.</summary>
    public static string[] Formats { get; } = [.. s_all.Select(static entry => entry.Format)];

    public static IScanReporter Create(string format, ReportOutput output, ReportSettings settings) =>
        Array.Find(s_all, entry => entry.Format == format).Create(output, settings);
}
