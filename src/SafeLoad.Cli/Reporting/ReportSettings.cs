namespace SafeLoad.Cli.Reporting;

/// <summary>What a report shows beyond the files themselves.</summary>
/// <param name="Color">Whether text is coloured.</param>
/// <param name="ShowSuppressed">Whether findings that the policy or the baseline suppresses are listed too.</param>
/// <param name="PolicyHash">SHA-256, in hex, of the policy that was applied; null without one. It stands in every report.</param>
internal sealed record ReportSettings(bool Color = false, bool ShowSuppressed = false, string? PolicyHash = null);
