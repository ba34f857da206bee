using System.Text;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Opening;

namespace SafeLoad.Cli.Tests.Documents;

/// <summary>The page of formats lists the kinds that are told and not opened: the table's rows, each once.</summary>
public sealed class KindsDocumentTests
{
    private const string Start = "<!-- kinds -->\n", End = "<!-- /kinds -->";

    [Test]
    public void GivenTheTable_ThePageListsItsKinds()
    {
        var document = new Document("docs/formats.md");
        string text = document.Text;
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.That(start, Is.InRange(Start.Length, end));
        document.ShouldHold(Start + text[start..end], Start + Page());
    }

    private static string Page()
    {
        var page = new StringBuilder("\n| `scan` | kinds |\n|---|---|\n");
        foreach (var (mark, verdict) in ((FormatMark, string)[])[(FormatMark.NotLookedAt, "incomplete"),
            (FormatMark.HoldsNoProgram, "clean"), (FormatMark.Stranger, "no model")])
        {
            IEnumerable<string> kinds = FormatTable.Rows.Concat(FormatTable.ZipRows)
                .Where(row => row.Mark == mark
                    && row.Format is CheckpointFormat.OtherModel or CheckpointFormat.Other or CheckpointFormat.OrdinaryZip)
                .Select(static row => row.Id == "other" ? row.Words : $"{row.Words} (`{row.Id}`)").Distinct().Order(StringComparer.Ordinal);
            page.Append("| ").Append(verdict).Append(" | ").AppendJoin(" · ", kinds).Append(" |\n");
        }
        return page.Append('\n').ToString();
    }
}
