using System.IO.Compression;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Archives in archives: what is found stays in the order of the bytes, and what one scanner cannot read ends that one
/// alone.</summary>
public sealed class WorkListTests
{
    private static readonly string[] s_kinds = ["zip", "tar", "gzip"];

    // An archive with something before the inner bytes and something behind them.
    private static byte[] Around(string kind, byte[] inner, string before, string behind)
    {
        byte[] first = Scanned.Call("one", before).Stop(), last = Scanned.Call("two", behind).Stop();
        return kind switch
        {
            "zip" => new ZipBuilder().Add("a.pkl", first).Add("b.dat", inner).Add("c.pkl", last).ToArray(),
            "tar" => Samples.Tar(("a.pkl", first), ("b.dat", inner), ("c.pkl", last)),
            _ => Gzip(Around("tar", inner, before, behind)),
        };
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    [Test]
    public void GivenArchivesInArchives_FindingsAreInTheOrderOfTheBytes(
        [ValueSource(nameof(s_kinds))] string outer,
        [ValueSource(nameof(s_kinds))] string middle,
        [ValueSource(nameof(s_kinds))] string inner)
    {
        byte[] bytes = Around(outer, Around(middle, Around(inner, Scanned.Evil, "c", "d"), "b", "e"), "a", "f");
        ScanReport report = Scanned.Bytes(bytes, "a.bin", new ScanOptions { MaxDepth = 12 });
        string[] names = [.. report.Globals.Select(static global => global.Name)];
        Assert.That(names, Is.EqualTo(new[] { "a", "b", "c", "system", "d", "e", "f" }));
        Assert.That(report.Findings.Count(static finding => finding.Global == "posix.system"), Is.EqualTo(1));
        Assert.That(report.Complete, Is.True);
    }

    // Every record that lies in another has a place that says which.
    [Test]
    public void GivenBrokenZipInArchives_ItsPlaceHasEveryShell([ValueSource(nameof(s_kinds))] string outer)
    {
        byte[] cut = new ZipBuilder().Add("x.pkl", Scanned.Evil).ToArray()[..^10];
        ScanReport report = Scanned.Bytes(Around(outer, cut, "a", "b"), "a.bin", new ScanOptions { MaxDepth = 12 });
        Finding broken = report.Findings.Single(static finding => finding.Message.Contains("no end record", StringComparison.Ordinal));
        Assert.That(broken.Location.Record, Does.EndWith("b.dat"));
        Assert.That(broken.Location.Record!.Contains('!', StringComparison.Ordinal), Is.EqualTo(outer == "gzip"));
    }

    [Test]
    public void GivenLimitInOneRecord_TheOthersAreScanned([ValueSource(nameof(s_kinds))] string outer)
    {
        var options = new ScanOptions { MaxDepth = 12, Limits = CheckpointLimits.Default with { MaxInflateRatio = 10 } };
        ScanReport report = Scanned.Bytes(Around(outer, Gzip(new byte[20 << 20]), "a", "b"), "a.bin", options);
        Assert.That(report.Globals.Select(static global => global.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.InflateRatioTooHigh));
        Assert.That(report.Complete, Is.False);
    }

    // Behind the last of so many shells nothing is looked at, and that is said.
    [Test]
    public void GivenMoreTailsThanAreFollowed_IsIncomplete([Values(10, 1000)] int tails)
    {
        byte[] zip = new ZipBuilder().Add("a.pkl", Scanned.Benign).ToArray();
        byte[] bytes = [.. Enumerable.Repeat(zip, tails).SelectMany(static one => one).Append((byte)0)];
        ScanReport report = Scanned.Bytes(bytes, "a.bin");
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    // zipfile finds it near the end of whatever file: what its records name counts, and what a limit hides is not known to be harmless.
    [Test]
    public void GivenZipInsideOfAPickle_WhatItHoldsCountsAndLimitsStay([Values] bool isEvil, [Values] bool hasBomb)
    {
        ZipBuilder zip = new ZipBuilder().Add("a.pkl", isEvil ? Scanned.Evil : Scanned.Call("own", "Net").Stop());
        if (hasBomb) zip.Add("b.gz", Gzip(new byte[20 << 20]));
        byte[] pickle = PickleBuilder.Protocol(4).Op(PickleOpcode.BinBytes, Counted(zip.ToArray())).Stop();
        var options = new ScanOptions { Limits = CheckpointLimits.Default with { MaxInflateRatio = 10 } };
        ScanReport report = Scanned.Bytes(pickle, "a.pkl", options);
        Assert.That(report.Verdict, Is.EqualTo(isEvil ? Verdict.Dangerous : Verdict.Suspicious));
        Assert.That(report.Complete, Is.EqualTo(!hasBomb));

        static byte[] Counted(byte[] bytes) => [.. BitConverter.GetBytes(bytes.Length), .. bytes];
    }

    // Its directory counts from a prefix on, and bytes follow it: to Python a zip all the same.
    [Test]
    public void GivenZipBetweenOtherBytes_WhatItHoldsCounts([Values(0, 1, 40)] int before, [Values(0, 1, 1000)] int after,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict, [Values] bool isArray)
    {
        byte[] pickle = verdict switch
        {
            Verdict.Clean => PickleBuilder.Protocol(2).Global("collections", "OrderedDict").EmptyTuple().Reduce().Stop(),
            Verdict.Suspicious => Scanned.Call("not_there", "nothing").Stop(),
            _ => Scanned.Evil,
        };
        byte[] zip = new ZipBuilder().Add("model.pkl", pickle).ToArray();
        byte[] file = [.. Enumerable.Repeat((byte)'x', before), .. zip, .. new byte[after]];
        string header = FormattableString.Invariant($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({file.Length},), }}");
        byte[] head = [0x93, .. "NUMPY\x01\0"u8, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header.PadRight(117) + "\n")];
        if (isArray) file = [.. head, .. file];
        ScanReport report = Scanned.Bytes(file, "x.zip");
        if (after > 0 && (before > 0 || isArray)) Assert.That(report.Verdict, Is.EqualTo(verdict));
        else Assert.That(report.Verdict, verdict == Verdict.Dangerous ? Is.EqualTo(verdict) : Is.LessThanOrEqualTo(Verdict.Suspicious));
        Assert.That(report.Globals.Select(static global => global.Name), Has.Some.EqualTo(verdict switch
        {
            Verdict.Clean => "OrderedDict",
            Verdict.Suspicious => "nothing",
            _ => "system",
        }));
    }
}
