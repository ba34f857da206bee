using System.IO.Compression;
using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Streams of zlib that state another window than 32 KiB: whoever unpacks them takes them, whatever their first bytes are to
/// others.</summary>
public sealed class ZlibWindowTests
{
    // Window bits minus 8, and the level; the rest of the second byte makes both of them a multiple of 31.
    private static byte[] Stream(int window, int level, byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal)) zlib.Write(content);
        byte[] stream = packed.ToArray();
        stream[0] = (byte)(window << 4 | 8);
        stream[1] = (byte)(level << 6);
        stream[1] += (byte)(31 - (stream[0] << 8 | stream[1]) % 31);
        return stream;
    }

    [Test]
    public void GivenAStreamOfAnyWindow_WhatItHoldsIsScanned([Range(0, 7)] int window, [Range(0, 3)] int level,
        [Values("x", "x.bin", "x.dat", "x.joblib")] string name)
    {
        ScanReport report = Scanned.Bytes(Stream(window, level, Scanned.Call("not_there", "nothing").Stop()), name);
        Assert.That(report.Globals.Select(static global => global.Module), Does.Contain("not_there"));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    // Words that begin with the same two bytes.
    [Test]
    public void GivenATextThatBeginsLikeOne_ItIsClean([Values("hC", "HK", "8O", "(S", "XG")] string start)
    {
        ScanReport report = Scanned.Bytes(Encoding.ASCII.GetBytes(start + " is how this text begins, and on it goes\n"), "notes.txt");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }
}
