using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Archives that claim or unfold more than they are.</summary>
public sealed class ZipBombTests
{
    private const long Bound = 1 << 20;

    [TestCase(1L << 40, 0L, DiagnosticId.TooManyRecords)]
    [TestCase(1L << 40, 1L << 50, DiagnosticId.ArchivePrefix)]
    [TestCase(long.MaxValue, 0L, DiagnosticId.TooManyRecords)]
    [TestCase(-1L, 0L, DiagnosticId.TooManyRecords)]
    [TestCase(1000L, 1_600_000_000L, DiagnosticId.ArchivePrefix)]
    [TestCase(0L, 1_600_000_000L, DiagnosticId.ArchivePrefix)]
    [TestCase(0L, -1L, DiagnosticId.ArchivePrefix)]
    [TestCase(999_999L, 0L, DiagnosticId.ZipDirectoryBroken)]
    public void GivenClaimsOf98Bytes_NothingIsAllocatedForThem(long count, long size, DiagnosticId id)
    {
        byte[] file = EndRecords(count, size);
        Assert.That(file, Has.Length.EqualTo(98));
        long allocated = Cost.AllocatedBy(() =>
        {
            ZipReading zip = ZipReading.Of(new MemoryByteSource(file), new Budget(CheckpointLimits.Default));
            Assert.That((zip.Problems.FirstOrDefault() ?? zip.Failure)!.Id, Is.EqualTo(id));
        });
        Assert.That(allocated, Is.LessThan(Bound));
    }

    [Test]
    public void GivenStorageThatInflatesAThousandfold_IsRefusedWithoutInflatingIt()
    {
        byte[] zeros = new byte[17 << 20];
        byte[] file =
            new ZipBuilder().Add("archive/data.pkl", Samples.PickleOf(static pickle => pickle.Vector("ByteStorage", "0", 17 << 20)))
            .Add(new ZipBuilder.Entry("archive/data/0", zeros) { Deflate = true }).Add("archive/version", "3").ToArray();
        long allocated = Cost.AllocatedBy(() =>
        {
            var problem = Refusal.Of<LimitExceededException>(file, DiagnosticId.InflateRatioTooHigh);
            Assert.That(problem.Location.Record, Is.EqualTo("archive/data/0"));
        });
        Assert.That(allocated, Is.LessThan(Bound));
    }

    [Test]
    public void GivenPickleThatInflatesAThousandfold_IsRefusedWithoutInflatingIt()
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", new byte[20 << 20]) { Deflate = true })
            .Add("archive/version", "3").ToArray();
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.InflateRatioTooHigh)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenManySmallBombs_TheirSumIsLimited()
    {
        // Each is below the size from which the ratio counts.
        var zip = new ZipBuilder().Add("archive/data.pkl", Samples.PickleOf(static pickle =>
        {
            pickle.Mark();
            for (int i = 0; i < 8; i++)
                pickle.Storage("ByteStorage", i.ToString(System.Globalization.CultureInfo.InvariantCulture), 1 << 20);
            pickle.Tuple();
        }));
        for (int i = 0; i < 8; i++) zip.Add(new ZipBuilder.Entry($"archive/data/{i}", new byte[1 << 20]) { Deflate = true });
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxInflatedBytes = 4 << 20 } };
        byte[] file = zip.Add("archive/version", "3").ToArray();
        Assert.That(
            Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.InflatedTooLarge, options)), Is.LessThan(Bound));
        Assert.That(() => Checkpoint.Open(file).Dispose(), Throws.Nothing);
    }

    [Test]
    public void GivenDeflatedRecordThatLiesAboutItsSize_MemoryGrowsWithWhatComesOut()
    {
        // 16 MiB are claimed, 5 bytes come out.
        byte[] file = new ZipBuilder()
            .Add(new ZipBuilder.Entry("archive/data.pkl", "hello"u8.ToArray()) { Deflate = true, Size = 16 << 20 })
            .Add("archive/version", "3").ToArray();
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.BadCompressedData)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenRecordsThatAllClaimTheSameBytes_AreRefused()
    {
        // The overlapping bomb: one compressed kernel, listed again and again.
        var zip = new ZipBuilder().Add("archive/data.pkl", Samples.Pickle);
        for (int i = 0; i < 1000; i++) zip.Add(new ZipBuilder.Entry($"archive/data/{i}", []) { HeaderOffset = 0 });
        byte[] file = zip.Add("archive/version", "3").ToArray();
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.OverlappingRecords)), Is.LessThan(4 * Bound));
    }

    // A zip64 end record, its locator and an end record, 98 bytes in all, with this count and size of a directory at 0.
    private static byte[] EndRecords(long count, long size)
    {
        byte[] file = new ZipBuilder { Zip64 = true }.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(24), count);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(32), count);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), size);
        file.AsSpan(76 + 8, 12).Fill(0xFF);
        return file;
    }
}
