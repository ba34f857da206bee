using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Numpy;
using SafeLoad.IO;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Numpy;

/// <summary>Where an .npy array ends, for loading and for scanning.</summary>
public sealed class NpyReaderTests
{
    private static readonly Budget s_budget = new(CheckpointLimits.Default);

    private static byte[] Npy(string description, string shape, byte[] data)
    {
        string header = $"{{'descr': '{description}', 'fortran_order': False, 'shape': ({shape}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    [TestCase("<f4", "2, 3", 24)]
    [TestCase("|u1", "", 1)]
    [TestCase("<f8", "0, 4611686018427387904, 8", 0)]
    [TestCase("|S0", "5,", 0)]
    public void GivenNumbers_TheirBytesFollowTheHeader(string description, string shape, int bytes)
    {
        byte[] file = [.. Npy(description, shape, new byte[bytes]), 1, 2, 3];
        NpyReader array = NpyReader.Open(new MemoryByteSource(file), record: null);
        Assert.That((array.MayBePickle, array.ReadElements(s_budget).Length), Is.EqualTo((false, (long)bytes)));
        Parts.ShouldCover(array.Parts, file.Length - 3);
    }

    [TestCase("<f4", "7,")]
    [TestCase("<f4", "-1,")]
    [TestCase("<c16", "4611686018427387904, 4")]
    public void GivenMoreNumbersThanBytes_IsRefused(string description, string shape)
    {
        NpyReader array = NpyReader.Open(new MemoryByteSource(Npy(description, shape, new byte[24])), record: null);
        Assert.That(() => array.ReadElements(s_budget), Throws.InstanceOf<MalformedCheckpointException>());
    }

    // Who cannot tell the type must take the bytes for what NumPy could take them for.
    [TestCase("|O")]
    [TestCase("<what")]
    public void GivenObjectsOrAnUnknownType_APickleFollowsTheHeader(string description)
    {
        byte[] file = [.. Npy(description, "1,", Scanned.Benign), 1, 2, 3];
        NpyReader array = NpyReader.Open(new MemoryByteSource(file), record: null);
        Assert.That((array.MayBePickle, array.ReadPickle(s_budget).End), Is.EqualTo((true, Scanned.Benign.Length)));
        Assert.That(array.Parts.All.Select(static part => part.Kind), Is.EqualTo(new[] { PartKind.Header, PartKind.Pickle }));
        Parts.ShouldCover(array.Parts, file.Length - 3);
    }
}
