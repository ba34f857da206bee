using System.CommandLine;
using System.Globalization;
using SafeLoad.Cli.Reporting;
using SafeLoad.Diagnostics;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload rules [ID]</c>: what each number means, how bad it is, what to do.</summary>
internal static class RulesCommand
{
    public static Command Create(Terminal terminal)
    {
        var id =
            new Argument<string?>("ID") { Description = "A rule: its number or its name (default: all)", Arity = ArgumentArity.ZeroOrOne };
        // A table has no colours; the option is there as on every command that prints text.
        Option<string> format = CommonOptions.Format("text", "json"), color = CommonOptions.Color();
        var command = new Command("rules", """
            Every rule: what it means, how bad it is, and what to do.

            Examples:
              safeload rules
              safeload rules SL2001
              safeload rules -f json
            """)
        { id, format, color };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(id), parsed.GetValue(format)!));
        return command;
    }

    private static int Run(Terminal terminal, string? id, string format)
    {
        IReadOnlyList<DiagnosticRow> rules = id is null ? DiagnosticTable.All
            : DiagnosticTable.Find(id) is { } found ? [found]
            : throw new UsageException($"there is no rule '{Checkpoint.Escape(id)}'; 'safeload rules' lists all");
        if (format == "json") WriteJson(terminal, rules);
        else if (id is null) WriteTable(terminal, rules);
        else WriteRule(terminal, rules[0]);
        return ExitCode.Done;
    }

    private static void WriteTable(Terminal terminal, IReadOnlyList<DiagnosticRow> rules)
    {
        var table = new TextTable(("rule", false), ("name", false), ("level", false), ("security", true), ("meaning", false));
        foreach (DiagnosticRow rule in rules) table.Add(rule.Number, rule.Name, Level(rule), Score(rule), rule.Meaning);
        table.Write(terminal);
    }

    private static void WriteRule(Terminal terminal, DiagnosticRow rule)
    {
        terminal.WriteLine(
            $"{rule.Number} {rule.Name} ({rule.Section.Title.ToLowerInvariant()}; {Level(rule)}, security severity {Score(rule)})");
        terminal.WriteLine(rule.Meaning);
        terminal.WriteLine(rule.Help);
        terminal.WriteLine("next: " + rule.Advice);
        if (rule.Affected is not null) terminal.WriteLine("affected PyTorch releases: " + rule.Affected);
    }

    private static void WriteJson(Terminal terminal, IReadOnlyList<DiagnosticRow> rules)
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.rules/1").Member("rules"u8).Raw("["u8);
        foreach (DiagnosticRow rule in rules)
        {
            json.Separate().Raw("\n{"u8).Member("rule"u8).Text(rule.Number).Member("name"u8).Text(rule.Name).Member("section"u8)
                .Text(rule.Section.Title).Member("severity"u8).Text(Level(rule))
                .Member("security_severity"u8).Raw(System.Text.Encoding.ASCII.GetBytes(Score(rule))).Member("meaning"u8).Text(rule.Meaning)
                .Member("help"u8).Text(rule.Help).Member("next"u8).Text(rule.Advice);
            if (rule.Affected is not null) json.Member("affected"u8).Text(rule.Affected);
            json.Raw("}"u8);
        }
        terminal.Write(json.Raw("\n]}\n"u8).Written);
    }

    private static string Level(DiagnosticRow rule) =>
        rule.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    private static string Score(DiagnosticRow rule) => rule.SecuritySeverity.ToString("0.0", CultureInfo.InvariantCulture);
}
