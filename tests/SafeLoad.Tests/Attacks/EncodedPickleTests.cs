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

    [Test]
    public void GivenPromisedPickleThatIsNone_ItIsNotClean() =>
        Assert.That(Scanned.Bytes("""{":serialized:": "AAAAAAAAAAAAAAAA"}"""u8.ToArray(), "data").Verdict, Is.Not.EqualTo(Verdict.Clean));
}
