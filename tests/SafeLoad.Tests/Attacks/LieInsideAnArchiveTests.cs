using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A checkpoint whose tensor lies about its storage, packed into something that no loader of checkpoints opens. Whoever unpacks it opens
/// the checkpoint as any other, so the scan checks it as any other: the product of lies, containers and packings.
/// </summary>
public sealed class LieInsideAnArchiveTests
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> s_packings = new()
    {
        ["gzip"] = KindSamples.Gzip,
        ["zip"] = Zip,
        ["tar"] = Tar,
        ["tar in gzip"] = static file => KindSamples.Gzip(Tar(file)),
        ["zip in zip"] = static file => Zip(Zip(file)),
        ["a record that no storage is"] = static file =>
            ZipBuilder.Torch(Scanned.Benign).Add("archive/extra/inner.pt", file).ToArray(),
        ["gzip in a zip in a tar"] = static file => Tar(Zip(KindSamples.Gzip(file))),
    };

    private static IEnumerable<TestCaseData> Product() =>
        from packing in s_packings.Keys
        from container in StorageContainer.All
        from lie in TensorLie.All
        select new TestCaseData(packing, container, lie);

    [Test]
    public void GivenTheProduct_ItHasThreeHundredCombinationsAtLeast() => Assert.That(Product().Count(), Is.AtLeast(300));

    [TestCaseSource(nameof(Product))]
    public void GivenALieInAPackedCheckpoint_ItIsMalformedAndSaysWhere(string packing, object container, object lie)
    {
        ScanReport report = Scan(packing, (StorageContainer)container, (TensorLie)lie, lies: true);
        Finding[] found = [.. report.Findings.Where(finding => ((TensorLie)lie).Ids.Contains(finding.Id))];
        Assert.That(found, Is.Not.Empty);
        Assert.That(report.Verdict, Is.Not.EqualTo(Verdict.Clean));
        Assert.That(found.Select(static finding => finding.Location.Record), Has.All.Not.Null);
    }

    [TestCaseSource(nameof(Product))]
    public void GivenTheSameWithoutTheLie_NothingIsMalformed(string packing, object container, object lie)
    {
        ScanReport report = Scan(packing, (StorageContainer)container, (TensorLie)lie, lies: false);
        Assert.That(report.Findings.Where(static finding => finding.Verdict == Verdict.Malformed), Is.Empty);
        Assert.That(report.Complete, Is.True);
    }

    // Every zip of a series is a checkpoint by itself: its lies are told once, and by its number.
    [Test]
    public void GivenALieInASeries_ItIsToldOnceWithTheNumberOfItsZip()
    {
        byte[] file = [.. Samples.Zip.ToArray(), .. Samples.ZipOf(static pickle => pickle.Tensor(2, 0, [1000], [1]), Samples.OneTwo)];
        Finding[] found = [.. Scanned.Bytes(file, "weights.distcp").Findings];
        Assert.That(found.Select(static finding => finding.Id), Is.EqualTo((DiagnosticId[])[DiagnosticId.ViewOutsideStorage]));
        Assert.That(found[0].Location.Record, Does.StartWith("(zip 1)!"));
    }

    // A pickle in an archive refers to what stands beside it; read alone its persistent ids lead nowhere, and that is no fault.
    [Test]
    public void GivenAPickleThatRefersToRecordsBesideIt_ItIsNotCheckedAlone()
    {
        byte[] pickle = Samples.PickleOf(static pickle => pickle.Tensor(2, 0, [1000], [1]));
        byte[] file = new ZipBuilder().Add("parts/inner.pkl", pickle).Add("parts/0", Samples.OneTwo).ToArray();
        Assert.That(Scanned.Bytes(file, "parts.zip").Ids(), Does.Not.Contain(DiagnosticId.ViewOutsideStorage));
    }

    private static byte[] Zip(byte[] file) => new ZipBuilder().Add("inner.pt", file).ToArray();

    private static byte[] Tar(byte[] file) => Samples.Tar(("inner.pt", file));

    private static ScanReport Scan(string packing, StorageContainer container, TensorLie lie, bool lies)
    {
        using var source = new MemoryByteSource(s_packings[packing](lie.Checkpoint(container, lies)), "packed");
        return Scanner.Scan(source);
    }
}
