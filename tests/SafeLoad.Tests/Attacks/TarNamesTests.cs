using System.Text;
using SafeLoad.Formats.Tar;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Tars whose readers find other members than each other: names and links that several headers give, numbers that are spelled in other
/// ways, links that lead out only together. The product of ways and of what is hidden.
/// </summary>
public sealed class TarNamesTests
{
    private const string Inside = "inside.txt", Outside = "../../nowhere";

    // Headers before a member: a name that one reader believes, and one that another does.
    private static readonly Dictionary<string, Func<TarBuilder, string, string, bool, TarBuilder>> s_ways = new()
    {
        ["two records"] = static (tar, one, two, isLink) => tar.Pax('x', (Key(isLink), one), (Key(isLink), two)),
        ["a comment"] = static (tar, one, two, isLink) => tar.Pax('x', ("comment", $"a {Key(isLink)}={one}"), (Key(isLink), two)),
        ["two headers"] = static (tar, one, two, isLink) => tar.Pax('x', (Key(isLink), one)).Pax('x', (Key(isLink), two)),
        ["GNU before pax"] = static (tar, one, two, isLink) => tar.Long(isLink ? 'K' : 'L', one).Pax('x', (Key(isLink), two)),
        ["pax before GNU"] = static (tar, one, two, isLink) => tar.Pax('x', (Key(isLink), one)).Long(isLink ? 'K' : 'L', two),
        ["Solaris"] = static (tar, one, two, isLink) => tar.Pax('X', (Key(isLink), one)).Pax('x', (Key(isLink), two)),
        ["global"] = static (tar, one, two, isLink) => tar.Pax('g', (Key(isLink), one)).Pax('x', (Key(isLink), two)),
        ["global alone"] = static (tar, one, two, isLink) =>
            tar.Pax('g', (Key(isLink), two)).Add("first", content: "x"u8.ToArray()),
        ["one header"] = static (tar, _, two, isLink) => tar.Pax('x', (Key(isLink), two)),
        ["Solaris alone"] = static (tar, _, two, isLink) => tar.Pax('X', (Key(isLink), two)),
        ["GNU alone"] = static (tar, _, two, isLink) => tar.Long(isLink ? 'K' : 'L', two),
    };

    private static IEnumerable<string> Ways() => s_ways.Keys;

    private static string Key(bool isLink) => isLink ? "linkpath" : "path";

