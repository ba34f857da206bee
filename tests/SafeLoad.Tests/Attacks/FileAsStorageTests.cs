using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A storage of a checkpoint that other loaders open as a file: numpy.load whatever begins as an array, others whatever is named as
/// theirs. The product of names, ways to store, and what a pickle in it names.
/// </summary>
public sealed class FileAsStorageTests
{
    private static readonly Dictionary<Verdict, (string Module, string Name)> s_names = new()
    {
        [Verdict.Clean] = ("collections", "OrderedDict"),
        [Verdict.Suspicious] = ("not_there", "nothing"),
        [Verdict.Dangerous] = ("subprocess", "not_there"),
    };

    private static byte[] Pickle(Verdict verdict) =>
        PickleBuilder.Protocol(2).Global(s_names[verdict].Module, s_names[verdict].Name).EmptyTuple().Reduce().Stop();

    private static byte[] Array(byte[] content, string type, int count) =>
        [0x93, .. "NUMPY\x01\0"u8, 118, 0, .. Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({count},), }}").PadRight(117) + "\n"), .. content];

    // A checkpoint of one tensor over the storage; before it others, so that it is not the first that is looked at.
    private static byte[] Checkpoint(string key, byte[] storage, bool isDeflated, int others)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Mark();
        var zip = new ZipBuilder();
        for (int i = 0; i < others; i++) pickle.Tensor(2, 0, [2], [1], "1" + i);
        pickle.Tensor(storage.Length, 0, [storage.Length], [1], key, "ByteStorage");
        zip.Add("archive/data.pkl", pickle.Tuple().Stop());
        for (int i = 0; i < others; i++) zip.Add("archive/data/1" + i, Samples.OneTwo);
        zip.Add(new ZipBuilder.Entry("archive/data/" + key, storage) { Deflate = isDeflated });
        return zip.Add("archive/version", "3\n").ToArray();
    }

    [Test]
    public void GivenAnArrayOfObjectsAsAStorage_ItsPickleIsScanned([Values("0", "12345", "x")] string key, [Values] bool isDeflated,
        [Values(0, 3)] int others, [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict) =>
        Expect(Checkpoint(key, Array(Pickle(verdict), "|O", 1), isDeflated, others), verdict);

    [Test]
    public void GivenAStorageThatIsNamedAsAFile_ItsPickleIsScanned(
        [Values(".joblib", ".dill", ".pk", ".p", ".sav", ".pt", ".pth", ".bin", ".ckpt", ".PKL", ".pickle", ".npy", ".dat")] string ending,
        [Values] bool isDeflated, [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict) =>
        Expect(Checkpoint("0" + ending, Pickle(verdict), isDeflated, others: 1), verdict);

    [Test]
    public void GivenAStorageThatIsNamedAsAnArchive_WhatItHoldsIsScanned([Values] bool isDeflated,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        Expect(Checkpoint("0.pkl.gz", KindSamples.Gzip(Pickle(verdict)), isDeflated, others: 1), verdict);
        byte[] arrays = new ZipBuilder().Add("x.npy", Array(Pickle(verdict), "|O", 1)).ToArray();
        Expect(Checkpoint("0.npz", arrays, isDeflated, others: 1), verdict);
    }

    // An array of numbers, one whose magic is not whole, and one that begins later are tensor data.
    [Test]
    public void GivenNumbersAsAStorage_NothingIsFound([Values] bool isDeflated, [Range(0, 2)] int what)
    {
        byte[] array = Array(new byte[8], "|u1", 8), storage = what == 0 ? array : what == 1 ? array[..5] : [0, .. array];
        ScanReport report = Scanned.Bytes(Checkpoint("0", storage, isDeflated, others: 1));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Clean));
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Complete);
    }

    private static void Expect(byte[] file, Verdict verdict)
    {
        ScanReport report = Scanned.Bytes(file);
        Assert.That(report.Verdict, Is.EqualTo(verdict));
        Assert.That(report.Complete);
        // The checkpoint's own are of torch and collections.
        Assert.That(report.Globals.Select(static global => global.Module), Does.Contain(s_names[verdict].Module));
        Assert.That(report.Globals.Select(static global => global.Location.Record), Has.Some.Contains("/data/"));
    }
}
