using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Zip;

public sealed class RecordChecksumTests
{
    private static readonly CheckpointOptions s_unchecked = new() { VerifyChecksums = false };

    [TestCase(false)]
    [TestCase(true)]
    public void GivenDamagedPickle_OpeningThrows(bool deflate)
    {
        byte[] file =
            File(new("archive/data.pkl", Samples.Pickle) { Crc = 0xDEADBEEF, Deflate = deflate }, new("archive/data/0", Samples.OneTwo));
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.ChecksumMismatch);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
        Assert.That(() => Checkpoint.Open(file, s_unchecked).Dispose(), Throws.Nothing);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void GivenDamagedStorage_ReadingThrowsHoweverItIsRead(bool deflate)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Damaged(deflate));
        TensorInfo tensor = checkpoint["w"];
        AssertMismatch(() => tensor.ToArray<float>());
        AssertMismatch(() => tensor.CopyTo(new byte[8]));
        AssertMismatch(() => tensor.ToSingles());
        AssertMismatch(() => tensor.OpenStream().ReadByte());
        // One byte out of the middle: the whole record is compared before any of it is given out.
        AssertMismatch(() => tensor.Storage!.Read(3, new byte[1]));
        if (!deflate) AssertMismatch(() => tensor.TryGetMemory(out _));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void GivenDamagedStorageUnchecked_ReadsIt(bool deflate)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Damaged(deflate), s_unchecked);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenNoChecksums_OpensWithANote()
    {
        byte[] file = File(new("archive/data.pkl", Samples.Pickle) { Crc = 0 }, new("archive/data/0", Samples.OneTwo) { Crc = 0 });
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.Notes, Has.One.Contains("no record has a CRC"));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenChecksums_NothingIsNoted()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.ToArray());
        Assert.That(checkpoint.Notes, Is.Empty);
    }

    // Storages are passed over, unless every byte is read anyway; all other records are compared in any case.
    [Test]
    public void GivenDamagedRecord_TheScanSaysSo([Values] bool isStorage, [Values] bool deflate, [Values] bool verifies,
        [Values(0u, 0xDEADBEEFu, null)] uint? crc, [Values] bool isInside)
    {
        byte[] file = File(new("archive/data.pkl", Samples.Pickle) { Crc = isStorage ? null : crc, Deflate = deflate },
            new("archive/data/0", Samples.OneTwo) { Crc = isStorage ? crc : null, Deflate = deflate });
        if (isInside) file = new ZipBuilder().Add("model.pt", file).ToArray();
        ScanReport report = Scanned.Bytes(file, options: new ScanOptions { VerifiesStorages = verifies });
        bool isTold = crc == 0xDEADBEEF && (verifies || !isStorage);
        Assert.That(report.Ids().Contains(DiagnosticId.ChecksumMismatch), Is.EqualTo(isTold), string.Join("; ", report.Findings));
        Assert.That(report.Verdict == Verdict.Clean, Is.EqualTo(!isTold));
    }

    private static byte[] Damaged(bool deflate) =>
        File(new("archive/data.pkl", Samples.Pickle), new("archive/data/0", Samples.OneTwo) { Crc = 0xDEADBEEF, Deflate = deflate });

    private static byte[] File(ZipBuilder.Entry pickle, ZipBuilder.Entry storage) =>
        new ZipBuilder().Add(pickle).Add(storage)
            .Add(new ZipBuilder.Entry("archive/version", "3"u8.ToArray()) { Crc = pickle.Crc == 0 ? 0u : null }).ToArray();

    private static void AssertMismatch(Action read)
    {
        var problem = Assert.Throws<MalformedCheckpointException>(() => read());
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ChecksumMismatch));
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data/0"));
    }
}
