using System.Text;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Advisories about containers that a scanner gave up on, or did not look into, and a loader reads.</summary>
public sealed class AdvisoryContainerTests
{
    private static byte[] Payload => PickleBuilder.Protocol(2).Global("posix", "system").Text("x").Op(PickleOpcode.Tuple1).Reduce().Stop();

    [TestCase("model.pt")]
    [TestCase("model.bin")]
    [TestCase("model.ckpt")]
    [TestCase("model.PKL")]
    [TestCase("model.safetensors")]
    [TestCase("model.npy")]
    [TestCase("model.txt")]
    [TestCase("model")]
    public void GivenPickleUnderAnyName_IsScanned(string name) => AssertSeen(Payload, name);

    [Test]
    public void GivenOtherNameInTheLocalHeader_RecordIsScanned() =>
        AssertSeen(new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Payload) { LocalName = "archive/other.pkl" })
            .Add("archive/version", "3\n").ToArray());

    [TestCase(0x1)]
    [TestCase(0x20)]
    [TestCase(0x40)]
    [TestCase(0x2000)]
    public void GivenFlagBits_RecordIsScanned(int flags) =>
        AssertSeen(new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Payload) { Flags = (ushort)flags })
            .Add("archive/version", "3\n").ToArray());

    [TestCase(false)]
    [TestCase(true)]
    public void GivenWrongChecksum_RecordIsScanned(bool deflate) =>
        AssertSeen(new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Payload) { Deflate = deflate, Crc = 0x12345678 })
            .Add("archive/version", "3\n").ToArray());

    [Test]
    public void GivenSevenZip_IsNotCalledCleanAndComplete()
    {
        byte[] header = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. new byte[24]];
        ScanReport report = Scanner.Scan(new MemoryByteSource((byte[])[.. header, .. Payload], "model.pt"));
        Assert.That(report.Verdict != Verdict.Clean || !report.Complete, "a compressed archive was not looked into");
    }

    [Test]
    public void GivenArrayOfObjects_PickleIsScanned()
    {
        byte[] text = Encoding.ASCII.GetBytes("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".PadRight(117) + "\n");
        AssertSeen([0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. Payload], "array.npy");
    }

    [Test]
    public void GivenOldTar_PickleIsScannedAndRefused()
    {
        byte[] nothing = PickleBuilder.Protocol(2).Int(0).Stop();
        byte[] storages = [.. nothing, .. PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop()];
        byte[] file = Samples.Tar(("storages", storages), ("tensors", nothing), ("pickle", Payload));
        Assert.That(() => Checkpoint.Open(file), Throws.InstanceOf<DisallowedGlobalException>());
        AssertSeen(file);
    }

    private static void AssertSeen(byte[] file, string? name = null)
    {
        ScanReport report = Scanner.Scan(new MemoryByteSource(file, name));
        Assert.That(report.Globals.Select(static global => (global.Module, global.Name)), Does.Contain(("posix", "system")));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
    }
}
