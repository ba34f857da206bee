using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Zip;

/// <summary>Archives that two readers would read differently: each is refused by the name of its trick.</summary>
public sealed class ZipConsistencyTests
{
    private static readonly byte[] s_hello = "hello"u8.ToArray();

    [Test]
    public void GivenTwoRecordsOfOneName_IsRefused()
    {
        var problem =
            Refusal.MalformedAndFound(Samples.Zip.Add("archive/data.pkl", Samples.Pickle).ToArray(), DiagnosticId.DuplicateRecord);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
    }

    [TestCase("archive/DATA.PKL")]
    [TestCase("ARCHIVE/data.pkl")]
    public void GivenNamesThatDifferInCase_IsRefused(string name)
    {
        // miniz, PyTorch's zip reader, ignores case: which of the two it finds is not told.
        var problem = Refusal.MalformedAndFound(Samples.Zip.Add(name, Samples.Pickle).ToArray(), DiagnosticId.CaseClash);
        Assert.That(problem.Location.Record, Is.EqualTo(name));
    }

    [TestCase("other/data.pkl")]
    [TestCase("data.pkl")]
    [TestCase("archive2/x")]
    [TestCase("archive")]
    public void GivenRecordOutsideOfTheTopFolder_IsRefused(string name)
    {
        var problem = Refusal.MalformedAndFound(Samples.Zip.Add(name, "x").ToArray(), DiagnosticId.MixedTopFolder);
        Assert.That(problem.Location.Record, Is.EqualTo(name));
    }

    [Test]
    public void GivenTwoRecordsOverOneLocalHeader_IsRefused()
    {
        byte[] file = Samples.Zip.Add(new ZipBuilder.Entry("archive/extra", Samples.Pickle) { HeaderOffset = 0 }).ToArray();
        Refusal.MalformedAndFound(file, DiagnosticId.OverlappingRecords);
    }