    [Test]
    public void GivenANameOrLinkThatSomeReaderTakesOut_IsFound([ValueSource(nameof(Ways))] string way, [Values] bool isLink,
        [Values] bool isFirst, [Values('1', '2')] char link)
    {
        TarBuilder tar = s_ways[way](new TarBuilder(), isFirst ? Outside : Inside, isFirst ? Inside : Outside, isLink);
        byte[] file = isLink ? tar.Add("a", link, "b").ToArray() : tar.Add("a", content: "x"u8.ToArray()).ToArray();
        bool isHidden = !isFirst || (way is not ("one header" or "a comment") && !way.EndsWith("alone"));
        ScanReport report = Scanned.Bytes(file, "x.tar");
        Assert.That(report.Verdict, isHidden || way == "global alone" ? Is.Not.EqualTo(Verdict.Clean) : Is.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenHeadersThatAgree_TheFileIsClean([Values("two headers", "GNU before pax", "one header", "GNU alone")] string way,
        [Values] bool isLink)
    {
        TarBuilder tar = s_ways[way](new TarBuilder(), Inside, Inside, isLink).Add("a", isLink ? '2' : '0', isLink ? "b" : "");
        ScanReport report = Scanned.Bytes(tar.Add("b", content: "x"u8.ToArray()).ToArray(), "x.tar");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [TestCase("11 path=a.pkl")]
    [TestCase("99 path=a.pkl\n")]
    [TestCase("14 path=a.pkl\nx")]
    [TestCase("+14 path=a.pkl\n")]
    [TestCase("14 patha.pkll\n")]
    public void GivenAHeaderThatIsNoRecords_IsFound(string text)
    {
        TarBuilder tar = new TarBuilder().Add("pax", 'x', content: Encoding.ASCII.GetBytes(text));
        byte[] file = tar.Add("a", content: "x"u8.ToArray()).ToArray();
        Assert.That(Scanned.Bytes(file, "x.tar").Verdict, Is.Not.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenAPrefixThatIsNone_ItsNameIsLookedAtToo([Values("ustar  \0", "", "ustar\00000")] string magic) =>
        Assert.That(Scanned.Bytes(new TarBuilder().Add("a", prefix: "../..", magic: magic).ToArray(), "x.tar").Ids(),
            Does.Contain(DiagnosticId.UnsafeRecordName));

    private static IEnumerable<TestCaseData> Sums()
    {
        yield return Row("Digits", static sum => Octal(sum) + "\0 ", true);
        yield return Row("Spaces", static sum => " " + Octal(sum) + " ", true);
        yield return Row("Nul", static sum => Octal(sum) + "\0x", true);
        yield return Row("Binary", static sum => "\u0080\0\0\0\0\0" + (char)(sum >> 8) + (char)(sum & 0xFF), true);
        yield return Row("Prefix", static sum => "0o" + Octal(sum), false);
        yield return Row("PrefixLine", static sum => "0O_" + Octal(sum)[1..], false);
        yield return Row("Line", static sum => Octal(sum)[..2] + "_" + Octal(sum)[2..], false);
        yield return Row("Sign", static sum => "+" + Octal(sum), false);
        yield return Row("Lines", static sum => "\n" + Octal(sum) + "\t", false);
        yield return Row("Tabs", static sum => "\v" + Octal(sum) + "\f", false);
        yield return Row("NulBefore", static sum => "\0" + Octal(sum), false);

        static string Octal(int sum) => Convert.ToString(sum, 8).PadLeft(6, '0');
        static TestCaseData Row(string name, Func<int, string> write, bool isPlain) =>
            new TestCaseData(write, isPlain).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Sums))]
    public void GivenAChecksumInAnySpelling_TheMembersAreScanned(Func<int, string> write, bool isPlain)
    {
        byte[] file = new TarBuilder { Checksum = write }.Add("model.pkl", content: Scanned.Evil).ToArray();
        ScanReport report = Scanned.Bytes(file, "x");
        Assert.That((report.Verdict, report.Format), Is.EqualTo((Verdict.Dangerous, CheckpointFormat.Tar)));
        report = Scanned.Bytes(new TarBuilder { Checksum = write }.Add("a.txt", content: "x"u8.ToArray()).ToArray(), "x");
        Assert.That(report.Verdict, isPlain ? Is.EqualTo(Verdict.Clean) : Is.Not.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenASizeInAnotherSpelling_IsFound([Values("0o4\0", "+4\0", "0_4\0", "\n4\0", "4x\0")] string size)
    {
        byte[] file = new TarBuilder().Add("a.txt", content: "text"u8.ToArray(), size: size).ToArray();
        Assert.That(Scanned.Bytes(file, "x.tar").Verdict, Is.Not.EqualTo(Verdict.Clean));
    }

    // Python takes no bytes behind such a name for content: what stands there are headers.
    [Test]
    public void GivenAFolderByItsSlash_WhatStandsBehindIsReadAsMembersToo()
    {
        byte[] inner = new TarBuilder().Add("model.pkl", content: Scanned.Evil).ToArray();
        byte[] file = new TarBuilder().Add("a/", '\0', content: inner).ToArray();
        Assert.That(Scanned.Bytes(file, "x.tar").Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    [Test]
    public void GivenManyMembers_TheFileIsClean()
    {
        var tar = new TarBuilder();
        for (int i = 0; i <= 10_000; i++) tar.Add("x/" + i);
        ScanReport report = Scanned.Bytes(tar.ToArray(), "x.tar");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    // Who unpacks it passes over what is no header.
    [Test]
    public void GivenOtherBytesBeforeTheFirstHeader_TheMembersAreScanned([Values("x.tar", "x.tar.gz", "x.TGZ")] string name,
        [Values("zeros", "text", "a header whose sum is wrong")] string before)
    {
        byte[] tar = new TarBuilder().Add("model.pkl", content: Scanned.Evil).ToArray();
        byte[] first = before == "zeros" ? new byte[1024] : before == "text" ? [.. Encoding.ASCII.GetBytes(new string('x', 511) + "\n")]
            : new TarBuilder { Checksum = static _ => "000001" }.Add("a").ToArray()[..512];
        byte[] file = [.. first, .. tar];
        ScanReport report = Scanned.Bytes(name == "x.tar" ? file : KindSamples.Gzip(file), name);
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    // A file is what a reader makes of the last of: links, each by its name and where it leads, and a member.
    private static IEnumerable<TestCaseData> Chains()
    {
        yield return Row("FolderAndUp", true, ["s=.", "s/l=../"], "s/l/x");
        yield return Row("LinkAndUp", true, ["x=.", "y=x/.."], "y/x");
        yield return Row("LinkAndUpAlone", true, ["x=.", "y=x/.."], "z");
        yield return Row("UpBeforeTheLink", true, ["y=x/..", "x=."], "z");
        yield return Row("BehindALink", true, ["x=y"], "x/a");
        yield return Row("BehindALinkInCapitals", true, ["x=y"], "X/a");
        yield return Row("BehindALinkWithDots", true, ["x=y"], "./x//a");
        yield return Row("DotBefore", true, ["./l=.."], "z");
        yield return Row("DotsBefore", true, ["././l=../x"], "z");
        yield return Row("SlashesBefore", true, ["a//l=../.."], "z");
        yield return Row("DotInside", true, ["./a/l=../.."], "z");
        yield return Row("Drive", true, ["l=C:x"], "z");
        yield return Row("DotsStay", false, ["./a/l=../b"], "b");
        yield return Row("Beside", false, ["x=y"], "y/a");
        yield return Row("SameBeginning", false, ["x=y"], "xy/a");
        yield return Row("LinkToALink", false, ["x=y", "z=x"], "y");
        yield return Row("ThroughAndDown", false, ["x=y", "z=x/a"], "y/a");
        yield return Row("UpAndDown", false, ["a/b/x=../../c/d"], "c/d");

        static TestCaseData Row(string name, bool isFound, string[] links, string member) =>
            new TestCaseData(links, member, isFound).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Chains))]
    public void GivenLinksThatLeadOutTogether_AreFound(string[] links, string member, bool isFound)
    {
        var tar = new TarBuilder();
        var zip = new ZipBuilder();
        foreach (string[] link in links.Select(static link => link.Split('=')))
        {
            tar.Add(link[0], '2', link[1]);
            zip.Add(new ZipBuilder.Entry(link[0], Encoding.ASCII.GetBytes(link[1])) { Mode = 0xA1FF });
        }
        byte[] content = "x"u8.ToArray();
        tar.Add(member, content: content);
        ScanReport[] reports = [Scanned.Bytes(tar.ToArray(), "x.tar"), Scanned.Bytes(zip.Add(member, content).ToArray(), "x.zip")];
        foreach (ScanReport report in reports)
        {
            if (isFound) Assert.That(report.Verdict, Is.Not.EqualTo(Verdict.Clean));
            Assert.That(report.Ids().Contains(DiagnosticId.UnsafeMember), Is.EqualTo(isFound), report.FormatName);
            if (!isFound) Assert.That(report.Verdict, Is.EqualTo(Verdict.Clean), report.FormatName);
        }
    }

    // A hard link to a symbolic one is that link at another place, from where its target leads elsewhere.
    private static IEnumerable<TestCaseData> HardLinks()
    {
        yield return Row("Root", true, "a/b/s>../..", "h=a/b/s");
        yield return Row("Dots", true, "a/b/s>../..", "h=./a//b/s");
        yield return Row("Capitals", true, "a/b/s>../..", "h=A/b/S");
        yield return Row("HardLinkToAHardLink", true, "a/b/s>../..", "a/b/t=a/b/s", "h=a/b/t");
        yield return Row("AFolderHigher", true, "a/b/s>../../c", "a/h=a/b/s", "x");
        yield return Row("BehindALink", true, "a/b/s>../..", "l>a/b", "h=l/s");
        yield return Row("BehindAHardLink", true, "a/b/s>../..", "a/b/l>.", "a/b/m=a/b/l", "h=a/b/m/s");
        yield return Row("TwoOfOneName", true, "a/b/s>../..", "h=a/b/s", "a/b/s>c");
        yield return Row("MemberBehindTheHardLink", true, "s>d", "h=s", "h/x");
        yield return Row("SameFolder", false, "a/b/s>../..", "a/b/h=a/b/s");
        yield return Row("DeeperFolder", false, "a/s>../b", "a/c/h=a/s");
        yield return Row("Stays", false, "a/b/s>../c", "a/h=a/b/s", "c/x");
        yield return Row("ToAFile", false, "a/f", "h=a/f", "s>h");
        yield return Row("Before", false, "h=a/s", "x");

        static TestCaseData Row(string name, bool isFound, params string[] members) =>
            new TestCaseData(members, isFound).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(HardLinks))]
    public void GivenHardLinksToLinks_ThoseThatLeadOutAreFound(string[] members, bool isFound)
    {
        foreach (bool isLong in (bool[])[false, true])
        {
            var tar = new TarBuilder();
            foreach (string member in members)
            {
                int at = member.IndexOfAny(['>', '=']);
                if (at < 0) tar.Add(member, content: "x"u8.ToArray());
                else if (isLong) tar.Pax('x', ("linkpath", member[(at + 1)..])).Add(member[..at], member[at] == '>' ? '2' : '1');
                else tar.Add(member[..at], member[at] == '>' ? '2' : '1', member[(at + 1)..]);
            }
            ScanReport report = Scanned.Bytes(tar.ToArray(), "x.tar");
            Assert.That(report.Ids().Contains(DiagnosticId.UnsafeMember), Is.EqualTo(isFound), $"{isLong}");
            if (!isFound) Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
        }
    }

    // Each is compared with each: thousands of both would be millions of comparisons.
    [Test]
    public void GivenThousandsOfNamesAndLinks_FewAreKept([Values] bool isLink, [Values("one header", "many headers", "GNU")] string way)
    {
        var extensions = new TarExtensions();
        for (int i = 0; i < 5000; i++)
        {
            string name = "x" + i % 2500;
            string? problem = way == "GNU" ? extensions.Read(isLink ? 'K' : 'L', Encoding.ASCII.GetBytes(name))
                : extensions.Read('x', Encoding.ASCII.GetBytes(Records(name, way == "one header" ? 10 : 1)));
            Assert.That(problem is null, Is.EqualTo(i % 2500 == 0 && way != "one header"));
        }
        Assert.That((isLink ? extensions.Links : extensions.Names).Count, Is.InRange(2, 20));

        string Records(string name, int count) => string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            string rest = $" {Key(isLink)}={name}{(i == 0 ? "" : "y" + i)}\n";
            return rest.Length + 2 + rest;
        }));
    }
}
