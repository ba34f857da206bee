using System.Globalization;
using SafeLoad.Diagnostics;

namespace SafeLoad.Cli.Reporting;

/// <summary>The tool and its rules, as SARIF 2.1.0 has them.</summary>
internal static class SarifRules
{
    public static void Write(JsonOutput json)
    {
        json.Raw("{\"driver\":{"u8).Member("name"u8).Text(ToolInfo.Name).Member("version"u8).Text(ToolInfo.Version)
            .Member("semanticVersion"u8).Text(ToolInfo.Version).Member("rules"u8).Raw("["u8);
        foreach (DiagnosticRow rule in DiagnosticTable.All)
        {
            json.Separate().Raw("\n{"u8).Member("id"u8).Text(rule.Number).Member("name"u8).Text(rule.Name);
            WriteText(json.Member("shortDescription"u8), rule.Meaning, null);
            WriteText(json.Member("fullDescription"u8), $"{rule.Meaning} {rule.Help}", null);
            string affected = rule.Affected is null ? "" : $"\n\nAffected PyTorch releases: {rule.Affected}.";
            WriteText(json.Member("help"u8), $"{rule.Help}\n\nWhat to do: {rule.Advice}.{affected}",
                $"{rule.Help}\n\n**What to do:** {rule.Advice}.{affected}");
            json.Member("defaultConfiguration"u8).Raw("{"u8).Member("level"u8)
                .Text(rule.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" }).Raw("}"u8)
                .Member("properties"u8).Raw("{"u8).Member("security-severity"u8)
                .Text(rule.SecuritySeverity.ToString("0.0", CultureInfo.InvariantCulture))
                .Member("tags"u8).Raw("["u8).Text("security").Separate().Text(rule.Section.Title.ToLowerInvariant()).Raw("]}}"u8);
        }
        json.Raw("]}}"u8);
    }

    private static void WriteText(JsonOutput json, string text, string? markdown)
    {
        json.Raw("{"u8).Member("text"u8).Text(text.Replace("`", "", StringComparison.Ordinal));
        if (markdown is not null) json.Member("markdown"u8).Text(markdown);
        json.Raw("}"u8);
    }
}
