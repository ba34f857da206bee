using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Opening;

public sealed class ZipLoaderTests
{
    [TestCase("0")]
    [TestCase("11")]
    [TestCase("-3")]
    [TestCase("+3")]
    [TestCase("3.0")]
    [TestCase("0x3")]
    [TestCase("three")]
    [TestCase("")]
    [TestCase("99999999999999999999")]
    public void GivenBadVersion_IsRefused(string version)
    {
        var problem = Refusal.Malformed(Zip("version", version), DiagnosticId.BadVersionRecord);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/version"));
    }

    [TestCase("1", 1)]
    [TestCase("3\n", 3)]
    [TestCase("10\n", 10)]
    public void GivenVersion_Opens(string text, int version)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Zip("version", text));
        Assert.That(checkpoint.WriterInfo.Version, Is.EqualTo(version));
    }

    [Test]
    public void GivenNoVersion_IsRefused() =>
        Refusal.Malformed(new ZipBuilder().Add("archive/data.pkl", Samples.Pickle).Add("archive/data/0", Samples.OneTwo).ToArray(),
            DiagnosticId.RecordMissing);

    [Test]
    public void GivenTwoVersions_DotDataVersionComesFirst()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.Add("archive/.data/version", "6\n").ToArray());
        Assert.That(checkpoint.WriterInfo.Version, Is.EqualTo(6));
    }

    [TestCase("middle")]
    [TestCase("")]
    [TestCase("Little")]
    [TestCase("big\n")]
    public void GivenUnknownByteOrder_IsRefused(string text)
    {
        var problem = Refusal.Malformed(Samples.Zip.Add("archive/byteorder", text).ToArray(), DiagnosticId.BadByteOrder);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/byteorder"));
    }

    [Test]
    public void GivenNoPickle_IsRefused()
    {
        var problem = Refusal.Malformed(new ZipBuilder().Add("archive/version", "3").ToArray(), DiagnosticId.RecordMissing);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
    }

    [Test]
    public void GivenNoRecordOfAStorage_IsRefusedWhereThePickleNamesIt()
    {
        var problem = Refusal.Malformed(ZipBuilder.Torch(Samples.Pickle).ToArray(), DiagnosticId.RecordMissing);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
        Assert.That(problem.Location.Opcode, Is.EqualTo("BINPERSID"));
    }

    [TestCase(4)]
    [TestCase(7)]
    [TestCase(9)]
    [TestCase(12)]
    [TestCase(0)]
    public void GivenRecordOfAnotherLengthThanTheStorage_IsRefused(int length)
    {
        var problem =
            Refusal.MalformedAndFound(ZipBuilder.Torch(Samples.Pickle, new byte[length]).ToArray(), DiagnosticId.RecordLengthMismatch);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data/0"));
    }

    [TestCase("../data.pkl")]
    [TestCase("/0")]
    [TestCase("")]
    public void GivenKeyThatIsNoRecord_IsNotFollowedAsAPath(string key) =>
        Refusal.Malformed(Samples.ZipOf(pickle => pickle.Tensor(2, 0, [2], [1], key), Samples.OneTwo), DiagnosticId.RecordMissing);

    [Test]
    public void GivenKeyInAnotherCase_IsNotFound()
    {
        byte[] file = new ZipBuilder().Add("archive/data.pkl", Samples.PickleOf(static pickle => pickle.Tensor(2, 0, [2], [1], "a")))
            .Add("archive/data/A", Samples.OneTwo).Add("archive/version", "3").ToArray();
        Refusal.Malformed(file, DiagnosticId.RecordMissing);
    }

    [Test]
    public void GivenBytesBehindThePickle_IsRefusedAtTheFirstOfThem()
    {
        var problem = Refusal.Malformed(ZipBuilder.Torch([.. Samples.Pickle, 0], Samples.OneTwo).ToArray(), DiagnosticId.TrailingData);
        Assert.That(problem.Location, Is.EqualTo(new CheckpointLocation(null, "archive/data.pkl", Samples.Pickle.Length)));
    }

    [Test]
    public void GivenTwoLengthsOfOneStorage_IsRefused()
    {
        byte[] file = Samples.ZipOf(
            static pickle => pickle.Mark().Storage("FloatStorage", "0", 2).Storage("FloatStorage", "0", 1).Tuple(), Samples.OneTwo);
        Refusal.MalformedAndFound(file, DiagnosticId.StorageConflict);
    }

    [Test]
    public void GivenTwoClassesOfOneStorage_IsRefused()
    {
        byte[] file = Samples.ZipOf(
            static pickle => pickle.Mark().Storage("FloatStorage", "0", 2).Storage("IntStorage", "0", 2).Tuple(), Samples.OneTwo);
        Refusal.MalformedAndFound(file, DiagnosticId.StorageConflict);
    }

    [Test]
    public void GivenUntypedAndTypedReferences_AreOneStorage()
    {
        byte[] file = Samples.ZipOf(static pickle =>
        {
            pickle.Mark().Storage("FloatStorage", "0", 2);
            pickle.Mark().Text("storage").Global("torch.storage", "UntypedStorage").Text("0").Text("cpu").Int(8).Tuple()
                .Op(PickleOpcode.BinPersId);
            pickle.Tuple();
        }, Samples.OneTwo);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.Storages, Has.Count.EqualTo(1));
    }

    [Test]
    public void GivenViewMetadataInAZip_IsRefused()
    {
        byte[] file = Samples.ZipOf(static pickle => LegacyBuilder.Storage(pickle, "FloatStorage", "0", 2, ("1", 0, 1)), Samples.OneTwo);
        Refusal.MalformedAndFound(file, DiagnosticId.BadPersistentId);
    }

    [Test]
    public void GivenSixthFieldOfNone_Opens()
    {
        byte[] file = Samples.ZipOf(static pickle => LegacyBuilder.Storage(pickle, "FloatStorage", "0", 2), Samples.OneTwo);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.Storages[0].ElementCount, Is.EqualTo(2));
    }

    [Test]
    public void GivenArchive_WriterSaysWhatItTells()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.Add("archive/byteorder", "little")
            .Add("archive/.data/serialization_id", "0123").Add("archive/.storage_alignment", "64").ToArray());
        Assert.That(checkpoint.WriterInfo,
            Is.EqualTo(new CheckpointWriterInfo("PyTorch 2.7 or later (zip, version 3)", "archive", 3, "little", "0123")));
    }

    private static byte[] Zip(string record, string text) =>
        new ZipBuilder().Add("archive/data.pkl", Samples.Pickle).Add("archive/data/0", Samples.OneTwo).Add("archive/" + record, text)
            .ToArray();
}
