using System.Buffers.Binary;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Tar;

public sealed class TarLoaderTests
{
    private static byte[] Int64(params long[] values)
    {
        byte[] bytes = new byte[values.Length * 8];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), values[i]);
        return bytes;
    }

    // One storage 9001 of four floats, 1 to 4.
    private static byte[] Storages(long count = 4, byte[]? views = null) =>
    [
        .. PickleBuilder.Protocol(2).Int(1).Stop(),
        .. PickleBuilder.Protocol(2).Mark().Int(9001).Text("cpu").Global("torch", "FloatStorage").Tuple().Stop(),
        .. Int64(count), 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64,
        .. views ?? PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop(),
    ];

    // Tensor 140001 over a storage. The four bytes after the number of dimensions were never initialised by the writer.
    private static byte[] Tensors(long storage = 9001, long size = 2, long offset = 1, uint junk = 1) =>
    [
        .. PickleBuilder.Protocol(2).Int(1).Stop(),
        .. PickleBuilder.Protocol(2).Mark().Int(140001).Int(storage).Global("torch", "FloatTensor").Tuple().Stop(),
        1, 0, 0, 0, .. BitConverter.GetBytes(junk), .. Int64(size, 1, offset),
    ];

    private static byte[] Root(string key = "140001") =>
        PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Text(key).Op(PickleOpcode.BinPersId).SetItems().Stop();

    private static byte[] Tar(byte[]? storages = null, byte[]? tensors = null, byte[]? pickle = null) =>
        Samples.Tar(("storages", storages ?? Storages()), ("tensors", tensors ?? Tensors()), ("pickle", pickle ?? Root()));

    [Test]
    public void GivenTar_TensorHasItsValues()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Tar());
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Tar));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 2, 3 }));
    }

    // A byte beyond 127 in a field that nobody reads (the group's name): old writers added bytes up as signed ones.
    [TestCase(0, true)]
    [TestCase(-256, true)]
    [TestCase(-255, false)]
    [TestCase(256, false)]
    public void GivenChecksumOfSignedBytes_IsTheSameTar(int more, bool isTar)
    {
        byte[] tar = Tar();
        int sum = Convert.ToInt32(System.Text.Encoding.ASCII.GetString(tar, 148, 6), 8) - tar[297] + 0xE9 + more;
        tar[297] = 0xE9;
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        if (isTar) Assert.That(Values(tar), Is.EqualTo(new float[] { 2, 3 }));
        else Assert.That(() => Values(tar), Throws.InstanceOf<SafeLoadException>());

        static float[] Values(byte[] file)
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            return checkpoint["w"].ToArray<float>();
        }
    }

    [Test]
    public void GivenTextPersistentId_IsReadHereAndNowhereElse()
    {
        byte[] pickle = new PickleBuilder().EmptyDict().Mark().Text("w").Line(PickleOpcode.PersId, "140001").SetItems().Stop();
        using Checkpoint checkpoint = Checkpoint.Open(Tar(pickle: pickle));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 2, 3 }));
        Assert.That(() => Checkpoint.Open(pickle), Throws.InstanceOf<DisallowedGlobalException>());
    }

    [Test]
    public void GivenStorageView_IsAPartOfItsRoot()
    {
        byte[] views = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Ints(77, 9001, 2, 2).Op(PickleOpcode.Append).Stop();
        using Checkpoint checkpoint = Checkpoint.Open(Tar(Storages(views: views), Tensors(storage: 77, offset: 0)));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 3, 4 }));
        Assert.That(checkpoint["w"].Storage!.ByteLength, Is.EqualTo(8));
    }

    [Test]
    public void GivenViewOutsideOfItsRoot_IsRefused()
    {
        byte[] views = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Ints(77, 9001, 3, 2).Op(PickleOpcode.Append).Stop();
        Refusal.Malformed(Tar(Storages(views: views)), DiagnosticId.StorageViewOutside);
    }

    [Test]
    public void GivenTensorOutsideOfItsStorage_IsRefused() =>
        Refusal.Malformed(Tar(tensors: Tensors(size: 4, offset: 1)), DiagnosticId.ViewOutsideStorage);

    [Test]
    public void GivenStorageLongerThanItsMember_IsRefusedWithoutAllocatingIt()
    {
        byte[] file = Tar(Storages(count: 1L << 60));
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.TarBroken)), Is.LessThan(1 << 20));
    }

    [Test]
    public void GivenUnknownKey_IsRefused() => Refusal.Malformed(Tar(pickle: Root("5")), DiagnosticId.BadPersistentId);

    [Test]
    public void GivenTarOfOtherFiles_IsNamedAsWhatItIs()
    {
        var problem =
            Refusal.Of<UnsupportedCheckpointException>(Samples.Tar(("readme.txt", "x"u8.ToArray())), DiagnosticId.UnsupportedFormat);
        Assert.That(problem.Problem, Does.Contain("PyTorch did not write"));
    }

    // What any tar may have is no fault of one that PyTorch did not write, and one of its own.
    [Test]
    public void GivenAnOrdinaryTar_ItIsNamedAsWhatItIs(
        [Values("link", "hard link", "folder", "long name", "pax", "label", "device")] string member, [Values] bool isPyTorchs)
    {
        TarBuilder tar = new();
        _ = member switch
        {
            "link" => tar.Add("l", '2', "notes.txt"),
            "hard link" => tar.Add("l", '1', "notes.txt"),
            "folder" => tar.Add("inner/", '5'),
            "long name" => tar.Long('L', new string('n', 200)),
            "pax" => tar.Pax('x', ("path", "other.txt")),
            "label" => tar.Add("label", 'V'),
            _ => tar.Add("null", '3'),
        };
        tar.Add("notes.txt", content: "text"u8.ToArray());
        if (isPyTorchs) tar.Add("storages", content: Storages()).Add("tensors", content: Tensors()).Add("pickle", content: Root());
        if (isPyTorchs && member != "folder") Refusal.Malformed(tar.ToArray(), DiagnosticId.TarBroken);
        else if (!isPyTorchs)
        {
            var problem = Refusal.Of<UnsupportedCheckpointException>(tar.ToArray(), DiagnosticId.UnsupportedFormat);
            Assert.That(problem.Problem, Does.Contain("PyTorch did not write").And.Contains("unpack it"));
        }
    }

    [TestCase("storages")]
    [TestCase("tensors")]
    [TestCase("pickle")]
    public void GivenPayloadInAnyMember_IsRefusedByName(string member)
    {
        byte[] payload = PickleBuilder.Protocol(2).Global("posix", "system").Mark().Text("true").Tuple().Reduce().Stop();
        byte[] file = Tar(member == "storages" ? payload : null, member == "tensors" ? payload : null, member == "pickle" ? payload : null);
        var refusal = Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(file))!;
        Assert.That(refusal.Globals.Single().FullName, Is.EqualTo("posix.system"));
        Assert.That(refusal.Location.Record, Is.EqualTo(member));
    }

    [Test]
    public void GivenPayloadInTheListOfViews_IsRefusedByName()
    {
        byte[] payload = PickleBuilder.Protocol(2).Global("posix", "system").Mark().Text("true").Tuple().Reduce().Stop();
        var refusal = Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(Tar(Storages(views: payload))))!;
        Assert.That(refusal.Globals.Single().FullName, Is.EqualTo("posix.system"));
    }

    [Test]
    public void GivenTwoMembersOfOneName_IsRefused() =>
        Refusal.Malformed(Samples.Tar(("storages", Storages()), ("tensors", Tensors()), ("pickle", Root()), ("pickle", Root())),
            DiagnosticId.TarBroken);

    [Test]
    public void GivenFileCutAnywhere_IsACleanError()
    {
        byte[] file = Tar();
        for (int length = 1; length < file.Length; length += 97)
        {
            byte[] cut = file[..length];
            try
            {
                Checkpoint.Open(cut).Dispose();
            }
            catch (SafeLoadException) { }
        }
    }
}
