using System.Numerics;
using System.Numerics.Tensors;
using SafeLoad.IO.Output;
using SafeLoad.Tests.Support;
using SafeLoad.Values;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Checkpoints of arrays and numbers of the caller's own.</summary>
public sealed class CheckpointWriterTests
{
    private static Checkpoint Reopen(CheckpointWriter writer)
    {
        var stream = new MemoryStream();
        writer.Save(stream);
        return Checkpoint.Open(stream.ToArray());
    }

    [Test]
    public void GivenArrays_TheyAreTensors()
    {
        CheckpointWriter inner = new CheckpointWriter().Add<float>("weight", [1, 2, 3, 4, 5, 6], 2, 3).Add<Half>("half", [(Half)1.5], 1);
        using Checkpoint checkpoint = Reopen(new CheckpointWriter().Add("model", inner).Add("epoch", 7).Add("loss", 0.5)
            .Add("note", "text \u00e9").Add("done", true).Add<long>("steps", [9]));
        StateDict model = checkpoint.StateDict("model");
        Assert.That((model["weight"].ToString(), model["weight"].ToArray<float>()[5], model["half"].ToArray<Half>()[0]),
            Is.EqualTo(("float32[2, 3]", 6f, (Half)1.5)));
        var root = (PyDict)checkpoint.Root.Reference!;
        Assert.That((root["epoch"].AsInt64(), root["loss"].AsDouble(), root["note"].AsString(), root["done"].AsBool()),
            Is.EqualTo((7L, 0.5, "text \u00e9", true)));
        Assert.That(((PyTensor)root["steps"].Reference!).Info.ToString(), Is.EqualTo("int64[]"));
    }

