using System.IO.Compression;
using System.Text;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Half of a surrogate pair, written as an escape, is valid in JSON, and no text: whoever compares it must not stop.</summary>
public sealed class HalfSurrogateTests
{
    private static readonly string[] s_texts =
    [
        """{"\udc00":1}""", """{"a":"\ud800"}""", """{"class_name":"\udc00","config":{}}""", """[{"\ud800\ud800":{"\udc00":"\ud83d"}}]""",
        """{"epoch\udc00":1,"\udc00":2}""",
    ];

    [Test]
    public void GivenHalfASurrogatePair_EveryKindOfFileIsReported()
    {
        foreach (string text in s_texts)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            foreach (string name in (string[])["x.json", "config.json", "x.bin", "x", "model.safetensors.index.json", "trainer_state.json"])
            {
                Assert.That(() => Scanned.Bytes(bytes, name), Throws.Nothing, $"{text} as {name}");
                Assert.That(() => Scanned.Bytes(Zipped(name, bytes), "x.zip"), Throws.Nothing, $"{text} as {name} in a zip");
            }
            Assert.That(() => Scanned.Bytes(Zipped("config.json", bytes), "x.keras"), Throws.Nothing, $"{text} in a .keras");
        }
    }

    private static byte[] Zipped(string name, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }
        return stream.ToArray();
    }
}
