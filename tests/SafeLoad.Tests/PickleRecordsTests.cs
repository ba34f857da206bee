using System.Text;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests;

/// <summary>Which pickles a file has, as its readers find them.</summary>
public sealed class PickleRecordsTests
{
    private static IReadOnlyList<PickleRecord> Of(byte[] file) => [.. PickleRecords.Read(new MemoryByteSource(file, "model.pt"))];

    [Test]
    public void GivenLegacyStream_ItsFivePicklesStandInARow()
    {
        var stream = new LegacyBuilder { Root = LegacyBuilder.Storage(PickleBuilder.Protocol(2), "FloatStorage", "0", 2).Stop() };
        IReadOnlyList<PickleRecord> pickles = Of(stream.Add(2, Samples.OneTwo).ToArray());
        int[] offsets = [0, stream.Magic.Length, stream.Magic.Length + stream.Protocol.Length, stream.RootOffset, stream.KeysOffset];
        Assert.That(pickles.Select(static pickle => pickle.Offset), Is.EqualTo(offsets));
        Assert.That(pickles[3].Bytes.ToArray(), Is.EqualTo(stream.Root));
    }

    // The pickles between the storages' bytes are found by their lengths, never by looking like one.
    [Test]
    public void GivenTar_ThePicklesOfEachMemberAreFound()
    {
        byte[] entry = PickleBuilder.Protocol(2).Mark().Int(1).Text("cpu").Global("torch", "FloatStorage").Tuple().Stop();
        byte[] one = PickleBuilder.Protocol(2).Int(1).Stop(), none = PickleBuilder.Protocol(2).Int(0).Stop();
        byte[] views = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop();
        byte[] numbers = [.. Scanned.Benign, .. Scanned.Benign];
        byte[] storages = [.. one, .. entry, 2, 0, 0, 0, 0, 0, 0, 0, .. numbers, .. views];
        IReadOnlyList<PickleRecord> pickles = Of(Samples.Tar(("storages", storages), ("tensors", none), ("pickle", Scanned.Evil)));
        Assert.That(pickles.Select(static pickle => (pickle.Record, pickle.Offset)), Is.EqualTo(new (string?, long)[]
        {
            ("storages", 0),
            ("storages", one.Length),
            ("storages", one.Length + entry.Length + 16),
            ("tensors", 0),
            ("pickle", 0),
        }));
    }

    [Test]
    public void GivenArrayOfObjects_ItsPickleStandsBehindTheHeader()
    {
        string header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".PadRight(117) + "\n";
        byte[] head = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)];
        Assert.That(Of([.. head, .. Scanned.Evil]).Single(), Has.Property(nameof(PickleRecord.Offset)).EqualTo(head.Length));
    }

    [Test]
    public void GivenPicklesInARow_EachIsOne()
    {
        IReadOnlyList<PickleRecord> pickles = Of([.. Scanned.Benign, .. Scanned.Evil, 1, 2, 3]);
        Assert.That(pickles.Select(static pickle => pickle.Bytes.Length), Is.EqualTo(new[] { Scanned.Benign.Length, Scanned.Evil.Length }));
    }

    [Test]
    public void GivenBrokenPickle_IsShownUpToTheBreak() =>
        Assert.That(Of([0x80, 2, (byte)'}', 0xFF, 1]).Single().Bytes.Length, Is.GreaterThanOrEqualTo(3));

    [TestCase("readme.txt")]
    [TestCase("../x.pkl")]
    public void GivenAnyOtherTar_SaysWhatToDo(string member) => Assert.That(() => Of(Samples.Tar((member, Scanned.Benign))),
        Throws.InstanceOf<UnsupportedCheckpointException>().With.Message.Contains("that PyTorch did not write; unpack it first"));

    [Test]
    public void GivenFileWithoutPickle_SaysWhatItIs()
    {
        byte[] header = "{}"u8.ToArray();
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. header];
        Assert.That(() => Of(file), Throws.InstanceOf<UnsupportedCheckpointException>().With.Message.Contains("safetensors"));
    }
}
