using System.Text;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats.Numpy;

public sealed class NpyLoaderTests
{
    private static byte[] Npy(string header, params byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. data];

    private static PyArray Array(PyValue value) => (PyArray)value.Reference!;

    [Test]
    public void GivenFortranOrder_BytesComeInCOrder()
    {
        // Columns (1, 2), (3, 4), (5, 6) of a 2 by 3 array.
        using Checkpoint checkpoint = Checkpoint.Open(Npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", 1, 2, 3, 4, 5, 6));
        Assert.That(Array(checkpoint.Root).ToBytes(), Is.EqualTo(new byte[] { 1, 3, 5, 2, 4, 6 }));
        Assert.That(Array(checkpoint.Root).Shape.ToArray(), Is.EqualTo(new long[] { 2, 3 }));
    }

    [TestCase("'<f8'", "<f8", 8)]
    [TestCase("'>i4'", ">i4", 4)]
    [TestCase("'|b1'", "|b1", 1)]
    [TestCase("'<U3'", "<U3", 12)]
    [TestCase("'|S5'", "|S5", 5)]
    [TestCase("'<M8[ns]'", "<M8[ns]", 8)]
    [TestCase("[('a', '<i4'), ('b', '<f8', (2,))]", "|V20", 20)]
    [TestCase("[('a', [('x', '<i2'), ('y', '|u1')]), ('', '|V1')]", "|V4", 4)]
    public void GivenDescription_IsTheDTypeThatNumpyPrints(string description, string text, int itemSize)
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Npy($"{{'descr': {description}, 'fortran_order': False, 'shape': (1,), }}", new byte[itemSize]));
        Assert.That(Array(checkpoint.Root).DType.Text, Is.EqualTo(text));
        Assert.That(Array(checkpoint.Root).DType.ItemSize, Is.EqualTo(itemSize));
    }

    [TestCase("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 8, "do not fit")]
    [TestCase("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 9, "follow the array")]
    [TestCase("{'descr': '<q9', 'fortran_order': False, 'shape': (1,), }", 8, "no dtype")]
    [TestCase("{'descr': '<f8', 'fortran_order': False}", 8, "no literal dict")]
    [TestCase("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,), }", 8, "no literal dict")]
    [TestCase("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } + x", 8, "no literal dict")]
    public void GivenBrokenHeader_IsRefused(string header, int bytes, string problem) =>
        Assert.That(Refusal.Malformed(Npy(header, new byte[bytes]), DiagnosticId.NpyBroken).Problem, Does.Contain(problem));

    [Test]
    public void GivenManyBrackets_IsRefusedWithoutRecursion() => Refusal.Malformed(Npy(new string('(', 60_000)), DiagnosticId.NpyBroken);

    [Test]
    public void GivenArrayOfObjects_IsRefusedAsThePickleItIs()
    {
        byte[] payload = PickleBuilder.Protocol(2).Global("posix", "system").Mark().Text("true").Tuple().Reduce().Stop();
        var refusal = Assert.Throws<DisallowedGlobalException>(() =>
            Checkpoint.Open(Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", payload)))!;
        Assert.That(refusal.Globals.Single().FullName, Is.EqualTo("posix.system"));
        Refusal.Of<UnsupportedCheckpointException>(Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
            PickleBuilder.Protocol(2).Int(1).Stop()), DiagnosticId.ObjectArray);
    }

    [Test]
    public void GivenNpz_IsADictOfItsArrays()
    {
        byte[] file = new ZipBuilder().Add("w.npy", Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", 7, 8))
            .Add("b/c.npy", Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", 9)).ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        var root = (PyDict)checkpoint.Root.Reference!;
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Npz));
        Assert.That(Array(root["w"]).ToBytes(), Is.EqualTo(new byte[] { 7, 8 }));
        Assert.That(Array(root["b/c"]).ToBytes(), Is.EqualTo(new byte[] { 9 }));
    }

    [Test]
    public void GivenNpzWithNamesThatDifferInCase_HasBothArrays()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Bytes(("W.npy", 1), ("w.npy", 2), ("b.npy", 3)));
        var root = (PyDict)checkpoint.Root.Reference!;
        Assert.That(new[] { "W", "w", "b" }.Select(name => Array(root[name]).ToBytes()[0]), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Scanner.Scan(new MemoryByteSource(Bytes(("W.npy", 1), ("w.npy", 2)))).Verdict, Is.EqualTo(Verdict.Clean));
    }

    [TestCase("w.npy", "w.npy", "b.npy")]
    [TestCase("w.npy", "W.npy", "W.npy")]
    [TestCase("w.npy", "W.npy", "w.npy")]
    public void GivenNpzWithOneNameTwice_IsRefused(params string[] names) =>
        Refusal.MalformedAndFound(Bytes([.. names.Select(static name => (name, (byte)1))]), DiagnosticId.DuplicateRecord);

    // Arrays of one byte each.
    private static byte[] Bytes(params (string Name, byte Value)[] arrays)
    {
        var zip = new ZipBuilder();
        foreach (var (name, value) in arrays) zip = zip.Add(name, Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", value));
        return zip.ToArray();
    }
}
