using System.Runtime.InteropServices;
using SafeLoad.Tensors;
using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Dtypes that TorchSharp has no name for.</summary>
public sealed class WidenTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenEveryFloat8_TheNumbersAreThoseOfTheReader(
        [Values("float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu")] string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        byte[] all = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        string path = Written(name, DType.FromName(name)!, all);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        torch.Tensor wide = checkpoint.load_tensors()["x"], raw = checkpoint.load_tensors(widen: false)["x"];
        Assert.That((wide.dtype, raw.dtype), Is.EqualTo((torch.float32, TorchDTypes.Find(DType.FromName(name)!))));
        Assert.That(Numbers.Of(wide), Is.EqualTo(checkpoint["x"].ToSingles()));
        // As libtorch itself has them.
        Assert.That(Numbers.Of(wide), Is.EqualTo(Numbers.Of(raw)));
        using Parts module = new Parts().Parameter("x", torch.zeros(256));
        module.load_pt(path);
        Assert.That(Numbers.Of(module.get_parameter("x")), Is.EqualTo(Numbers.Of(wide)));
    }

    [Test]
    public void GivenUnsignedIntegers_EachNumberIsItself()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint words = Open<ushort>(DType.UInt16, [0, 1, 32767, 32768, 65535]);
        Assert.That(words.load_tensors()["x"].data<int>().ToArray(), Is.EqualTo(new[] { 0, 1, 32767, 32768, 65535 }));
        using Checkpoint ints = Open<uint>(DType.UInt32, [0, 1, int.MaxValue, 1u << 31, uint.MaxValue]);
        Assert.That(ints.load_tensors()["x"].data<long>().ToArray(), Is.EqualTo(new[] { 0, 1, int.MaxValue, 1L << 31, uint.MaxValue }));
        using Checkpoint longs = Open<ulong>(DType.UInt64, [0, 1, long.MaxValue]);
        Assert.That(longs.load_tensors()["x"].data<long>().ToArray(), Is.EqualTo(new[] { 0, 1, long.MaxValue }));
        Assert.That(words.load_tensors(widen: false)["x"].dtype, Is.EqualTo(TorchDTypes.Find(DType.UInt16)));
    }

    [Test]
    public void GivenNumberAboveEveryInteger_ItIsRefusedAndNothingIsLeft()
    {
        using Checkpoint checkpoint = Open<ulong>(DType.UInt64, [0, 1UL << 63]);
        long before = Numbers.Alive();
        Assert.That(() => checkpoint.load_tensors(),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("'x' is uint64").And.Message.Contains("widen: false"));
        Assert.That(Numbers.Alive(), Is.EqualTo(before));
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.That(Numbers.Bytes(checkpoint.load_tensors(widen: false)["x"]), Is.EqualTo("00000000000000000000000000000080"));
    }

    [Test]
    public void GivenViewsOfOneMemory_TheyShareItWhenTheyAreWider([Values("uint16", "uint64", "float8_e4m3fn", "complex32")] string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DType dtype = DType.FromName(name)!;
        TensorInfo whole = TensorInfo.Create(dtype, [6], new byte[6 * dtype.ItemSize]);
        var views = new Dictionary<string, TensorInfo> { ["all"] = whole, ["last"] = whole.Run(4, 2), ["small"] = whole.Run(2, 1) };
        SavePlan.Of(views, _folder.PathOf("views.pt"), options: new SaveOptions { Overwrite = true }).Write();
        using Checkpoint checkpoint = Checkpoint.Open(_folder.PathOf("views.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors();
        tensors["last"].fill_(7);
        torch.Tensor all = name == "complex32" ? tensors["all"].real : tensors["all"];
        Assert.That(Numbers.Of(all), Is.EqualTo(new float[] { 0, 0, 0, 0, 7, 7 }));
        Assert.That(tensors["small"].shape, Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public void GivenFixturesOfEveryDType_NoneComesOutWithoutAName()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (string path in Directory.GetFiles(Fixtures.PathOf("torch-2.11/dtype"), "*.pt"))
        {
            using Checkpoint checkpoint = Checkpoint.Open(path);
            // Those of uint64 may have numbers that are refused.
            if (checkpoint.StateDict().Values.Any(static tensor => tensor.DType == DType.UInt64
                || TensorParts.WhyNot(tensor, widen: true) is not null)) continue;
            foreach (var (name, tensor) in checkpoint.load_tensors())
                Assert.That(Enum.IsDefined(tensor.dtype), Is.True, $"{path} {name}: {tensor.dtype}");
        }
    }

    [Test]
    public void GivenLibTorchWithoutTheDType_ItIsReadAllTheSame()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Version loaded = TorchDTypes.LibTorch;
        TorchDTypes.LibTorch = new Version(1, 13);
        try
        {
            using Checkpoint words = Open<ushort>(DType.UInt16, [65535]), bytes = Open<byte>(DType.Float8E5M2, [0x3c]);
            Assert.That(words.load_tensors()["x"].item<int>(), Is.EqualTo(65535));
            Assert.That(bytes.load_tensors()["x"].item<float>(), Is.EqualTo(1f));
            Assert.Throws<NotSupportedException>(() => words.load_tensors(widen: false));
        }
        finally
        {
            TorchDTypes.LibTorch = loaded;
        }
    }

    private Checkpoint Open<T>(DType dtype, T[] numbers) where T : unmanaged =>
        Checkpoint.Open(Written(dtype.Name, dtype, MemoryMarshal.AsBytes<T>(numbers).ToArray()));

    private string Written(string name, DType dtype, byte[] elements)
    {
        string path = _folder.PathOf(name + ".pt");
        new CheckpointWriter().Add("x", dtype, elements, elements.Length / dtype.ItemSize).Save(path, overwrite: true);
        return path;
    }
}
