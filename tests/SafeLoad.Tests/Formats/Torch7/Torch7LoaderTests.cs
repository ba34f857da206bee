using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats.Torch7;

public sealed class Torch7LoaderTests
{
    private static readonly string[] s_samples = [.. Torch7Samples.All.Select(static sample => sample.Name)];

    private static byte[] Sample(string name, bool ascii = false, int longSize = 8) =>
        Torch7Samples.All.First(sample => sample.Name == name).Write(new Torch7Builder(ascii, longSize)).ToArray();

    private static PyDict Dict(PyValue value) => (PyDict)value.Reference!;

    private static PyList List(PyValue value) => (PyList)value.Reference!;

    private static PyObject Object(PyValue value) => (PyObject)value.Reference!;

    private static TensorInfo Tensor(PyValue value) => ((PyTensor)value.Reference!).Info;

    private static PyDict State(PyValue value) => Dict(Object(value).States!.Single());

    [Test]
    public void GivenTables_AreListsAndDicts()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Sample("values"));
        PyDict root = Dict(checkpoint.Root);
        Assert.Multiple(() =>
        {
            Assert.That((checkpoint.Format, checkpoint.Writer), Is.EqualTo((CheckpointFormat.Torch7, "Torch 7 (binary)")));
            Assert.That(root["name"].AsString(), Is.EqualTo("net"));
            // Lua has no whole numbers.
            Assert.That(root["epoch"].AsDouble(), Is.EqualTo(3.0));
            Assert.That(root["rate"].AsDouble(), Is.EqualTo(0.1));
            Assert.That(root["done"].AsBool(), Is.True);
            Assert.That(Dict(root["none"]).Count, Is.Zero);
            Assert.That(List(root["layers"])[0].AsString(), Is.EqualTo("a"));
            Assert.That(List(root["layers"])[1].AsString(), Is.EqualTo("b"));
            Assert.That(Dict(List(root["layers"])[2])["x"].AsDouble(), Is.EqualTo(-1e300));
            Assert.That(root.TryGetValue(PyValue.FromDouble(7), out PyValue seven) && !seven.AsBool(), Is.True);
            Assert.That(root["bytes"].Kind, Is.EqualTo(PyKind.Bytes));
            Assert.That(root["bytes"].AsBytes().ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xFE }));
        });
    }

    [Test]
    public void GivenEveryType_TensorsHaveTheirElements([Values] bool ascii)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Sample("dtypes", ascii));
        Assert.Multiple(() =>
        {
            Assert.That(checkpoint["double"].ToArray<double>(), Is.EqualTo(new[] { 0.1, double.NegativeInfinity }));
            Assert.That(checkpoint["float"].ToArray<float>(), Is.EqualTo(new[] { 0.1f, float.NaN, 1e-45f }));
            Assert.That(checkpoint["half"].ToArray<Half>(), Is.EqualTo(new[] { (Half)0.5f, (Half)65504f }));
            Assert.That(checkpoint["long"].ToArray<long>(), Is.EqualTo(new[] { 5L, -6L }));
            Assert.That(checkpoint["int"].ToArray<int>(), Is.EqualTo(new[] { int.MinValue }));
            Assert.That(checkpoint["short"].ToArray<short>(), Is.EqualTo(new short[] { -3, 3 }));
            Assert.That(checkpoint["char"].ToArray<sbyte>(), Is.EqualTo(new sbyte[] { -1, 1 }));
            // 10 is the end of a line, and a byte like any other here.
            Assert.That(checkpoint["byte"].ToArray<byte>(), Is.EqualTo(new byte[] { 10, 0, 255 }));
            Assert.That((checkpoint["cuda"].DType, checkpoint["cuda"].Device), Is.EqualTo((DType.Float32, "cuda:0")));
            Assert.That(checkpoint["cuda"].ToArray<float>(), Is.EqualTo(new[] { 2.5f }));
            Assert.That(checkpoint["float"].Device, Is.EqualTo("cpu"));
            // Torch's tensor without dimensions has no element; PyTorch's would have one.
            Assert.That((checkpoint["empty"].Shape.ToArray(), checkpoint["empty"].ByteLength), Is.EqualTo((new long[] { 0 }, 0L)));
        });
    }

    [Test]
    public void GivenSharedStorage_ViewsLieInIt([Values] bool ascii)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Sample("views", ascii));
        PyDict root = Dict(checkpoint.Root);
        StorageInfo storage = ((PyStorage)root["storage"].Reference!).Info;
        Assert.Multiple(() =>
        {
            Assert.That(checkpoint["matrix"].ToArray<float>(), Is.EqualTo(new[] { 0f, 1, 2, 3, 4, 5 }));
            Assert.That(checkpoint["transpose"].ToArray<float>(), Is.EqualTo(new[] { 0f, 3, 1, 4, 2, 5 }));
            Assert.That(checkpoint["row"].ToArray<float>(), Is.EqualTo(new[] { 3f, 4, 5 }));
            Assert.That(checkpoint["expanded"].ToArray<float>(), Is.EqualTo(new[] { 2f, 2, 2, 2 }));
            Assert.That(root["again"].Reference, Is.SameAs(root["matrix"].Reference));
            Assert.That(checkpoint.StateDict().Values.Select(static tensor => tensor.Storage), Is.All.SameAs(storage));
            Assert.That(checkpoint.Storages, Is.EqualTo(new[] { storage }));
            Assert.That((storage.Key, storage.ElementCount), Is.EqualTo(("3", 6L)));
        });
    }

    [Test]
    public void GivenModules_AreObjectsWithTheirTables()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Sample("model"));
        PyList modules = List(State(checkpoint.Root)["modules"]);
        PyDict first = State(modules[0]), second = State(modules[1]);
        Assert.Multiple(() =>
        {
            Assert.That(((PyGlobal)Object(checkpoint.Root).Callable.Reference!).FullName, Is.EqualTo("nn.Sequential"));
            Assert.That(((PyGlobal)Object(modules[1]).Callable.Reference!).FullName, Is.EqualTo("nn.Linear"));
            Assert.That(Tensor(first["weight"]).ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3, 4 }));
            Assert.That(Tensor(first["bias"]).ToArray<float>(), Is.EqualTo(new[] { 5f, 6 }));
            Assert.That(Tensor(second["weight"]).ToArray<float>(), Is.EqualTo(new[] { 7f, 8 }));
            Assert.That(first["parent"].Reference, Is.SameAs(checkpoint.Root.Reference));
            // Inside of the list while it is read, and yet a list.
            Assert.That(second["siblings"].Reference, Is.SameAs(modules));
            Assert.That(checkpoint.Globals, Is.Empty);
        });
    }

    [Test]
    public void GivenTablesInThemselves_AreTheSameObjects()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Sample("cycles"));
        PyDict root = Dict(checkpoint.Root);
        PyList list = List(root["list"]);
        PyDict hash = Dict(root["hash"]);
        Assert.Multiple(() =>
        {
            Assert.That(root["self"].Reference, Is.SameAs(root));
            Assert.That((list.Count, list[0].AsString()), Is.EqualTo((2, "first")));
            Assert.That(list[1].Reference, Is.SameAs(list));
            Assert.That(hash["root"].Reference, Is.SameAs(root));
            Assert.That(hash.TryGetValue(PyValue.FromInt(5), out PyValue five) ? five.AsString() : "", Is.EqualTo("five"));
            Assert.That(List(root["vector"])[1].Reference, Is.SameAs(hash));
            Assert.That(State(root["old"]).TryGetValue(root["old"], out PyValue own) ? own.AsString() : "", Is.EqualTo("keyed by itself"));
            Assert.That(checkpoint.StateDict(), Is.Empty);
        });
    }

    [Test]
    public void GivenTablesOfTensors_HaveDottedNames()
    {
        byte[] file = new Torch7Builder().Table(1, 2)
            .Text("layers").Table(2, 2).Number(1).Table(3, 1).Text("weight").Tensor(4, "torch.ByteTensor", [1], [1])
            .Storage(5, "torch.ByteStorage", (byte)1)
            .Number(2).Table(6, 1).Number(40).Tensor(7, "torch.ByteTensor", [1], [1]).Again(5)
            .Text("mean").Tensor(8, "torch.ByteTensor", [1], [1]).Again(5)
            .ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "layers.0.weight", "layers.1.40", "mean" }));
    }

    [TestCaseSource(nameof(s_samples))]
    public void GivenAsciiTwin_IsTheSameInEveryValue(string sample)
    {
        using Checkpoint binary = Checkpoint.Open(Sample(sample)), ascii = Checkpoint.Open(Sample(sample, ascii: true));
        Assert.That(ascii.Writer, Is.EqualTo("Torch 7 (ascii)"));
        Assert.That(ValueDump.Of(ascii.Root), Is.EqualTo(ValueDump.Of(binary.Root)));
    }

    [TestCase("views")]
    [TestCase("model")]
    [TestCase("cycles")]
    public void GivenLongsOfFourBytes_IsTheSameInEveryValue(string sample)
    {
        using Checkpoint usual = Checkpoint.Open(Sample(sample)), narrow = Checkpoint.Open(Sample(sample, longSize: 4));
        Assert.That(ValueDump.Of(narrow.Root), Is.EqualTo(ValueDump.Of(usual.Root)));
        Assert.That((usual.Notes, narrow.Notes.Single()),
            Is.EqualTo((Array.Empty<string>(), "longs have 4 bytes: written on a 32-bit machine or on Windows")));
    }

    [Test]
    public void GivenLongTensorOfFourByteLongs_IsInt32()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Sample("dtypes", longSize: 4));
        Assert.That(checkpoint["long"].ToArray<int>(), Is.EqualTo(new[] { 5, -6 }));
    }

    // Every number that C's printf writes is read back to the bit.
    [Test]
    public void GivenAsciiNumbers_AreTheSameToTheBit()
    {
        var random = new Random(7);
        double[] doubles = [double.MaxValue, double.Epsilon, -0.0, 1e22, 1e23,
            .. Enumerable.Range(0, 2000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(0x7FF0L << 48)))];
        float[] floats = [float.MaxValue, float.Epsilon, -0.0f, 16777217f,
            .. Enumerable.Range(0, 2000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(0x7F80 << 16)))];
        byte[] file = new Torch7Builder(ascii: true).Table(1, 2)
            .Text("d").Tensor(2, "torch.DoubleTensor", [doubles.Length], [1]).Storage(3, "torch.DoubleStorage", doubles)
            .Text("f").Tensor(4, "torch.FloatTensor", [floats.Length], [1]).Storage(5, "torch.FloatStorage", floats)
            .ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint["d"].ToArray<double>().Select(BitConverter.DoubleToInt64Bits),
            Is.EqualTo(doubles.Select(BitConverter.DoubleToInt64Bits)));
        Assert.That(checkpoint["f"].ToArray<float>().Select(BitConverter.SingleToInt32Bits),
            Is.EqualTo(floats.Select(BitConverter.SingleToInt32Bits)));
    }
}
