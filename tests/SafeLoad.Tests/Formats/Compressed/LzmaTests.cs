using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Compressed;
using SafeLoad.IO;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Compressed;

/// <summary>What liblzma packed comes out as it was; what is broken says so, and what came out before stays.</summary>
public sealed class LzmaTests
{
    private static readonly byte[] s_plain = File.ReadAllBytes(Fixtures.PathOf("lzma/plain.bin"));

    private static IEnumerable<string> Streams() =>
        Directory.EnumerateFiles(Fixtures.PathOf("lzma")).Select(static path => Path.GetFileName(path))
            .Where(static name => name is not ("plain.bin" or "zeros.xz")).Order();

    [TestCaseSource(nameof(Streams))]
    public void GivenWhatLiblzmaPacked_GivesItsBytes(string name)
    {
        byte[] packed = File.ReadAllBytes(Fixtures.PathOf("lzma/" + name));
        byte[] given = Unpack([.. packed, .. "behind"u8], out long consumed, out SafeLoadException? problem);
        Assert.That(problem, Is.Null);
        Assert.That(given.AsSpan().SequenceEqual(s_plain));
        Assert.That(consumed, Is.EqualTo(packed.Length));
    }

    [TestCaseSource(nameof(Streams))]
    public void GivenOneCutShort_GivesWhatCameBefore(string name)
    {
        byte[] packed = File.ReadAllBytes(Fixtures.PathOf("lzma/" + name));
        int most = 0;
        for (int length = 1; length < 8; length++)
        {
            byte[] given = Unpack(packed[..(packed.Length * length / 8)], out _, out SafeLoadException? problem);
            Assert.That(problem, Is.InstanceOf<MalformedCheckpointException>().Or.Null, $"{length} eighths");
            Assert.That(s_plain.AsSpan().StartsWith(given), $"{length} eighths");
            most = Math.Max(most, given.Length);
        }
        Assert.That(most, Is.GreaterThan(2000));
    }

    // Every byte of the container and of its blocks is proven by some checksum.
    [Test]
    public void GivenAnyByteOfXzThatIsAnother_IsMalformed(
        [Values("preset6.xz", "preset0_crc32.xz", "preset9e_sha256.xz", "blocks_sized.xz")] string name)
    {
        byte[] packed = File.ReadAllBytes(Fixtures.PathOf("lzma/" + name));
        for (int at = 6; at < packed.Length; at += at < 100 || at > packed.Length - 100 ? 1 : 97)
        {
            byte[] other = [.. packed];
            other[at] ^= 0x10;
            Unpack(other, out _, out SafeLoadException? problem);
            Assert.That(problem, Is.InstanceOf<MalformedCheckpointException>().Or.InstanceOf<UnsupportedCheckpointException>(),
                $"byte {at}");
        }
    }

    [Test]
    public void GivenAnyBytesBehindTheHead_EndsWithinWhatItHas()
    {
        var random = new Random(5);
        byte[] head = File.ReadAllBytes(Fixtures.PathOf("lzma/preset6.lzma"))[..14];
        for (int i = 0; i < 3000; i++)
        {
            byte[] packed = new byte[random.Next(300)];
            random.NextBytes(packed);
            Unpack([.. head, .. packed], out long consumed, out _);
            Assert.That(consumed, Is.LessThanOrEqualTo(head.Length + packed.Length));
        }
    }

    [Test]
    public void GivenCrc64_IsThatOfXz() => Assert.That(Crc64.Append(0, "123456789"u8), Is.EqualTo(0x995DC9BBDF1939FA));

    [Test]
    public void GivenCrc64InTwo_IsThatOfTheWhole() =>
        Assert.That(Crc64.Append(Crc64.Append(0, "1234"u8), "56789"u8), Is.EqualTo(Crc64.Append(0, Encoding.ASCII.GetBytes("123456789"))));

    private static byte[] Unpack(byte[] packed, out long consumed, out SafeLoadException? problem)
    {
        using var source = new MemoryByteSource(packed);
        using ByteSource given = Codecs.Unpack(
            Codec.Lzma, source, new Budget(CheckpointLimits.Default), default, out consumed, out problem);
        byte[] bytes = new byte[given.Length];
        given.ReadExactly(0, bytes);
        return bytes;
    }
}
