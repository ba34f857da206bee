using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>docs/diagnostics.md lists every <see cref="DiagnosticId"/> with what its documentation says. SAFELOAD_UPDATE_DOCS=1 writes it anew.</summary>
public sealed partial class DiagnosticsDocumentTests
{
    private const string Malformed = "`MalformedCheckpointException`", Disallowed = "`DisallowedGlobalException`", Limit = "`LimitExceededException`",
        Unsupported = "`UnsupportedCheckpointException`", ScanOnly = "(only in scans)", Again = "fetch the file again; if it stays so, it was not written by PyTorch";

    // By number / 100: the section's title, what loading throws, and what to do next.
    private static readonly SortedDictionary<int, (string Title, string Exception, string Next)> s_sections = new()
    {
        [10] = ("Pickle", Malformed, Again),
        [11] = ("Zip", Malformed, Again),
        [12] = ("Legacy stream and tar", Malformed, Again),
        [13] = ("Other containers", Malformed, Again),
        [14] = ("Tensors", Malformed, "do not hand the file on: PyTorch may read outside of its memory; ask its maker for a new one"),
        [20] = ("Globals and calls", Disallowed, "do not load the file elsewhere unless you trust who made it; ask for a state dict"),
        [30] = ("Archive tricks", Malformed, "do not hand the file on: two readers can see two files; fetch it again from its maker"),
        [40] = ("Limits", Limit, "raise the limit in `CheckpointLimits` if you expect such a file; else refuse it"),
        [50] = ("Not supported, not scanned", Unsupported, "convert or unpack the file, or tell us"),
        [90] = ("Input and output", "`IOException`", "look at the path, the rights and the disk"),
    };

    private static readonly Dictionary<DiagnosticId, (string Exception, string Next)> s_exceptions = new()
    {
        [DiagnosticId.DangerousGlobal] = (ScanOnly, "delete the file, and look at where it came from"),
        [DiagnosticId.UnknownGlobal] = (ScanOnly, "find out what the name is before anything imports it"),
        [DiagnosticId.ExtensionCode] = (ScanOnly, "do not load the file elsewhere unless you trust who made it"),
        [DiagnosticId.CodeInFile] = (ScanOnly, "run it only if you trust who made it; ask for a state dict"),
        [DiagnosticId.NotScanned] = (ScanOnly, "unpack what was not scanned and scan it by itself, or raise the limit that was hit"),
        [DiagnosticId.FileChanged] = (Malformed, "read the file when nothing writes to it"),
    };

    [Test]
    public void GivenEveryDiagnosticId_TheDocumentListsIt()
    {
        Assert.That(Enum.GetValues<DiagnosticId>().Select(static id => (int)id / 100).Distinct(), Is.SubsetOf(s_sections.Keys), "a range of numbers without a section here");
        var document = new Document("docs/diagnostics.md");
        document.ShouldHold(document.Text, Produce());
    }

    private static string Produce()
    {
        var meanings = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.xml")).Descendants("member")
            .ToDictionary(static member => (string)member.Attribute("name")!, static member => Plain(member.Element("summary")));
        var text = new StringBuilder($"""
            # Diagnostics

            What loading throws as a number (`SafeLoadException.Id`, and the first word of the message) scanning reports as a finding with the same number.
            This page is produced from the documentation of `DiagnosticId` by a test; `{Document.Variable}=1 dotnet test tests/SafeLoad.Cli.Tests` writes it anew.

            """.ReplaceLineEndings("\n"));
        foreach (var (number, (title, exception, next)) in s_sections)
        {
            DiagnosticId[] ids = [.. Enum.GetValues<DiagnosticId>().Where(id => (int)id / 100 == number)];
            if (ids.Length == 0) continue;
            text.Append($"\n## {title}\n\n| number | name | meaning | loading throws | what to do |\n|---|---|---|---|---|\n");
            foreach (DiagnosticId id in ids)
            {
                var (thrown, advice) = s_exceptions.GetValueOrDefault(id, (exception, next));
                text.Append($"| SL{(int)id} | `{id}` | {meanings[$"F:SafeLoad.DiagnosticId.{id}"]} | {thrown} | {advice} |\n");
            }
        }
        return text.ToString();
    }

    private static string Plain(XElement? summary)
    {
        if (summary is null) return "";
        var text = new StringBuilder();
        foreach (XNode node in summary.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "see" } see) text.Append('`').Append(((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "")[2..].Replace("SafeLoad.", "", StringComparison.Ordinal)).Append('`');
            else if (node is XElement element) text.Append('`').Append(element.Value).Append('`');
        }
        return SpacePattern().Replace(text.ToString(), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();
}
