using System.Text;
using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Attacks;

/// <summary>Databases and tables in which libraries keep pickles: what nobody looked at is not clean.</summary>
public sealed class TablesOfPicklesTests
{
    [TestCase("CREATE TABLE Dict (\n    key BLOB UNIQUE NOT NULL,\n    value BLOB NOT NULL)", false)]
    [TestCase("CREATE TABLE Dict (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)", false)]
    [TestCase("CREATE TABLE \"zq\" (key TEXT PRIMARY KEY, value BLOB)", false)]
    [TestCase("CREATE TABLE jobs (id VARCHAR(191) NOT NULL, job_state BLOB NOT NULL)", false)]
    [TestCase("CREATE TABLE Cache (rowid INTEGER PRIMARY KEY, mode INTEGER DEFAULT 0, value BLOB)", false)]
    [TestCase("CREATE TABLE runs (id INTEGER, name TEXT, value REAL)", true)]
    [TestCase("CREATE TABLE tiles (zoom INTEGER, tile_data BLOB)", true)]
    public void GivenADatabase_ItIsCompleteOnlyIfNoLibraryUnpicklesIt(string schema, bool isComplete)
    {
        byte[] file = [.. "SQLite format 3\0"u8, .. new byte[84], .. Encoding.ASCII.GetBytes(schema), .. new byte[3900]];
        Assert.That(Scan(file, "a.db").Complete, Is.EqualTo(isComplete));
    }

    [Test]
    public void GivenATableWhoseSchemaNamesATypeThatIsUnpickled_IsSuspicious()
    {
        foreach (string sign in (string[])["arrow.py_extension_type", "ray.data.arrow_pickled_object", "dataset-toolkit.unischema",
            "{\"type\":\"udt\",\"serializedClass\":\"zq\"}", "a type of zq"])
        {
            foreach (string magic in (string[])["PAR1", "ARROW1\0\0"])
            {
                for (int before = 0; before < 3; before++)
                {
                    string schema = new string('x', before) + sign + "zq";
                    foreach (string form in (string[])[schema, Convert.ToBase64String(Encoding.ASCII.GetBytes(schema))])
                    {
                        byte[] file = Encoding.ASCII.GetBytes(magic + new string('\0', 100) + form + new string('\0', 40) + magic);
                        Verdict expected = sign == "a type of zq" ? Verdict.Clean : Verdict.Suspicious;
                        Assert.That(Scan(file, "a.table").Verdict, Is.EqualTo(expected), $"{magic} {form}");
                    }
                }
            }
        }
    }

    private static ScanReport Scan(byte[] file, string name)
    {
        using var source = new MemoryByteSource(file, name);
        return Scanner.Scan(source);
    }
}
