using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Pickles in base64 in a text, as stable-baselines3 keeps a model's attributes: under any key, however they are spelled; and
/// honest texts in base64 beside them.</summary>
public sealed class EncodedPickleTests
{
    private static readonly (string Kind, byte[] Bytes)[] s_pickles =
    [
        ("protocol 2", Scanned.Call("zq_own", "thing").Stop()),
        ("protocol 4",
            PickleBuilder.Protocol(4).ShortText("zq_own").ShortText("thing").Op(PickleOpcode.StackGlobal).EmptyTuple().Reduce().Stop()),
        ("no protocol", "czq_own\nthing\n(tR."u8.ToArray()),
        ("no end", Scanned.Call("zq_own", "thing").Stop()[..^1]),
    ];

    // How the letters are written: Python's decoder passes over what is none.
    private static readonly (string Kind, bool IsStrict, Func<string, string> Write)[] s_spellings =
    [
        ("as it is", true, static text => text),
        ("without padding", true, static text => text.TrimEnd('=')),
        ("for addresses", true, static text => text.Replace('+', '-').Replace('/', '_')),
        ("in lines", true, static text => string.Join("\\n", text.Chunk(20).Select(static line => new string(line)))),
        ("with dots", false, static text => string.Concat(text.Select(static letter => "." + letter))),
        ("behind blanks", false, static text => "    " + text),
    ];

    private static readonly string[] s_texts =
    [
        """{"policy": {":type:": "<class 'x'>", ":serialized:": "@"}}""", """{"anything": "@"}""", """[[1, "@"]]""",
        "a: \"@\"\n", "- b:\n  - \"@\"\n", "a: !!binary \"@\"\n", """{"a": "@" /* twice read */}""",
    ];

    private static IEnumerable<string> Archives => Clothing.Archives.Keys;

    [TestCaseSource(nameof(Archives))]
    public void GivenPickleInBase64_WhatItCallsIsFound(string archive)
    {
        Assert.Multiple(() =>
        {
            foreach (var (kind, pickle) in s_pickles)
            {
                foreach (var (spelling, isStrict, write) in s_spellings)
                {
                    foreach (string text in s_texts)
                    {
                        // Letters between others are base64 to who asks for it, or behind PROTO.
                        if (!isStrict && kind == "no protocol" && !text.Contains(":serialized:", StringComparison.Ordinal)) continue;
                        string file = text.Replace("@", write(Convert.ToBase64String(pickle)), StringComparison.Ordinal);
                        foreach (var (encoding, encode) in Clothing.Encodings)
                        {
                            ScanReport report = Scanned.Bytes(Clothing.Archives[archive]("data", encode(file)), "data");
                            Finding? found = report.Findings.FirstOrDefault(static finding => finding.Global == "zq_own.thing");
                            Assert.That(found?.Location.Record ?? "", Does.Contain("(base64 at 0x"),
                                $"{kind}, {spelling}, {encoding}: {text}");
                        }
                    }
                }
            }
        });
    }

