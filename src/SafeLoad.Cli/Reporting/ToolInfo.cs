namespace SafeLoad.Cli.Reporting;

/// <summary>Who made a report.</summary>
internal static class ToolInfo
{
    public const string Name = "safeload";

    public static readonly string Version = typeof(ToolInfo).Assembly.GetName().Version?.ToString(3) ?? "0";
}
