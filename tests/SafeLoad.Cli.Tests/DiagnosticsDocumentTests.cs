using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Diagnostics;

namespace SafeLoad.Cli.Tests;

/// <summary>docs/diagnostics.md and the documentation of <see cref="DiagnosticId"/> are made from <see cref="DiagnosticTable"/>.
/// SAFELOAD_UPDATE_DOCS=1 writes both anew.</summary>
public sealed partial class DiagnosticsDocumentTests
{
    [Test]
    public void GivenEveryDiagnosticId_ThereIsOneRowInTheOrderOfNumbers() =>
        Assert.That(DiagnosticTable.All.Select(static row => row.Id), Is.EqualTo(Enum.GetValues<DiagnosticId>()));

    [Test]
    public void GivenEveryDiagnosticId_ItsDocumentationSaysWhatItsRowSays()
    {
        var source = new Document("src/SafeLoad/Diagnostics/DiagnosticId.cs");
        string produced = source.Text;
        foreach (DiagnosticRow row in DiagnosticTable.All)
        {
            string member = $"    {row.Name} = {(int)row.Id},\n";
            int end = produced.IndexOf(member, StringComparison.Ordinal),
                start = produced.LastIndexOf("    /// <summary>", end, StringComparison.Ordinal);
            produced = $"{produced[..start]}    /// <summary>{Xml(row.Meaning)}</summary>\n{produced[end..]}";
        }
        source.ShouldHold(source.Text, produced);
    }

    [Test]
    public void GivenEveryDiagnosticId_TheDocumentListsIt()
    {
        var document = new Document("docs/diagnostics.md");
        document.ShouldHold(document.Text, Produce());
    }

    private static string Produce()
    {
        var text = new StringBuilder($"""
            # Diagnostics

            What loading throws as a number (`SafeLoadException.Id`, and the first word of the message) scanning reports as a finding with
            the same number. Verdict is what a finding alone makes of the file. Security is how bad it is as a security hole: 9 and more
            is critical, 7 high, 4 medium. This page is produced from `DiagnosticTable` by a test, and `safeload rules` prints it;
            `{Document.Variable}=1 dotnet test tests/SafeLoad.Cli.Tests` writes it anew.

            """.ReplaceLineEndings("\n"));
        foreach (DiagnosticSection section in DiagnosticSection.All)
        {
            text.Append($"\n## {section.Title}\n\n");
            text.Append("| number | name | meaning | what it can do | verdict | security | loading throws | what to do |\n"
                + "|---|---|---|---|---|---|---|---|\n");
            foreach (DiagnosticRow row in DiagnosticTable.All.Where(row => row.Section == section)) text.Append(Line(row));
        }
        return text.ToString();
    }

    private static string Line(DiagnosticRow row)
    {
        string affected = row.Affected is null ? "" : $" Affected PyTorch releases: {row.Affected}.";
        string verdict = row.Verdict.ToString().ToLowerInvariant();
        string others =
            string.Concat((row.Others ?? []).Select(static other => $"; {other.Verdict.ToString().ToLowerInvariant()} {other.When}"));
        string[] cells =
        [
            row.Number, $"`{row.Name}`", row.Meaning, row.Help + affected, verdict + others,
            row.SecuritySeverity.ToString("0.0", CultureInfo.InvariantCulture), Thrown(row.Kind), row.Advice,
        ];
        return $"| {string.Join(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
    }

    private static string Thrown(DiagnosticKind kind) => kind switch
    {
        DiagnosticKind.Malformed => $"`{nameof(MalformedCheckpointException)}`",
        DiagnosticKind.Disallowed => $"`{nameof(DisallowedGlobalException)}`",
        DiagnosticKind.Limit => $"`{nameof(LimitExceededException)}`",
        DiagnosticKind.Unsupported => $"`{nameof(UnsupportedCheckpointException)}`",
        DiagnosticKind.Input => $"`{nameof(IOException)}`",
        _ => "(only in scans)",
    };

    // What stands in backticks is code; a limit leads to its own documentation.
    private static string Xml(string meaning) => CodePattern().Replace(
        SecurityElement.Escape(meaning).Replace("&apos;", "'", StringComparison.Ordinal),
        static code => code.Groups[1].Value is var name && name.StartsWith(nameof(CheckpointLimits) + ".", StringComparison.Ordinal)
            ? $"<see cref=\"{name}\"/>" : $"<c>{name}</c>");

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex CodePattern();
}