    [Test]
    public void GivenTensorsOfSystemNumerics_TheirElementsAndShapesAreWritten()
    {
        Tensor<float> whole = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        ReadOnlyTensorSpan<float> column = whole.AsReadOnlyTensorSpan(..2, 1..2);
        using Checkpoint checkpoint =
            Reopen(new CheckpointWriter().Add("whole", whole).Add("column", column).Add("empty", Tensor.Create<long>([], [0, 4])));
        Assert.That(checkpoint.StateDict().Select(static tensor => $"{tensor.Key} {tensor.Value}"),
            Is.EqualTo(new[] { "whole float32[2, 3]", "column float32[2, 1]", "empty int64[0, 4]" }));
        Assert.That(checkpoint["whole"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(checkpoint["column"].ToArray<float>(), Is.EqualTo(new float[] { 2, 5 }));
        Assert.Throws<ArgumentException>(static () => new CheckpointWriter().Add("name", Tensor.Create<char>(['a'], [1])));
    }

    [Test]
    public void GivenDTypesWithoutANetType_TheirBytesAreWritten()
    {
        // 1.0 and -2.0 in bfloat16.
        byte[] bytes = [0x80, 0x3F, 0x00, 0xC0];
        using Checkpoint checkpoint =
            Reopen(new CheckpointWriter().Add("w", DType.BFloat16, bytes, 2).Add("z", [new Complex(1, 2), new Complex(3, -4)], 1, 2));
        Assert.That(checkpoint["w"].ToSingles(), Is.EqualTo(new float[] { 1, -2 }));
        Assert.That((checkpoint["z"].ToString(), checkpoint["z"].ToArray<Complex>()[1]),
            Is.EqualTo(("complex128[1, 2]", new Complex(3, -4))));
        Assert.Throws<ArgumentException>(() => new CheckpointWriter().Add("w", DType.BFloat16, bytes, 3));
    }

    // An optimizer's state dict: numbers as keys, lists, tuples, and a tensor that stands in it twice.
    [Test]
    public void GivenNestedValues_TheyAreWritten()
    {
        TensorInfo shared = TensorInfo.Create(DType.Float32, [2], new SafeLoad.IO.MemoryByteSource(Samples.OneTwo));
        PyValue group = PyValues.Dict([new(PyValues.Str("betas"), PyValues.Tuple([PyValues.Float(0.9), PyValues.Float(0.999)])),
            new(PyValues.Str("params"), PyValues.List([PyValues.Int(0)]))]);
        PyValue state =
            PyValues.Dict([new(PyValues.Int(0), PyValues.OrderedDict([new(PyValues.Str("exp_avg"), PyValues.Tensor(shared))]))]);
        using Checkpoint checkpoint = Reopen(new CheckpointWriter()
            .Add("optimizer", PyValues.Dict([new(PyValues.Str("state"), state), new(PyValues.Str("param_groups"), PyValues.List([group]))]))
            .Add("model", new CheckpointWriter().Add("again", shared)));
        var optimizer = checkpoint.Training.Optimizer!;
        Assert.That((optimizer.ParameterCount, ((PyTensor)optimizer.StateOf(0)!["exp_avg"].Reference!).Info.ToArray<float>()[1],
            ((PyTuple)optimizer.Groups[0].Options["betas"].Reference!)[1].AsDouble()), Is.EqualTo((1, 2f, 0.999)));
        Assert.That(checkpoint.Storages, Has.Count.EqualTo(1));
        Assert.Throws<ArgumentException>(() => PyValues.Dict([new(group, group)]));
        Assert.Throws<ArgumentException>(() => TensorInfo.Create(DType.Float32, [3], new SafeLoad.IO.MemoryByteSource(Samples.OneTwo)));
    }

    [Test]
    public void GivenCounter_ItIsWritten()
    {
        using Checkpoint checkpoint =
            Reopen(new CheckpointWriter().Add("milestones", PyValues.Counter([new(PyValues.Int(3), 2), new(PyValues.Int(5), 1)])));
        var counter = (PyDict)((PyDict)checkpoint.Root.Reference!)["milestones"].Reference!;
        Assert.That((counter.TypeName, counter.Count), Is.EqualTo(("collections.Counter", 2)));
        Assert.That(counter.Select(static pair => (pair.Key.AsInt64(), pair.Value.AsInt64())), Is.EqualTo(new[] { (3L, 2L), (5L, 1L) }));
    }

    [Test]
    public void GivenWrongArguments_TheyAreRefused()
    {
        var writer = new CheckpointWriter();
        Assert.Throws<ArgumentException>(() => writer.Add<float>("w", [1, 2], 3));
        Assert.Throws<ArgumentException>(() => writer.Add<decimal>("w", [1], 1));
        writer.Add("w", 1);
        Assert.Throws<ArgumentException>(() => writer.Add("w", 2));
        Assert.Throws<ArgumentException>(() => writer.Add("self", writer));
    }

    // The records begin at multiples of 64, as PyTorch maps them.
    [Test]
    public void GivenRecords_TheirBytesAreAligned()
    {
        var stream = new MemoryStream();
        new CheckpointWriter().Add<byte>("a", [1], 1).Add<float>("b", [2], 1).Add<byte>("empty", [], 0).Save(stream);
        byte[] file = stream.ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(file.AsSpan().IndexOf(BitConverter.GetBytes(2f)) % 64, Is.Zero);
        Assert.That((checkpoint.Notes.Count, checkpoint["empty"].ElementCount), Is.EqualTo((0, 0L)));
    }

    // Offsets and sizes of over 4 GiB, without writing so much: the stream only counts.
    [Test]
    public void GivenMoreThan4GiB_TheDirectoryHas64Bits()
    {
        var storage = new StorageInfo("0", DType.UInt8, "cpu", 5L << 30, new Zeros(5L << 30));
        var tensor = new TensorInfo(DType.UInt8, [5L << 30], [1], 0, storage);
        using var tail = new TailStream();
        new CheckpointWriter().Add("large", tensor).Add<byte>("after", [7], 1).Save(tail);
        Assert.That(tail.Length, Is.GreaterThan(5L << 30));
        var directory = tail.Tail.AsSpan();
        Assert.That(directory.IndexOf("PK\x06\x06"u8), Is.GreaterThan(0));
        Assert.That(directory.IndexOf(BitConverter.GetBytes(5L << 30)), Is.GreaterThan(0));
    }

    private sealed class Zeros(long length) : ByteSource
    {
        public override long Length { get; } = length;

        public override int Read(long offset, Span<byte> destination)
        {
            destination.Clear();
            return destination.Length;
        }
    }

    /// <summary>Keeps the last bytes only.</summary>
    private sealed class TailStream : WriteOnlyStream
    {
        private const int Kept = 1 << 16;

        private readonly List<byte> _tail = [];
        private long _length;

        public byte[] Tail => [.. _tail];

        public override long Length => _length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _length += buffer.Length;
            if (buffer.Length > 4096) _tail.Clear();
            else _tail.AddRange(buffer);
            if (_tail.Count > Kept) _tail.RemoveRange(0, _tail.Count - Kept);
        }
    }
}
