using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>Many short texts of HDF5, each of which is looked at by itself: words that merely begin like opcodes cost no machine. What is
/// counted are the bytes that were read: who tries a text as a pickle reads it again.</summary>
public sealed class ManyTextsTests
{
    private const int Count = 2000;

    private static ScanReport Scan(string text)
    {
        var file = new Hdf5Builder();
        byte[][] texts = [.. Enumerable.Range(0, Count).Select(i => Encoding.ASCII.GetBytes(text + i))];
        long heap = file.Heap(texts);
        byte[] references = [.. texts.SelectMany((content, i) => Reference(heap, i + 1, content.Length))];
        byte[] type = Message(3, Type(9, 16, 1, Type(0, 1, 0, 0, 0, 8, 0)));
        long dataset = file.Object(Space(Count), type, Contiguous(file.Add([references]), references.Length));
        return Scanned.Bytes(file.ToArray(file.Links(("x", dataset))), "x.h5");
    }

    [TestCase("words\nand ")]
    [TestCase("line\n")]
    [TestCase("city\nname\nx ")]
    [TestCase("item\nname\nx ")]
    [TestCase("table\nof\n")]
    [TestCase("A text\nof two lines ")]
    [TestCase("Note\n")]
    public void GivenWords_AreReadOnce(string text)
    {
        ScanReport report = Scan(text);
        Assert.That((report.Verdict, report.Complete, report.Findings.Count), Is.EqualTo((Verdict.Clean, true, 0)));
        Assert.That(report.BytesRead, Is.LessThan(Scan("x\n".PadRight(text.Length)).BytesRead + Count));
    }

    // A name that is known to be bad, or one that is called, is no chance.
    [TestCase("cposix\nsystem\n", Verdict.Dangerous)]
    [TestCase("iposix\nsystem\n", Verdict.Dangerous)]
    [TestCase("cnot_there\nnothing\n)R.", Verdict.Suspicious)]
    [TestCase("(inot_there\nnothing\n.", Verdict.Suspicious)]
    public void GivenNames_TheyCount(string text, Verdict verdict) => Assert.That(Scan(text).Verdict, Is.EqualTo(verdict));
}