    [Test]
    public void GivenRecordInsideOfAnother_IsRefused()
    {
        // A whole little record stands inside of the pickle's bytes and is listed as well.
        byte[] inner = new ZipBuilder().Add("archive/inner", s_hello).ToArray()[..(30 + 13 + 5)];
        byte[] outer = [.. inner, .. new byte[10]];
        int inside = 30 + "archive/outer".Length;
        byte[] file = new ZipBuilder().Add("archive/outer", outer)
            .Add(new ZipBuilder.Entry("archive/inner", s_hello) { HeaderOffset = (uint)inside }).Add("archive/data.pkl", Samples.Pickle)
            .ToArray();
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.OverlappingRecords);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/inner"));
    }

    [Test]
    public void GivenNoLocalHeaderAtTheOffset_IsRefused()
    {
        byte[] file = Samples.Zip.ToArray();
        file[0x1E + "archive/data.pkl".Length + Samples.Pickle.Length] ^= 1;
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.HeaderMismatch);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data/0"));
    }

    [Test]
    public void GivenAnotherNameInTheLocalHeader_IsRefused()
    {
        var problem =
            Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { LocalName = "archive/other" }), DiagnosticId.HeaderMismatch);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/extra"));
        Assert.That(problem.Problem, Does.Contain("'archive/other'"));
    }

    [Test]
    public void GivenControlCharactersInTheLocalName_MessageEscapesThem()
    {
        var problem = Refusal.Malformed(Extra(new("archive/extra", s_hello) { LocalName = "archive/\x1b[31m\n::error::" }),
            DiagnosticId.HeaderMismatch);
        Assert.That(problem.Message, Does.Not.Contain('\x1b').And.Not.Contain('\n'));
    }

    [Test]
    public void GivenAnotherMethodInTheLocalHeader_IsRefused() =>
        Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { LocalMethod = 8 }), DiagnosticId.HeaderMismatch);

    [Test]
    public void GivenAnotherSizeInTheLocalHeader_IsRefused() =>
        Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { LocalSize = 4 }), DiagnosticId.HeaderMismatch);

    [TestCase(14)]
    [TestCase(18)]
    public void GivenAnotherCrcOrCompressedSizeInTheLocalHeader_IsRefused(int field)
    {
        byte[] file = Samples.Zip.ToArray();
        file[field] ^= 1;
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.HeaderMismatch);
        Assert.That(problem.Location, Is.EqualTo(new CheckpointLocation(null, "archive/data.pkl", 0)));
    }

    [Test]
    public void GivenZeroSizesWithoutDescriptor_IsRefused() =>
        // Without flag bit 3 a local header that says 0 bytes is a lie: readers that stream the file would see an empty record.
        Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { LocalSize = 0 }), DiagnosticId.HeaderMismatch);

    [Test]
    public void GivenDescriptors_Opens()
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Samples.Pickle) { Descriptor = true })
            .Add(new ZipBuilder.Entry("archive/data/0", Samples.OneTwo) { Descriptor = true })
            .Add(new ZipBuilder.Entry("archive/version", "3\n"u8.ToArray()) { Descriptor = true, Deflate = true }).ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenDescriptorAndAnotherLocalSize_IsRefused() =>
        Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { Descriptor = true, LocalSize = 4 }), DiagnosticId.HeaderMismatch);

    // Encrypted, patched, strongly encrypted, masked header.
    [TestCase(0x0001)]
    [TestCase(0x0020)]
    [TestCase(0x0040)]
    [TestCase(0x2000)]
    public void GivenEncryptionFlag_IsRefusedWhereverItStands(int flag)
    {
        var both = Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { Flags = (ushort)flag }), DiagnosticId.EncryptedRecord);
        var central = Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { Flags = (ushort)flag, LocalFlags = 0 }),
            DiagnosticId.EncryptedRecord);
        var local =
            Refusal.MalformedAndFound(Extra(new("archive/extra", s_hello) { LocalFlags = (ushort)flag }), DiagnosticId.EncryptedRecord);
        Assert.That(new[] { both.Location.Record, central.Location.Record, local.Location.Record }, Is.All.EqualTo("archive/extra"));
    }

    [Test]
    public void GivenLocalRecordThatIsNotListed_IsRefused()
    {
        byte[] file = new ZipBuilder().Add("archive/data.pkl", Samples.Pickle)
            .Add(new ZipBuilder.Entry("archive/hidden", s_hello) { Hidden = true }).Add("archive/version", "3").ToArray();
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.HiddenRecord);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/version"));
    }

    [Test]
    public void GivenLastLocalRecordThatIsNotListed_IsRefused() =>
        Refusal.MalformedAndFound(Extra(new("archive/hidden", s_hello) { Hidden = true }), DiagnosticId.HiddenRecord);

    [Test]
    public void GivenUnlistedRecordBehindADescriptor_IsRefused()
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Samples.Pickle) { Descriptor = true })
            .Add(new ZipBuilder.Entry("archive/hidden", s_hello) { Hidden = true }).Add("archive/version", "3").ToArray();
        Refusal.MalformedAndFound(file, DiagnosticId.HiddenRecord);
    }

    [Test]
    public void GivenNothingButUnlistedRecords_IsRefused()
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Samples.Pickle) { Hidden = true }).ToArray();
        Refusal.MalformedAndFound(file, DiagnosticId.HiddenRecord);
    }

    [Test]
    public void GivenDirectoryEntries_Opens()
    {
        byte[] file = new ZipBuilder().Add("archive/", "").Add("archive/data/", "").Add("archive/data.pkl", Samples.Pickle)
            .Add("archive/data/0", Samples.OneTwo).Add("archive/version", "3").ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenPaddingInTheLocalHeader_Opens()
    {
        // PyTorch's own: a block "FB" of Z, so that data begin at a multiple of 64.
        byte[] padding = [0x46, 0x42, 6, 0, .. "ZZZZZZ"u8];
        using Checkpoint checkpoint = Checkpoint.Open(Extra(new("archive/extra", s_hello) { LocalExtra = padding }));
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Zip));
    }

    [Test]
    public void GivenRecordsInAnotherOrderThanTheDirectory_Opens()
    {
        // Three records whose directory lists the last one first.
        byte[] file = Samples.Zip.ToArray();
        int directory = (int)BitConverter.ToUInt32(file, file.Length - 6);
        int first = 46 + "archive/data.pkl".Length;
        byte[] swapped = [.. file[..directory], .. file[(directory + first)..^22], .. file[directory..(directory + first)], .. file[^22..]];
        using Checkpoint checkpoint = Checkpoint.Open(swapped);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    private static byte[] Extra(ZipBuilder.Entry entry) => Samples.Zip.Add(entry).ToArray();
}
