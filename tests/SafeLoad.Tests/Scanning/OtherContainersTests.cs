using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Tars, legacy streams, arrays, joblib, compressed streams, GGUF: what is scanned in each, and what is not.</summary>
public sealed class OtherContainersTests
{
    private static readonly string[] s_system = ["posix.system"];

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> codec)
    {
        var compressed = new MemoryStream();
        using (Stream stream = codec(compressed)) stream.Write(bytes);
        return compressed.ToArray();
    }

    private static byte[] Gzip(byte[] bytes) =>
        Compress(bytes, static stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    private static byte[] Zlib(byte[] bytes) =>
        Compress(bytes, static stream => new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    [TestCase("storages")]
    [TestCase("tensors")]
    [TestCase("pickle")]
    [TestCase("sys_info")]
    [TestCase("something/else")]
    public void GivenTar_PayloadInAnyMemberIsFound(string evil)
    {
        byte[] count = PickleBuilder.Protocol(2).Int(0).Stop(), views = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop();
        var members = new Dictionary<string, byte[]> { ["sys_info"] = Scanned.Benign, ["storages"] = [.. count, .. views], ["tensors"] =
            count, ["pickle"] = Scanned.Benign };
        members[evil] = members.TryGetValue(evil, out byte[]? honest) && evil is "storages" or "tensors"
            ? [.. honest![..^1], .. Scanned.Evil] : Scanned.Evil;
        byte[] tar = Samples.Tar([.. members.Select(static member => (member.Key, member.Value))]);
        Assert.That(Scanned.Bytes(tar).Dangers(), Is.EqualTo(s_system));
    }

    // The second description stands behind the first storage's bytes, where only somebody finds it who knows their length.
    [Test]
    public void GivenTarStorages_DescriptionsBetweenTheBytesAreRead()
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, 2);
        byte[] storages =
        [
            .. PickleBuilder.Protocol(2).Int(2).Stop(),
            .. PickleBuilder.Protocol(2).Mark().Int(1).Text("cpu").Global("torch", "FloatStorage").Tuple().Stop(), .. length, 0xFF, 0xFF,
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            .. PickleBuilder.Protocol(2).Mark().Int(2).Text("cpu").Global("own", "Storage").Tuple().Stop(),
        ];
        byte[] tar = Samples.Tar(("storages", storages), ("tensors", PickleBuilder.Protocol(2).Int(0).Stop()), ("pickle", Scanned.Benign));
        Assert.That(Scanned.Bytes(tar).Globals.Select(static global => global.Module + "." + global.Name), Does.Contain("own.Storage"));
    }

    [Test]
    public void GivenTarStorageLongerThanItsMemberBehindARefusedName_IsFound()
    {
        byte[] storages =
        [
            .. PickleBuilder.Protocol(2).Int(1).Stop(),
            .. PickleBuilder.Protocol(2).Mark().Int(1).Text("cpu").Global("torch", "FloatStorage").Tuple().Stop(), 3, 0, 0, 0, 0, 0, 0, 0,
            .. new byte[8],
        ];
        byte[] date = PickleBuilder.Protocol(2).Global("datetime", "date").Stop();
        byte[] tar = Samples.Tar(("sys_info", date), ("storages", storages), ("tensors", PickleBuilder.Protocol(2).Int(0).Stop()),
            ("pickle", Scanned.Benign));
        ScanReport report = Scanned.Bytes(tar);
        Assert.That((report.Verdict, report.Ids()), Is.EqualTo((Verdict.Malformed, new[] { DiagnosticId.TarBroken })));
    }

    [Test]
    public void GivenOrdinaryTar_ItsMembersAreScannedByContent()
    {
        Assert.That(Scanned.Bytes(Samples.Tar(("notes.txt", "text"u8.ToArray()),
            ("model/weights.bin", ZipBuilder.Torch(Scanned.Evil).ToArray())), "all.tar").Dangers(), Is.EqualTo(s_system));
        ScanReport honest = Scanned.Bytes(Samples.Tar(("notes.txt", "text"u8.ToArray()),
            ("model/weights.bin", ZipBuilder.Torch(Scanned.Benign).ToArray())), "all.tar");
        Assert.That((honest.Verdict, honest.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [Test]
    public void GivenTarMemberThatLeavesTheArchive_IsSuspicious() =>
        Assert.That(Scanned.Bytes(Samples.Tar(("../../home/x", "text"u8.ToArray())), "all.tar").Ids(),
            Is.EqualTo(new[] { DiagnosticId.UnsafeRecordName }));

    private static LegacyBuilder Legacy(int elements = 2, byte[]? root = null) =>
        new() { Root = root ?? LegacyBuilder.Storage(PickleBuilder.Protocol(2), "FloatStorage", "0", elements).Stop() };

    [Test]
    public void GivenLegacyStorages_TheyAreTensorData()
    {
        byte[] bytes = [.. Scanned.Evil, .. new byte[4 - Scanned.Evil.Length % 4]];
        ScanReport report = Scanned.Bytes(Legacy(bytes.Length / 4).Add(bytes.Length / 4, bytes).ToArray());
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.Legacy)));
        Assert.That(report.BytesSkippedAsStorage, Is.EqualTo(bytes.Length + 8));
    }

    // Loading stops at the first name that it refuses; the stream behind it is checked all the same.
    [TestCase(3, DiagnosticId.LegacyStorageBroken)]
    [TestCase(-1, DiagnosticId.LegacyStorageBroken)]
    public void GivenLegacyStorageOfAnotherLengthBehindARefusedName_IsFound(long count, DiagnosticId id)
    {
        byte[] root =
            LegacyBuilder.Storage(PickleBuilder.Protocol(2).Mark().Global("datetime", "date"), "FloatStorage", "0", 2).Tuple().Stop();
        ScanReport report = Scanned.Bytes(Legacy(root: root).Add(count, new byte[8]).ToArray());
        Assert.That((report.Verdict, report.Ids()), Is.EqualTo((Verdict.Malformed, new[] { id })));
    }

    [Test]
    public void GivenBytesBehindTheLastLegacyStorage_TheyAreScanned()
    {
        byte[] stream = Legacy().Add(2, new byte[8]).ToArray();
        Assert.That(Scanned.Bytes([.. stream, .. Scanned.Evil]).Dangers(), Is.EqualTo(s_system));
        Assert.That(Scanned.Bytes([.. stream, 1, 2, 3]).Ids(), Is.EqualTo(new[] { DiagnosticId.TrailingData }));
    }

    [Test]
    public void GivenPayloadInAnyLegacyPickle_IsFound()
    {
        byte[] honest = LegacyBuilder.Storage(PickleBuilder.Protocol(2), "FloatStorage", "0", 2).Stop();
        foreach (LegacyBuilder stream in (LegacyBuilder[])[new() { Root = Scanned.Evil }, new() { Root = honest, System = Scanned.Evil },
            new() { Root = honest, Protocol = Scanned.Evil }, new() { Root = honest, Keys = Scanned.Evil }])
            Assert.That(Scanned.Bytes(stream.Add(2, new byte[8]).ToArray()).Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenCompressedStream_WhatItHoldsIsScanned()
    {
        byte[] tar = Samples.Tar(("model/weights.bin", ZipBuilder.Torch(Scanned.Evil).ToArray()));
        foreach (byte[] bytes in (byte[][])[Gzip(Scanned.Evil), Zlib(Scanned.Evil), Gzip(tar), Gzip(Gzip(Scanned.Evil)),
            Zlib(ZipBuilder.Torch(Scanned.Evil).ToArray())])
            Assert.That(Scanned.Bytes(bytes).Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenCompressedStreamThatIsCutShort_WhatCameOutIsScanned()
    {
        byte[] random = new byte[5000];
        new Random(1).NextBytes(random);
        byte[] bytes = Gzip([.. Scanned.Evil[..^1], .. PickleBuilder.Protocol(2).Op(PickleOpcode.BinBytes, [0x88, 0x13, 0, 0]).ToArray(),
            .. random, (byte)PickleOpcode.Stop]);
        ScanReport report = Scanned.Bytes(bytes[..3000]);
        Assert.That(report.Dangers(), Is.EqualTo(s_system));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.BadCompressedData));
    }

    // 200 MB of zeros in 200 KB: refused by its ratio, long before it is all there.
    [Test]
    public void GivenCompressedBomb_EndsEarlyAndIsNotComplete()
    {
        byte[] bomb = Gzip(new byte[200 << 20]);
        ScanReport? report = null;
        long cost = Cost.AllocatedBy(() => report = Scanned.Bytes(bomb, "zeros.gz"));
        Assert.That((report!.Verdict, report.Complete, report.Ids()),
            Is.EqualTo((Verdict.Clean, false, new[] { DiagnosticId.InflateRatioTooHigh })));
        Assert.That(cost, Is.LessThan(64 << 20));
    }

    [TestCase(new byte[] { (byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4 })]
    [TestCase(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x24, 1, 2, 3 })]
    [TestCase(new byte[] { 0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 1, 2 })]
    public void GivenCompressionThatIsNotRead_IsNotComplete(byte[] head)
    {
        ScanReport report = Scanned.Bytes([.. head, .. new byte[64]], "model.bin");
        Assert.That((report.Verdict, report.Complete, report.Ids()), Is.EqualTo((Verdict.Clean, false, new[] { DiagnosticId.NotScanned })));
    }

    private static byte[] Npy(string description, int elements, byte[] data)
    {
        string header = $"{{'descr': '{description}', 'fortran_order': False, 'shape': ({elements},), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    [Test]
    public void GivenObjectArray_ItsPickleIsScanned()
    {
        Assert.That(Scanned.Bytes(Npy("|O", 1, Scanned.Evil), "x.npy").Dangers(), Is.EqualTo(s_system));
        Assert.That(Scanned.Bytes(Npy("|O", 1, PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop()), "x.npy").Verdict,
            Is.EqualTo(Verdict.Clean));
        byte[] npz = new ZipBuilder().Add("a.npy", Npy("<f4", 1, new byte[4])).Add("b.npy", Npy("|O", 1, Scanned.Evil)).ToArray();
        Assert.That(Scanned.Bytes(npz, "x.npz").Dangers(), Is.EqualTo(s_system));
    }

    // numpy reads as many bytes of header as are stated, whatever lines stand in them, and unpickles what follows.
    [Test]
    public void GivenAHeaderThatOnlyPythonReads_ThePickleBehindItIsScanned(
        [Values(1, 2, 3)] int version, [Values(0, 1, 200, 60_000)] int blanks,
        [Values("{'descr': # c\n'O', ", "{'descr': 'O' # \n# \n, ", "{\n'descr': 'O' '', ", "\n\n{'descr': u'|O', ", "x\n")] string start,
        [Values] bool isEvil, [Values] bool isInZip)
    {
        byte[] text = Encoding.ASCII.GetBytes(start + "'fortran_order': False, 'shape': (1,), }" + new string(' ', blanks) + "\n"),
            length = BitConverter.GetBytes(text.Length);
        byte[] pickle = isEvil ? Scanned.Evil : PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop();
        byte[] file = [0x93, .. "NUMPY"u8, (byte)version, 0, .. length[..(version == 1 ? 2 : 4)], .. text, .. pickle];
        if (isInZip) file = new ZipBuilder().Add("a.npy", file).ToArray();
        ScanReport report = Scanned.Bytes(file, isInZip ? "x.npz" : "x.npy");
        Assert.That(report.Verdict, Is.EqualTo(isEvil ? Verdict.Dangerous : Verdict.Malformed));
        Assert.That(report.Dangers(), Is.EqualTo(isEvil ? s_system : []));
    }

    [Test]
    public void GivenNumbersThatSpellAPickle_AreNumbers()
    {
        ScanReport report = Scanned.Bytes(Npy("|u1", Scanned.Evil.Length, Scanned.Evil), "x.npy");
        Assert.That((report.Verdict, report.Globals.Count), Is.EqualTo((Verdict.Clean, 0)));
        Assert.That(Scanned.Bytes([.. Npy("|u1", 4, new byte[4]), .. Npy("|O", 1, Scanned.Evil)], "x.npy").Dangers(), Is.EqualTo(s_system));
    }

    // The wrapper of an array: its bytes, or a pickle if the elements are objects, follow its BUILD.
    private static PickleBuilder Wrapper(PickleBuilder pickle, string dtype, int elements, bool aligned) =>
        pickle.Global("joblib.numpy_pickle", "NumpyArrayWrapper").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
            .Text("subclass").Global("numpy", "ndarray").Text("shape").Ints(elements).Text("order").Text("C")
            .Text("dtype").Global("numpy", "dtype").Mark().Text(dtype).Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple().Reduce()
            .Text("allow_mmap").Op(PickleOpcode.NewTrue).Text("numpy_array_alignment_bytes")
            .Op(aligned ? PickleOpcode.BinInt1 : PickleOpcode.None, aligned ? [16] : []).SetItems().Op(PickleOpcode.Build);

    [TestCase(false)]
    [TestCase(true)]
    public void GivenJoblibArray_ThePickleGoesOnBehindItsBytes(bool aligned)
    {
        byte[] padding = aligned ? [3, 0xFF, 0xFF, 0xFF] : [];
        // A STOP among the numbers: who does not skip them believes that the file ends there.
        byte[] before = Wrapper(PickleBuilder.Protocol(4), "f8", 2, aligned).ToArray(), numbers = [(byte)'N', (byte)'.', .. new byte[14]];
        byte[] evil = [.. before, .. padding, .. numbers, .. new PickleBuilder().Global("posix", "system").Stop()];
        ScanReport report = Scanned.Bytes(evil, "model.joblib");
        Assert.That((report.Format, report.Dangers().Contains("posix.system")), Is.EqualTo((CheckpointFormat.Joblib, true)));
    }

    [Test]
    public void GivenJoblibArrayOfObjects_ItsPickleIsScanned()
    {
        byte[] before = Wrapper(PickleBuilder.Protocol(4), "O8", 1, aligned: false).ToArray();
        Assert.That(Scanned.Bytes([.. before, .. Scanned.Evil, (byte)PickleOpcode.Stop], "model.joblib").Dangers(),
            Does.Contain("posix.system"));
    }

    [Test]
    public void GivenJoblibArrayOfUnknownType_IsNotComplete() =>
        Assert.That(Scanned.Bytes([.. Wrapper(PickleBuilder.Protocol(4), "what", 1, aligned: false).ToArray(), 1, 2, 3],
            "model.joblib").Complete, Is.False);

    private static byte[] Gguf(string template)
    {
        var file = new MemoryStream();
        file.Write([.. "GGUF"u8, 3, 0, 0, 0, .. new byte[8], 2, 0, 0, 0, 0, 0, 0, 0]);
        foreach (var (key, value) in ((string, string)[])[("general.architecture", "llama"), ("tokenizer.chat_template", template)])
        {
            file.Write([.. BitConverter.GetBytes((long)key.Length), .. Encoding.UTF8.GetBytes(key), 8, 0, 0, 0,
                .. BitConverter.GetBytes((long)value.Length), .. Encoding.UTF8.GetBytes(value)]);
        }
        return file.ToArray();
    }

    [TestCase("{% for m in messages %}{{ m.content }} it is __important__{% endfor %}", Verdict.Clean, true)]
    [TestCase("{{ ''.__class__.__mro__[1].__subclasses__() }}", Verdict.Suspicious, false)]
    public void GivenGguf_ItsChatTemplateIsNamed(string template, Verdict verdict, bool isNote)
    {
        ScanReport report = Scanned.Bytes(Gguf(template), "model.gguf");
        Finding finding = report.Findings.Single();
        Assert.That((report.Format, report.Verdict, finding.Id, finding.IsNote),
            Is.EqualTo((CheckpointFormat.Gguf, verdict, DiagnosticId.ChatTemplate, isNote)));
    }

    [TestCase("model.pt", Verdict.Malformed)]
    [TestCase("MODEL.CKPT", Verdict.Malformed)]
    [TestCase("readme.md", Verdict.Clean)]
    public void GivenText_IsCleanUnlessItIsNamedLikeWeights(string name, Verdict verdict) =>
        Assert.That(Scanned.Bytes("# A readme\nwith text\n"u8.ToArray(), name).Verdict, Is.EqualTo(verdict));

    [Test]
    public void GivenSafetensorsWithALyingHeader_IsMalformed()
    {
        byte[] header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,400]}}"u8.ToArray();
        Assert.That(Scanned.Bytes([.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[16]], "model.safetensors").Ids(),
            Is.EqualTo(new[] { DiagnosticId.SafetensorsBroken }));
    }
}
