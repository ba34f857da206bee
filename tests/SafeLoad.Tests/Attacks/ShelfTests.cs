using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Databases of objects that Python keeps in plain files: the index beside the values says where each pickle begins.</summary>
public sealed class ShelfTests
{
    private static readonly byte[] s_value = "no pickle at all"u8.ToArray();

    // Values stand anywhere, behind whatever is no pickle.
    [Test]
    public void GivenAPickleWhereTheIndexSays_ItIsScanned(
        [Values(512, 513, 3, 70_000)] int offset, [Values(".dat", ".dir", ".bak")] string scanned,
        [Values("'k', ({0}, {1})", "\"it's\", ({0}, {1})", "'a\\'b', ( {0},{1} ) ")] string line, [Values] bool isEvil)
    {
        byte[] pickle = isEvil ? Scanned.Evil : Scanned.Benign, values = new byte[offset + pickle.Length];
        s_value.AsSpan(0, Math.Min(offset, s_value.Length)).CopyTo(values);
        pickle.CopyTo(values, offset);
        ScanReport report = Scan(values, "'first', (0, 3)\n" + string.Format(null, line, offset, pickle.Length) + "\n", scanned);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((isEvil ? Verdict.Dangerous : Verdict.Clean, true)),
            string.Join("; ", report.Findings));
    }

    // Python takes any literal for a line.
    [Test]
    public void GivenALineThatOnlyPythonReads_TheScanIsNotComplete([Values(".dat", ".dir")] string scanned,
        [Values("'k', [0, 3]", "'k' 'l', (0, 3)", "('k', (0, 3))", "b'k', (0, 0x3)", "'k', (0, 3) # x", "'k', (-1, 3)")] string line) =>
        Assert.That(Scan(s_value, "'first', (0, 3)\n" + line + "\n", scanned).Complete, Is.False);

    // An index without values, or inside of an archive, is not looked into.
    [Test]
    public void GivenAnIndexAlone_TheScanIsNotComplete([Values] bool isInZip)
    {
        byte[] index = "'k', (0, 3)\n"u8.ToArray();
        byte[] archive = new ZipBuilder().Add("x.dir", index).Add("x.dat", s_value).ToArray();
        Assert.That(Scanned.Bytes(isInZip ? archive : index).Complete, Is.False);
    }

    [Test]
    public void GivenOtherTexts_TheyAreNoIndex(
        [Values("'quoted' text\n", "'a', (1, 2)\nrest\n", "'a', 1, 2\n", "\"k\": 1\n", "'a', (1, 2)")] string text)
    {
        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text), "x.txt");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    private static ScanReport Scan(byte[] values, string index, string scanned)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shelf");
        try
        {
            string path = Path.Combine(folder.FullName, "x");
            File.WriteAllBytes(path + ".dat", values);
            File.WriteAllText(path + ".dir", index);
            File.WriteAllText(path + ".bak", index);
            return Scanner.Scan(path + scanned);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
