using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats.Zip;

/// <summary>Zips in a row: several saves into one file, and the files of distributed checkpoints.</summary>
public sealed class ZipSeriesTests
{
    private static byte[] Small => ZipBuilder.Torch(Scanned.Benign).ToArray();

    private static byte[] Large => Samples.Zip.ToArray();

    private static IEnumerable<TestCaseData> Rows()
    {
        yield return Row("EqualTwo", Small, Small);
        yield return Row("EqualSix", Small, Small, Small, Small, Small, Small);
        yield return Row("EqualWithStorages", Large, Large, Large);
        yield return Row("Different", Small, Large);
        yield return Row("DifferentTheOtherWay", Large, Small);
        yield return Row("Mixed", Small, Large, Large, Small);

        static TestCaseData Row(string name, params byte[][] zips) =>
            new TestCaseData(zips.SelectMany(static zip => zip).ToArray(), zips.Length).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Rows))]
    public void GivenZipsInARow_AreCleanUnderAnyName(byte[] file, int count)
    {
        foreach (string name in (string[])["__0_0.distcp", "weights.bin", "model.pt", "x", "-"])
        {
            ScanReport report = Scanned.Bytes(file, name);
            Assert.That((report.FormatName, report.Verdict, report.Complete), Is.EqualTo(("dcp", Verdict.Clean, true)),
                $"{count} zips named {name}");
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void GivenZipsInARow_AllOfThemAreOpened(byte[] file, int count)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(((PyList)checkpoint.Root.Reference!).Count, Is.EqualTo(count));
        Assert.That(checkpoint.Notes, Has.Some.Contains($"{count} checkpoints, one after the other"));
    }

    [Test]
    public void GivenAnEvilOneAmongThem_ItIsFound([Range(0, 3)] int place)
    {
        byte[][] zips = [Small, Small, Small, Small];
        zips[place] = ZipBuilder.Torch(Scanned.Evil).ToArray();
        Assert.That(Scanned.Bytes([.. zips.SelectMany(static zip => zip)]).Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    [Test]
    public void GivenBytesBetween_IsNoSeries()
    {
        foreach (byte[] file in (byte[][])[[.. Small, 0, .. Small], [0, .. Small, .. Small], [.. Small, .. Small, 0]])
            Assert.That(Scanned.Bytes(file).FormatName, Is.Not.EqualTo("dcp"));
    }

    // A reader that takes the last directory's offset from the beginning of the file finds a directory of its own there.
    [Test]
    public void GivenDirectoryInAStorageWhereTheLastOneIsSaidToBe_IsSuspicious()
    {
        byte[] storage = new byte[2048];
        // The last one's offset lies in the padding of the first.
        byte[] padded = ZipBuilder.Torch(Scanned.Benign, storage).Add("archive/extra", new byte[4096]).ToArray();
        byte[] end = ZipBuilder.Torch(Scanned.Benign, storage).ToArray();
        int offset = end.AsSpan().IndexOf("PK\x01\x02"u8);
        "PK\x01\x02"u8.CopyTo(padded.AsSpan(offset));
        Assert.That(Scanned.Bytes([.. padded, .. end]).FormatName, Is.Not.EqualTo("dcp"));
        Assert.That(Scanned.Bytes([.. padded, .. end]).Verdict, Is.GreaterThanOrEqualTo(Verdict.Malformed));
    }
}
