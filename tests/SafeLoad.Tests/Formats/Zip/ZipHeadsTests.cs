using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Zip;

/// <summary>Archives of so many records that their heads are read by several threads: all is found that is found in small ones.</summary>
public sealed class ZipHeadsTests
{
    private const int Count = ZipHeads.Worth + 200;

    // So far from each other that the next head is not read with one.
    private static readonly byte[] s_content = new byte[(1 << 16) + 100];

    [Test]
    public void GivenManyRecords_TheirDataAreFound([Values] bool descriptor)
    {
        using var source = new MemoryByteSource(Archive(static entry => entry, descriptor));
        var problems = new ZipProblems();
        ZipDirectory directory = ZipDirectory.Read(source, new Budget(CheckpointLimits.Default), problems);
        ZipConsistency.CheckRecords(source, directory, problems);
        Assert.That(problems.ToList(null), Is.Empty);
        for (int i = 0; i < Count; i++)
        {
            var record = directory.Records[i];
            Assert.That(record.DataOffset, Is.GreaterThan(record.HeaderOffset + 30));
            Assert.That(record.Head, Is.EqualTo((ulong)i));
        }
    }

    [TestCase(0)]
    [TestCase(700)]
    [TestCase(Count - 1)]
    public void GivenHeadThatLies_ItIsReported(int index)
    {
        byte[] archive = Archive(entry => entry.Name == $"archive/{index}" ? entry with { LocalSize = 5 } : entry);
        MalformedCheckpointException problem = Problems(archive).Single();
        Assert.That((problem.Id, problem.Location.Record), Is.EqualTo((DiagnosticId.HeaderMismatch, $"archive/{index}")));
    }

    [Test]
    public void GivenRecordThatTheDirectoryDoesNotList_ItIsReported()
    {
        byte[] archive = Archive(static entry => entry.Name == "archive/900" ? entry with { Hidden = true } : entry);
        Assert.That(Problems(archive).Select(static problem => problem.Id), Is.EqualTo(new[] { DiagnosticId.HiddenRecord }));
    }

    [Test]
    public void GivenSourceThatCannotBeRead_TheErrorIsTheSources()
    {
        byte[] archive = Archive(static entry => entry);
        using var whole = new MemoryByteSource(archive);
        ZipDirectory directory = ZipDirectory.Read(whole, new Budget(CheckpointLimits.Default), new ZipProblems());
        using var broken = new BrokenSource(archive);
        Assert.That(Assert.Throws<IOException>(() => ZipConsistency.CheckRecords(broken, directory, new ZipProblems()))!.Message,
            Is.EqualTo("the disk"));
    }

    private static IReadOnlyList<MalformedCheckpointException> Problems(byte[] archive)
    {
        using var source = new MemoryByteSource(archive);
        var problems = new ZipProblems();
        ZipConsistency.CheckRecords(source, ZipDirectory.Read(source, new Budget(CheckpointLimits.Default), problems), problems);
        return problems.ToList(null);
    }

    private static byte[] Archive(Func<ZipBuilder.Entry, ZipBuilder.Entry> with, bool descriptor = false)
    {
        var builder = new ZipBuilder();
        for (int i = 0; i < Count; i++)
        {
            byte[] content = [.. s_content];
            BitConverter.TryWriteBytes(content, (long)i);
            builder.Add(with(new ZipBuilder.Entry($"archive/{i}", content) { Descriptor = descriptor }));
        }
        return builder.ToArray();
    }

    // A disk with a bad place in the middle.
    private sealed class BrokenSource(byte[] bytes) : ByteSource
    {
        public override long Length => bytes.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            if (offset > bytes.Length / 2 && offset < (bytes.Length / 2) + (1 << 18)) throw new IOException("the disk");
            int count = (int)Math.Min(destination.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(destination);
            return count;
        }
    }
}
