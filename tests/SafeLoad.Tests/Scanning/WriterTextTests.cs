using System.Text;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Archives;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>The texts of PyTorch's writer are told by themselves, and mean what they would mean to who tries all formats.</summary>
public sealed class WriterTextTests
{
    private static readonly string[] s_names = ["version", "byteorder", "serialization_id", ".format_version", ".storage_alignment"];

    private static IEnumerable<string> Texts()
    {
        yield return "little";
        yield return "big";
        for (int i = 0; i < 3000; i++) yield return $"{i}\n";
        for (int length = 1; length < 64; length++)
        {
            foreach (char digit in "0123456789") yield return new string(digit, length) + "\n";
            yield return "01234567891357902468"[..(length % 20)] + new string('7', length);
        }
    }

    [Test]
    public void GivenEveryText_ItIsNothingThatHoldsAProgram()
    {
        foreach (string text in Texts().Where(static text => text.Length <= 64))
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            Assert.That(WriterText.IsIn("archive/version"u8, new MemoryByteSource(bytes)), Is.True, text);
            FormatRow row = Detection.Of(bytes).Row;
            Assert.That(row.Layout, Is.InstanceOf<FormatLayout.OpaqueLayout>(), text);
            Assert.That(row.Mark, Is.Not.EqualTo(FormatMark.NotLookedAt), text);
        }
    }

    [Test]
    public void GivenATextUnderAnotherName_TheReportIsTheSame(
        [Values("3\n", "10", "little", "big", "0123456789012345678901234567890123456789")] string text, [Values] bool deflate)
    {
        // In a folder where the loader does not look, so that only what the scan makes of the bytes counts.
        ScanReport[] reports = [.. s_names.Append("other").Select(name => Scanned.Bytes(ZipBuilder
            .Torch(PickleBuilder.Protocol(2).None().Stop())
            .Add(new ZipBuilder.Entry("archive/more/" + name, Encoding.ASCII.GetBytes(text)) { Deflate = deflate }).ToArray()))];
        foreach (ScanReport report in reports)
        {
            Assert.That((report.Verdict, report.Complete, report.BytesStorage, report.BytesNotLookedAt),
                Is.EqualTo((reports[^1].Verdict, reports[^1].Complete, reports[^1].BytesStorage, reports[^1].BytesNotLookedAt)));
            Assert.That(report.Findings.Select(static finding => finding.Message),
                Is.EqualTo(reports[^1].Findings.Select(static finding => finding.Message)));
        }
    }

    [TestCase("version", "3\n4\n")]
    [TestCase("version", "")]
    [TestCase("version", "\n")]
    [TestCase("version", "little.")]
    [TestCase("version", "cos\nsystem\n.")]
    [TestCase("byteorder", "middle")]
    [TestCase("config.json", "3\n")]
    [TestCase("data/0", "3\n")]
    [TestCase("version", "00000000000000000000000000000000000000000000000000000000000000000")]
    public void GivenAnythingElse_ItIsNone(string name, string text) => Assert.That(
        WriterText.IsIn(Encoding.ASCII.GetBytes("archive/" + name), new MemoryByteSource(Encoding.ASCII.GetBytes(text))), Is.False);
}
