using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Tags of YAML that construct or call: however they are spelled, wherever they stand; and where they are only text.</summary>
public sealed class YamlTagTests
{
    private const string Name = "zq_own.Thing";

    // How a tag is spelled: what has to stand before the document, and the tag.
    private static readonly (string Before, string Tag)[] s_spellings =
    [
        ("", "!!python/object/apply:" + Name),
        ("", "!!python/object/new:" + Name),
        ("", "!!python/object:" + Name),
        ("", "!!python/name:" + Name),
        ("", "!!python/module:" + Name),
        ("", "!!p%79thon/n%61me:" + Name),
        ("", "!<tag:yaml.org,2002:python/name:" + Name + ">"),
        ("", "!<tag:yaml.org,2002:python%2Fname:" + Name + ">"),
        ("%TAG !x! tag:yaml.org,2002:python/\n---\n", "!x!name:" + Name),
        ("%YAML 1.1\n%TAG ! tag:yaml.org,2002:\n---\n", "!python/name:" + Name),
        ("%TAG !! tag:yaml.org,2002:pyth\n---\n", "!!on/name:" + Name),
        ("%TAG !x! !app\n--- # begins\n", "!x!ly:" + Name),
        ("", "!apply:" + Name),
        ("", "!new:" + Name),
        ("", "!name:" + Name),
        ("", "!module:" + Name),
        ("", "!include:" + Name),
        ("", "!zqword:" + Name),
        ("", "!ruby/object:" + Name),
        ("", "!!" + Name),
    ];

    // Where a tag stands.
    private static readonly string[] s_places =
    [
        "@ ''\n", "a: @ ''\n", "a:\n  @\n    b: 1\n", "- @ [1]\n", "- - @ {a: 1}\n", "a: [1, @ '', 2]\n", "{a: @ '' }\n", "a: &n @ ''\n",
        "a: @ &n ''\n", "@ a: b\n", "a: b\n@ c: d\n", "? @ ''\n: x\n", "a: # text\n  @ ''\n", "a: 'x'\nb: \"y\"\nc: @ ''\n",
        "a: |\n  text\nb: @ ''\n", "a: >-\n  it's\n\n  \"more\nb: @ ''\n", "a: text\n  it's \"more\nb: @ ''\n", "a: x#y\nb: @ ''\n",
        "a: {b: c, d: \"#\"}\ne: @ ''\n", "a: 'it''s'\nb: @ ''\n", "a: \"\\\"\"\nb: @ ''\n", "- |2\n    x\n- @ ''\n", "a: |\nb: @ ''\n",
        "a: &x 1\nb: *x\nc: @ ''\n", "[a]: b\nc: @ ''\n", "a: http://x/#y\nb: @ ''\n", "a:\n- |\n it's\n- @ ''\n",
    ];

    // Where a tag is text. The mark stands for it.
    private static readonly string[] s_texts =
    [
        "# @ ''\n", "a: 1 # @ ''\n", "a: '@ x'\n", "a: \"@ x\"\n", "a: \"x\n  @ y\"\n", "a: |\n  @ x\n", "a: >\n\n   @ x\nb: 1\n",
        "a: |1\n  @ x\n", "a: text @ x\n", "a: text\n  @ x\n", "- |\n  x\n\n  @ y\n", "a: x!@ y\n", "a: {b: '@', c: \"@\"}\n",
        "a: |-\n    x\n   # y\nb: '@'\n",
    ];

    [Test]
    public void GivenTagThatCalls_ItIsFoundHoweverItIsSpelledAndWhereverItStands()
    {
        int shapes = 0;
        Assert.Multiple(() =>
        {
            foreach (var (before, tag) in s_spellings)
            {
                foreach (string place in s_places)
                {
                    foreach (string lines in (string[])["\n", "\r\n", "\r"])
                    {
                        string text = before + place.Replace("@", tag, StringComparison.Ordinal);
                        text = text.Replace("\n", lines, StringComparison.Ordinal);
                        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text), "notes");
                        Assert.That(report.Findings.Any(static finding => finding.Verdict == Verdict.Suspicious
                            && finding.Message.Contains(Name, StringComparison.Ordinal) && finding.Location.Offset is not null), text);
                        shapes++;
                    }
                }
            }
        });
        Assert.That(shapes, Is.EqualTo(s_spellings.Length * s_places.Length * 3));
    }

    [Test]
    public void GivenTagInsideOfText_ThereIsNoAlarm()
    {
        Assert.Multiple(() =>
        {
            foreach (var (_, tag) in s_spellings)
            {
                foreach (string place in s_texts)
                {
                    foreach (string name in (string[])["notes", "conf.yaml"])
                    {
                        string text = place.Replace("@", tag, StringComparison.Ordinal);
                        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text), name);
                        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), text);
                    }
                }
            }
        });
    }

    // Bytes of every kind, also behind a beginning that is text: each is read to its end, and none of them takes a step back.
    [Test]
    public void GivenAnyBytesBehindText_TheyAreReadToTheirEnd()
    {
        string[] starts = ["", "a: ", "- ", "[", "{a: ", "'", "\"", "|\n ", "!", "&", "*", "? ", "%TAG ", "a\n", "--- "];
        foreach (string start in starts)
        {
            foreach (string end in (string[])["", "\n", " x", "\n  y: z", "]", ": "])
            {
                for (int value = 0; value < 256; value++)
                {
                    byte[] text =
                        [.. Encoding.UTF8.GetBytes(new string('#', 600) + "\n" + start), (byte)value, .. Encoding.UTF8.GetBytes(end)];
                    Assert.That(Scanned.Bytes(text, "conf.yaml").BytesNotLookedAt, Is.Zero);
                }
            }
        }
    }

    // Values of the standard library, as hyperparameters have them; and what only begins as those do.
    [TestCase("collections.OrderedDict", Verdict.Clean)]
    [TestCase("collections.defaultdict", Verdict.Clean)]
    [TestCase("pathlib.PosixPath", Verdict.Clean)]
    [TestCase("datetime.timedelta", Verdict.Clean)]
    [TestCase("collections.zq", Verdict.Suspicious)]
    [TestCase("collectionszq.OrderedDict", Verdict.Suspicious)]
    [TestCase("pathlib.os.system", Verdict.Dangerous)]
    [TestCase("pathlib.PosixPath.unlink", Verdict.Dangerous)]
    [TestCase("collections.namedtuple", Verdict.Dangerous)]
    [TestCase("torch._utils._rebuild_tensor_v2", Verdict.Suspicious)]
    public void GivenTagOfAName_OnlyPlainValuesPass(string name, Verdict verdict) => Assert.Multiple(() =>
    {
        foreach (string tag in (string[])["object/apply:", "object/new:", "object:", "name:"])
        {
            byte[] text = Encoding.UTF8.GetBytes($"a: !!python/{tag}{name} [x]\n");
            Assert.That(Scanned.Bytes(text, "x.yaml").Verdict, Is.EqualTo(verdict), tag);
        }
    });

    // Of what no parser reads nothing is said, unless the file is called YAML.
    [TestCase("notes", Verdict.Clean)]
    [TestCase("notes.yml", Verdict.Suspicious)]
    public void GivenTextThatIsNoYaml_ItsNameDecides(string name, Verdict verdict) =>
        Assert.That(Scanned.Bytes("a: !!python/name:zq_own.Thing ''\n`b`\n"u8.ToArray(), name).Verdict, Is.EqualTo(verdict));
}
