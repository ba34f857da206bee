using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

public sealed class ZipScannerTests
{
    private static readonly string[] s_system = ["posix.system"];

    [TestCase("archive/extra.pkl")]
    [TestCase("archive/README.md")]
    [TestCase("archive/.hidden")]
    [TestCase("archive/data/7")]
    [TestCase("other/x")]
    public void GivenPickleInAnyMember_IsFound(string name) =>
        Assert.That(Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign).Add(name, Scanned.Evil).ToArray()).Dangers(), Is.EqualTo(s_system));

    [Test]
    public void GivenStorageThatDataPklRefersTo_ItsBytesAreTensorData()
    {
        byte[] storage = [.. Scanned.Evil, .. new byte[4 - Scanned.Evil.Length % 4]];
        byte[] pickle = PickleBuilder.Protocol(2).Tensor(storage.Length / 4, 0, [1], [1]).Stop();
        ScanReport report = Scanned.Bytes(ZipBuilder.Torch(pickle, storage).ToArray());
        Assert.That((report.Verdict, report.Complete, report.BytesSkippedAsStorage),
            Is.EqualTo((Verdict.Clean, true, (long)storage.Length)));
    }

    // Only PyTorch's own data.pkl makes storages: a reference in another record is nobody's.
    [Test]
    public void GivenStorageThatAnotherPickleRefersTo_ItIsScanned()
    {
        byte[] reference = PickleBuilder.Protocol(2).Storage("FloatStorage", "0", 1).Stop();
        Assert.That(Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign, Scanned.Evil).Add("archive/other.pkl", reference).ToArray()).Dangers(),
            Is.EqualTo(s_system));
    }

    [Test]
    public void GivenRecordThatTheDirectoryLacks_IsScanned()
    {
        byte[] zip =
            ZipBuilder.Torch(Scanned.Benign).Add(new ZipBuilder.Entry("archive/gone.pkl", Scanned.Evil) { Hidden = true }).ToArray();
        ScanReport report = Scanned.Bytes(zip);
        Assert.That(report.Dangers(), Is.EqualTo(s_system));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.HiddenRecord));
    }

    [Test]
    public void GivenNoDirectory_LocalHeadersAreRead([Values] bool deflated)
    {
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Scanned.Evil) { Deflate = deflated })
            .Add("archive/version", "3\n").ToArray();
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        Assert.That(Scanned.Bytes(zip[..directory]).Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenDirectoryThatIsShifted_LocalHeadersAreRead()
    {
        byte[] zip = [.. "PK\x03\x04 some bytes before"u8, .. ZipBuilder.Torch(Scanned.Evil).ToArray()];
        Assert.That(Scanned.Bytes(zip).Dangers(), Is.EqualTo(s_system));
    }

    // The text is longer than what detection looks at, and the file does not end with STOP:
    // only by itself is the part before the archive a pickle.
    [Test]
    public void GivenPickleBeforeTheArchiveThatOnlyItsEndGivesAway_IsFound()
    {
        byte[] before =
            new PickleBuilder().Text(new string('a', 600)).Global("posix", "system").Mark().Text("true").Tuple().Reduce().Stop();
        ScanReport report = Scanned.Bytes([.. before, .. ZipBuilder.Torch(Scanned.Benign).ToArray()]);
        Assert.That(report.Dangers(), Is.EqualTo(s_system));
        Assert.That(report.Globals.Select(static global => global.Location.Record), Does.Contain("(before the archive)"));
    }

    [Test]
    public void GivenLyingSizes_WhatReallyStandsThereIsScanned()
    {
        byte[] stored = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Scanned.Evil) { LocalSize = 3 })
            .Add("archive/version", "3\n").ToArray();
        byte[] deflated = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Scanned.Evil) { Deflate = true, Size = 3 })
            .Add("archive/version", "3\n").ToArray();
        Assert.That(Scanned.Bytes(stored).Dangers(), Is.EqualTo(s_system));
        Assert.That(Scanned.Bytes(deflated).Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenMethodsThatDiffer_BothAreRead()
    {
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Scanned.Evil) { Method = 8, LocalMethod = 0 })
            .Add("archive/version", "3\n").ToArray();
        Assert.That(Scanned.Bytes(zip).Dangers(), Is.EqualTo(s_system));
    }

    [TestCase((ushort)0x0001)]
    [TestCase((ushort)0x0020)]
    [TestCase((ushort)0x0041)]
    [TestCase((ushort)0x2000)]
    public void GivenEncryptionFlagOnPlainData_DataAreScanned(ushort flags)
    {
        ScanReport report = Scanned.Bytes(new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Scanned.Evil) { Flags = flags })
            .Add("archive/version", "3\n").ToArray());
        Assert.That((report.Dangers(), report.Complete), Is.EqualTo((s_system, true)));
    }

    [Test]
    public void GivenDataThatAreReallyEncrypted_IsNotComplete()
    {
        ScanReport report = Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign)
            .Add(new ZipBuilder.Entry("archive/secret", "no plain text"u8.ToArray()) { Flags = 1, Crc = 0x12345678 }).ToArray());
        Assert.That(report.Complete, Is.False);
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.NotScanned));
    }

    [Test]
    public void GivenUnknownMethod_IsNotComplete() =>
        Assert.That(Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign).Add(new ZipBuilder.Entry("archive/x", Scanned.Evil) { Method = 14 })
            .ToArray()).Complete, Is.False);

    [Test]
    public void GivenTwoZips_BothAreScanned([Values] bool evilFirst)
    {
        byte[] evil = ZipBuilder.Torch(Scanned.Evil).ToArray(), benign = ZipBuilder.Torch(Scanned.Benign).ToArray();
        ScanReport report = Scanned.Bytes(evilFirst ? [.. evil, .. benign] : [.. benign, .. evil]);
        Assert.That(report.Dangers(), Is.EqualTo(s_system));
        Assert.That(report.Format, Is.EqualTo(CheckpointFormat.Dcp));
    }

    [Test]
    public void GivenPartOfADistributedCheckpoint_ItsZipsAreNoContradiction()
    {
        byte[] zip = ZipBuilder.Torch(Scanned.Benign).ToArray();
        ScanReport report = Scanned.Bytes([.. zip, .. zip, .. zip], "__0_0.distcp");
        Assert.That((report.Format, report.Verdict, report.Complete), Is.EqualTo((CheckpointFormat.Dcp, Verdict.Clean, true)));
        Assert.That(
            Scanned.Bytes([.. zip, .. ZipBuilder.Torch(Scanned.Evil).ToArray(), .. zip], "__0_0.distcp").Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenComment_ItIsScanned() =>
        Assert.That(Scanned.Bytes(new ZipBuilder { Comment = Scanned.Evil }.Add("archive/data.pkl", Scanned.Benign)
            .Add("archive/version", "3").ToArray()).Dangers(), Is.EqualTo(s_system));

    [Test]
    public void GivenBytesBehindTheArchive_TheyAreScannedAndSuspicious()
    {
        byte[] zip = ZipBuilder.Torch(Scanned.Benign).ToArray();
        Assert.That(Scanned.Bytes([.. zip, .. Scanned.Evil]).Dangers(), Is.EqualTo(s_system));
        ScanReport report = Scanned.Bytes([.. zip, .. "some text"u8]);
        Assert.That((report.Verdict, report.Ids()), Is.EqualTo((Verdict.Suspicious, new[] { DiagnosticId.TrailingData })));
    }

    [Test]
    public void GivenZipInAZip_IsOpenedDownToTheLimit()
    {
        byte[] zip = ZipBuilder.Torch(Scanned.Evil).ToArray();
        for (int i = 0; i < 3; i++) zip = new ZipBuilder().Add($"models/inner{i}.bin", zip).ToArray();
        Assert.That(Scanned.Bytes(zip, "all.zip").Dangers(), Is.EqualTo(s_system));
        ScanReport shallow = Scanned.Bytes(zip, "all.zip", new ScanOptions { MaxDepth = 3 });
        Assert.That((shallow.Verdict, shallow.Complete), Is.EqualTo((Verdict.Clean, false)));
    }

    [Test]
    public void GivenOrdinaryZip_IsClean()
    {
        ScanReport report =
            Scanned.Bytes(new ZipBuilder().Add("notes/a.txt", "text").Add("notes/b.py", "import os").ToArray(), "notes.zip");
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.OrdinaryZip)));
    }

    [Test]
    public void GivenTorchScript_SaysThatItIsAProgramAndListsItsCode()
    {
        byte[] zip = ZipBuilder.Torch(Scanned.Benign).Add("archive/constants.pkl", PickleBuilder.Protocol(2).EmptyTuple().Stop())
            .Add("archive/code/__torch__.py", "class M(Module):\n  pass\n").ToArray();
        ScanReport report = Scanned.Bytes(zip);
        Finding finding = report.Findings.Single(static finding => finding.Id == DiagnosticId.CodeInFile);
        Assert.That((report.Verdict, report.Format), Is.EqualTo((Verdict.Suspicious, CheckpointFormat.TorchScript)));
        Assert.That(finding.Message, Does.Contain("archive/code/__torch__.py"));
    }

    // torch.load does not look at it: worth knowing, no fault.
    [Test]
    public void GivenSourceBesideWeights_IsANote()
    {
        ScanReport report = Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign).Add("archive/code/x.py", "x = 1").ToArray());
        Assert.That((report.Verdict, report.Findings.Single().Severity), Is.EqualTo((Verdict.Clean, Severity.Note)));
    }

    [Test]
    public void GivenKerasLambda_IsNamedAsCode([Values] bool lambda)
    {
        string config = "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{\"class_name\": \"" + (lambda ? "Lambda" : "Dense")
            + "\", \"config\": {\"name\": \"Lambda\"}}]}}";
        byte[] zip =
            new ZipBuilder().Add("metadata.json", "{}").Add("config.json", config).Add("model.weights.h5", "\x89HDF"u8.ToArray()).ToArray();
        ScanReport report = Scanned.Bytes(zip, "model.keras");
        Assert.That((report.Format, report.Verdict), Is.EqualTo((CheckpointFormat.Keras, lambda ? Verdict.Suspicious : Verdict.Clean)));
        byte[] hdf = [0x89, .. "HDF\r\n\x1a\n"u8, .. new byte[3_000_000], .. Encoding.UTF8.GetBytes(config)];
        Assert.That(Scanned.Bytes(hdf, "model.h5").Verdict, Is.EqualTo(lambda ? Verdict.Suspicious : Verdict.Clean));
    }

    [Test]
    public void GivenPickleThatIsAlsoAZip_BothCount()
    {
        byte[] zip = ZipBuilder.Torch(Scanned.Benign).ToArray();
        ScanReport first = Scanned.Bytes([.. Scanned.Evil, .. zip]),
            last = Scanned.Bytes([.. Scanned.Benign, .. ZipBuilder.Torch(Scanned.Evil).ToArray()]);
        Assert.That((first.Dangers(), last.Dangers()), Is.EqualTo((s_system, s_system)));
        Assert.That(last.Ids(), Does.Contain(DiagnosticId.TwoFormats));
    }
}
