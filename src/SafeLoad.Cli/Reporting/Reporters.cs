namespace SafeLoad.Cli.Reporting;

/// <summary>The formats of scan reports: one line each.</summary>
internal static class Reporters
{
    private static readonly (string Format, Func<ReportOutput, ReportSettings, IScanReporter> Create)[] s_all =
    [
        ("text", static (output, settings) => new ScanText(output, settings)),
        ("json", static (output, settings) => new ScanJson(output, settings, lines: false)),
        ("ndjson", static (output, settings) => new ScanJson(output, settings, lines: true)),
        ("sarif", static (output, settings) => new SarifReporter(output, settings)),
        ("junit", static (output, settings) => new JunitReporter(output, settings)),
        ("github",
            static (output, settings) => new GithubReporter(output, settings, Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY"))),
        ("gitlab", static (output, settings) => new GitlabReporter(output, settings)),
        ("azure", static (output, settings) => new AzureReporter(output, settings)),
        ("markdown", static (output, settings) => new MarkdownReporter(output, settings)),
        ("cyclonedx", static (output, settings) => new CycloneDxReporter(output, settings)),
    ];

    /// <summary>The names of all formats; the first is the default.</summary>
    public static string[] Formats { get; } = [.. s_all.Select(static entry => entry.Format)];

    public static IScanReporter Create(string format, ReportOutput output, ReportSettings settings) =>
        Array.Find(s_all, entry => entry.Format == format).Create(output, settings);
}
