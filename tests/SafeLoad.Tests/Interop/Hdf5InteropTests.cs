using System.Security.Cryptography;
using System.Text.Json;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Interop;

/// <summary>
/// HDF5 files written by the h5py of this machine, dataset by dataset against what h5py itself reads. SAFELOAD_TEST_PYTHON names the
/// interpreter (default /usr/bin/python3); without h5py the tests are skipped, with SAFELOAD_REQUIRE_INTEROP=1 they fail.
/// </summary>
[Category("Interop")]
public sealed class Hdf5InteropTests
{
    private readonly PythonFolder _python = new("write_hdf5.py");

    private string Folder => _python.Path;

    [OneTimeSetUp]
    public void WriteFiles() => _python.Write();

    [OneTimeTearDown]
    public void DeleteFiles() => _python.Dispose();

    [Test]
    public void GivenHdf5FilesOfThisH5py_EveryDatasetIsWhatH5pyReads()
    {
        IReadOnlyList<JsonElement> rows = Hdf5Rows.Of(Folder);
        int tensors = 0;
        Assert.Multiple(() =>
        {
            foreach (JsonElement row in rows) tensors += Hdf5Rows.Check(Folder, row);
        });
        Assert.That(rows.Count(static row => row.TryGetProperty("tree", out _)), Is.GreaterThanOrEqualTo(20));
        Assert.That(rows.Count(static row => row.TryGetProperty("says", out _)), Is.GreaterThanOrEqualTo(12));
        Assert.That(tensors, Is.GreaterThanOrEqualTo(6000));
    }

    // Hashing above reads from front to end; here single windows and rows are read, back and forth.
    [TestCase("chunked.h5")]
    [TestCase("compressed.h5")]
    [TestCase("latest.h5")]
    public void GivenHdf5Chunks_AnyPartReadsAsInTheWhole(string file)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, file));
        var random = new Random(5);
        foreach (TensorInfo tensor in checkpoint.StateDict().Values)
        {
            byte[] whole = new byte[tensor.Storage!.ByteLength];
            tensor.Storage.Read(0, whole);
            for (int i = 0; i < 20; i++)
            {
                int start = random.Next(whole.Length + 1), length = random.Next(whole.Length - start + 1);
                byte[] part = new byte[length];
                tensor.Storage.Read(start, part);
                Assert.That(part.AsSpan().SequenceEqual(whole.AsSpan(start, length)), $"{tensor.Storage.Key} {start} {length}");
            }
        }
    }

    [Test]
    public void GivenHdf5Chunks_MayBeReadFromManyThreads()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "compressed.h5"));
        foreach (TensorInfo tensor in checkpoint.StateDict().Values)
        {
            byte[] expected = Hash(tensor);
            Parallel.For(0, 8, _ => Assert.That(Hash(tensor), Is.EqualTo(expected)));
        }
    }

    [Test]
    public void GivenHdf5LinksInCircles_EndAndAreNoted()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "links.h5"));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "alias", "group/again", "group/one" }));
        Assert.That(checkpoint["alias"].Storage, Is.SameAs(checkpoint["group/one"].Storage));
        Assert.That(string.Join('\n', checkpoint.Notes),
            Does.Contain("'group/inner/root' is a group that has another name").And.Contain("'soft' is a soft link").And.Contain(
                "'dangling'"));
    }

    [Test]
    public void GivenHdf5ModelOfKeras_StateDictIsItsWeights()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "model.h5"));
        Assert.That(checkpoint.StateDict().Path, Is.EqualTo("model_weights"));
        Assert.That(checkpoint.StateDict().Keys,
            Is.EqualTo(new[] { "conv2d/kernel:0", "conv2d/bias:0", "dense/kernel:0", "dense/bias:0" }));
        Assert.That(checkpoint.StateDict("optimizer_weights")["iteration:0"].ToArray<long>(), Is.EqualTo(new long[] { 17 }));
        Assert.That(checkpoint.Metadata,
            Is.EquivalentTo(new Dictionary<string, string> { ["keras_version"] = "2.15.0", ["backend"] = "tensorflow" }));
        Assert.That(checkpoint.Writer, Is.EqualTo("Keras 2.15.0 (HDF5)"));
    }

    private static byte[] Hash(TensorInfo tensor)
    {
        using Stream stream = tensor.OpenStream();
        return SHA256.HashData(stream);
    }
}