    [Test]
    public void GivenHonestBase64_ItIsCleanAndComplete()
    {
        byte[] honest = PickleBuilder.Protocol(2).Global("collections", "OrderedDict").EmptyTuple().Reduce().Stop();
        string plain = Convert.ToBase64String(Scanned.Benign);
        var text = new StringBuilder($$"""{"a": "{{Convert.ToBase64String(honest)}}", ":serialized:": "{{plain}}", "hashes": [0""");
        for (int i = 0; i < 20_000; i++)
            text.Append(", \"").Append(Convert.ToBase64String(SHA256.HashData(BitConverter.GetBytes(i)))).Append('"');
        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text.Append("]}").ToString()), "x.json");
        Assert.That((report.Verdict, report.Complete, report.Findings.Count), Is.EqualTo((Verdict.Clean, true, 0)));
        Assert.That(report.Globals.Select(static global => global.Name), Is.EqualTo(new[] { "OrderedDict" }));
    }

    // Every way in which Python writes bytes as letters.
    private static readonly (string Kind, Func<byte[], string> Write)[] s_codings =
    [
        ("base64", Convert.ToBase64String),
        ("hex", static bytes => Convert.ToHexString(bytes)),
        ("hex", static bytes => Convert.ToHexString(bytes).ToLowerInvariant()),
        ("base64", static bytes => "data:application/octet-stream;base64," + Convert.ToBase64String(bytes)),
        ("base64", static bytes => "b'" + Convert.ToBase64String(bytes) + "'"),
        ("base64", static bytes => Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)))),
        ("base64", static bytes => Convert.ToBase64String(Packed(bytes, static to => new GZipStream(to, CompressionLevel.Fastest)))),
        ("base64", static bytes => Convert.ToBase64String(Packed(bytes, static to => new ZLibStream(to, CompressionLevel.Fastest)))),
        ("hex", static bytes => Convert.ToHexString(Packed(bytes, static to => new GZipStream(to, CompressionLevel.Fastest)))),
        ("base32", Base32),
    ];

    // Languages that are neither JSON nor YAML, keys, and values of them.
    private static readonly (string Name, string Text)[] s_languages =
    [
        ("x.json", """{"a": "@"}"""), ("x.json", """{"_type": "CLOUDPICKLE_FALLBACK", "value": "@"}"""), ("x.json", """{"@": 1}"""),
        ("x.jsonl", "{\"a\": 1}\n{\"a\": \"@\"}\n"), ("x.yaml", "a: \"@\"\n"), ("x.toml", "a = \"@\"\n"), ("x.ini", "[a]\nb = @\n"),
        ("x.csv", "a,b\n1,@\n"), ("x.xml", "<a><b>@</b></a>\n"), ("x.html", "<p>text</p><img src=\"@\">"), ("x.env", "X=@\n"),
        ("x.md", "# x\n\n```\n@\n```\n"), ("x.txt", "@"), ("notes", "state = @\n"),
    ];

    [Test]
    public void GivenPickleInAnyLetters_WhatItCallsIsFoundInAnyLanguage() => Assert.Multiple(() =>
    {
        foreach (var (kind, pickle) in s_pickles)
        {
            foreach (var (coding, write) in s_codings)
            {
                string letters = write(pickle);
                foreach (var (name, text) in s_languages)
                {
                    ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text.Replace("@", letters, StringComparison.Ordinal)), name);
                    Finding[] found = [.. report.Findings.Where(static finding => finding.Global == "zq_own.thing")];
                    Assert.That(found, Is.Not.Empty, $"{kind}, {name}: {letters}");
                    Assert.That(found.Select(static finding => finding.Location.Record ?? ""), Has.All.Contain($"({coding} at 0x"), text);
                }
            }
        }
    });

    // Streams that are not unpacked here.
    [TestCase("04224D18")]
    [TestCase("28B52FFD")]
    public void GivenCompressedBytesOfAnotherKind_TheyAreNotScanned(string head)
    {
        byte[] bytes = [.. Convert.FromHexString(head), .. new byte[40]];
        foreach (var (name, text) in s_languages)
        {
            string file = text.Replace("@", Convert.ToBase64String(bytes), StringComparison.Ordinal);
            Assert.That(Scanned.Bytes(Encoding.UTF8.GetBytes(file), name).Complete, Is.False, name);
        }
    }

    // A pickle that is a text by itself, or has a character for each of its bytes.
    [TestCase("czq_own\\nthing\\n(tR.")]
    [TestCase("(S'x'\\nizq_own\\nthing\\n.")]
    [TestCase("\\u0080\\u0004\\u008c\\u0006zq_own\\u008c\\u0005thing\\u0093)R.")]
    [TestCase("b'\\\\x80\\\\x04\\\\x8c\\\\x06zq_own\\\\x8c\\\\x05thing\\\\x93)R.'")]
    public void GivenPickleAsText_WhatItCallsIsFound(string text) =>
        Assert.That(Scanned.Bytes(Encoding.UTF8.GetBytes("{\"a\": \"" + text + "\"}"), "x.json").Findings
            .Any(static finding => finding.Global == "zq_own.thing"));

    // Hashes, keys, pictures, words: all of them are letters.
    [Test]
    public void GivenLettersThatAreNoPickle_TheTextIsCleanAndComplete() => Assert.Multiple(() =>
    {
        foreach (var (_, write) in s_codings)
        {
            bool isPacked = write(new byte[1000]).Length < 1000;
            var text = new StringBuilder("name,value\n");
            for (int i = 0; i < 5_000; i++)
            {
                byte[] hash = SHA256.HashData(BitConverter.GetBytes(i));
                if (isPacked) hash = Encoding.ASCII.GetBytes(Convert.ToHexString(hash));
                else if (i % 50 == 0) hash = [0x80, 4, .. hash];
                text.Append(write(hash)).Append(isPacked ? ',' : i % 3 == 0 ? '\n' : ' ');
            }
            ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text.ToString()), "x.csv");
            Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), write([1, 2, 3]));
        }
    });

    [Test]
    public void GivenPromisedPickleThatIsNone_ItIsNotClean() =>
        Assert.That(Scanned.Bytes("""{":serialized:": "AAAAAAAAAAAAAAAA"}"""u8.ToArray(), "data").Verdict, Is.Not.EqualTo(Verdict.Clean));

    private static byte[] Packed(byte[] bytes, Func<Stream, Stream> open)
    {
        var packed = new MemoryStream();
        using (Stream stream = open(packed)) stream.Write(bytes);
        return packed.ToArray();
    }

    private static string Base32(byte[] bytes)
    {
        var letters = new StringBuilder();
        for (int bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            int value = 0;
            for (int i = bit; i < bit + 5; i++) value = value * 2 + (i < bytes.Length * 8 ? (bytes[i / 8] >> (7 - i % 8)) & 1 : 0);
            letters.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value]);
        }
        return letters.ToString();
    }
}
