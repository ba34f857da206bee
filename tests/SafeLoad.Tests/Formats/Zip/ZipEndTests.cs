using System.Buffers.Binary;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Zip;

public sealed class ZipEndTests
{
    private const int EndSize = 22, LocatorSize = 20, End64Size = 56;

    [Test]
    public void GivenNoEndRecord_IsTruncated() =>
        Refusal.MalformedAndFound(Samples.Zip.ToArray()[..^EndSize], DiagnosticId.ZipTruncated);

    [Test]
    public void GivenHalfAFile_IsTruncated()
    {
        byte[] file = Samples.Zip.ToArray();
        Refusal.MalformedAndFound(file[..(file.Length / 2)], DiagnosticId.ZipTruncated);
    }

    [Test]
    public void GivenCommentCutShort_IsTruncatedAtTheEndRecord()
    {
        byte[] file = new ZipBuilder { Comment = new byte[50] }.Add("archive/data.pkl", Samples.Pickle).ToArray();
        var problem = Refusal.Malformed(file[..^10], DiagnosticId.ZipTruncated);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.Length - 50 - EndSize));
    }

    [Test]
    public void GivenComment_OpensWithoutANote()
    {
        var zip = new ZipBuilder { Comment = "made by hand"u8.ToArray() };
        byte[] file =
            zip.Add("archive/data.pkl", Samples.Pickle).Add("archive/data/0", Samples.OneTwo).Add("archive/version", "3").ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.Notes, Is.Empty);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenTrailingBytes_OpensWithANote()
    {
        using Checkpoint checkpoint = Checkpoint.Open((byte[])[.. Samples.Zip.ToArray(), .. new byte[10]]);
        Assert.That(checkpoint.Notes, Has.One.Contains("10 bytes follow the archive"));
    }

    [Test]
    public void GivenPrefixWithShiftedOffsets_IsRefused()
    {
        // It begins like a zip, so that it is not merely taken for something else.
        var zip = new ZipBuilder { Prefix = "PK\x03\x04 here stands another file"u8.ToArray() };
        byte[] file = zip.Add("archive/data.pkl", Samples.Pickle).Add("archive/version", "3").ToArray();
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.ArchivePrefix);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
    }

    [Test]
    public void GivenPrefixWithOldOffsets_IsRefused() =>
        Refusal.MalformedAndFound([.. "PK\x03\x04"u8, .. new byte[96], .. Samples.Zip.ToArray()], DiagnosticId.ArchivePrefix);

    [Test]
    public void GivenEndRecordTwice_IsRefusedAsSecondEndRecord()
    {
        byte[] file = Samples.Zip.ToArray();
        var problem = Refusal.MalformedAndFound([.. file, .. file[^EndSize..]], DiagnosticId.SecondEndRecord);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.Length - EndSize));
    }

    [Test]
    public void GivenEndRecordInsideTheComment_IsRefusedAsSecondEndRecord()
    {
        // Readers that search backwards see an empty archive in the comment; readers that trust the comment's length see the full one.
        byte[] empty = new byte[EndSize];
        "PK\x05\x06"u8.CopyTo(empty);
        byte[] file = new ZipBuilder { Comment = [.. "text"u8, .. empty] }.Add("archive/data.pkl", Samples.Pickle)
            .Add("archive/version", "3").ToArray();
        Refusal.MalformedAndFound(file, DiagnosticId.SecondEndRecord);
    }

    [Test]
    public void GivenWholeSecondDirectoryInsideTheComment_IsRefusedAsSecondEndRecord()
    {
        // Both end records reach exactly to the end of the file, and both directories lead to real local headers: two archives in one file.
        byte[] first = Samples.Zip.ToArray();
        int directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(first.AsSpan(first.Length - 6));
        byte[] records = first[directory..^EndSize], end = first[^EndSize..];
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)first.Length);
        byte[] file = [.. first, .. records, .. end];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(first.Length - 2), (ushort)(records.Length + end.Length));
        Refusal.MalformedAndFound(file, DiagnosticId.SecondEndRecord);
    }

    [Test]
    public void GivenEndSignatureInsideAStorage_Opens()
    {
        // A tensor may hold a zip: bytes of a listed record are nobody's structure.
        byte[] storage = new byte[64];
        "PK\x05\x06"u8.CopyTo(storage.AsSpan(8));
        byte[] file = Samples.ZipOf(static pickle => pickle.Tensor(16, 0, [16], [1]), storage);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.Storages[0].ByteLength, Is.EqualTo(64));
    }

    [TestCase(1)]
    [TestCase(50)]
    public void GivenCountTooHigh_IsRefused(int more) => Refusal.MalformedAndFound(WithCount(3 + more), DiagnosticId.ZipDirectoryBroken);

    [TestCase(0)]
    [TestCase(2)]
    public void GivenCountTooLow_IsRefused(int count) => Refusal.MalformedAndFound(WithCount(count), DiagnosticId.ZipDirectoryBroken);

    [Test]
    public void GivenTwoCountsThatDiffer_IsRefused()
    {
        byte[] file = Samples.Zip.ToArray();
        file[^14]--;
        Refusal.MalformedAndFound(file, DiagnosticId.ZipDirectoryBroken);
    }

    [TestCase(18)]
    [TestCase(16)]
    public void GivenPartOfASplitArchive_IsRefused(int fromEnd)
    {
        byte[] file = Samples.Zip.ToArray();
        file[^fromEnd] = 1;
        Refusal.Malformed(file, DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenZip64Records_Opens()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Zip64());
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenSaturatedEndRecord_TakesTheZip64One()
    {
        byte[] file = Zip64();
        file.AsSpan(file.Length - EndSize + 8, 12).Fill(0xFF);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenSaturatedEndRecordWithoutZip64_IsRefused()
    {
        byte[] file = Samples.Zip.ToArray();
        file.AsSpan(file.Length - 6, 4).Fill(0xFF);
        Refusal.MalformedAndFound(file, DiagnosticId.ZipDirectoryBroken);
    }

    [TestCase(32)]
    [TestCase(40)]
    [TestCase(48)]
    public void GivenZip64RecordThatDisagrees_IsRefused(int field)
    {
        byte[] file = Zip64();
        file[file.Length - EndSize - LocatorSize - End64Size + field]++;
        Refusal.MalformedAndFound(file, DiagnosticId.HeaderMismatch);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    [TestCase(-EndSize)]
    public void GivenLocatorThatPointsElsewhere_IsRefused(long offset)
    {
        byte[] file = Zip64();
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(file.Length - EndSize - LocatorSize + 8), offset);
        Refusal.MalformedAndFound(file, DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenZip64RecordThatDoesNotReachItsLocator_IsRefused()
    {
        byte[] file = Zip64();
        file[file.Length - EndSize - LocatorSize - End64Size + 4]--;
        Refusal.MalformedAndFound(file, DiagnosticId.ZipDirectoryBroken);
    }

    private static byte[] WithCount(int count) => new ZipBuilder { Count = (ushort)count }
        .Add("archive/data.pkl", Samples.Pickle).Add("archive/data/0", Samples.OneTwo).Add("archive/version", "3").ToArray();

    private static byte[] Zip64() => new ZipBuilder { Zip64 = true }
        .Add("archive/data.pkl", Samples.Pickle).Add("archive/data/0", Samples.OneTwo).Add("archive/version", "3").ToArray();
}
