using System.Runtime.InteropServices;
using SafeLoad.Placement;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Numbers of another dtype than the module's.</summary>
public sealed class ModuleCastTests
{
    private static readonly float[] s_numbers = [0, 1, -2, 1 / 3f, 65504, 1e-5f, -0.1f, 3.14159274f];

    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenFloat32_ItBecomesTheModules([Values(torch.ScalarType.Float16, torch.ScalarType.BFloat16,
        torch.ScalarType.Float64)] torch.ScalarType type, [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        string path = Written("float32.pt", s_numbers);
        using Parts module = new Parts().Parameter("weight", torch.zeros(8, dtype: type));
        LoadReport report = module.load_pt(path, assign: assign);
        Assert.That(report.Shared, Is.Empty);
        Assert.That(report.Loaded.Single().IsCast, Is.True);
        Assert.That(module.get_parameter("weight")!.dtype, Is.EqualTo(type));
        // As libtorch itself rounds.
        torch.Tensor expected = torch.zeros(8, dtype: type).copy_(torch.tensor(s_numbers));
        Assert.That(Numbers.Bytes(module.get_parameter("weight")), Is.EqualTo(Numbers.Bytes(expected)));
    }

    [Test]
    public void GivenFloat64AndHalf_TheyBecomeFloat32()
    {
        using Parts module = new Parts().Parameter("weight", torch.zeros(3));
        module.load_pt(Written("float64.pt", [0.1, 1e300, -3.0]), strict: true);
        Assert.That(Numbers.Of(module.get_parameter("weight")), Is.EqualTo(new[] { 0.1f, float.PositiveInfinity, -3f }));
        module.load_pt(Written("half.pt", [(Half)0.1, (Half)2, (Half)(-3)]));
        Assert.That(Numbers.Of(module.get_parameter("weight")), Is.EqualTo(new[] { (float)(Half)0.1, 2f, -3f }));
    }

    [Test]
    public void GivenNumbersThatOverflow_TheReportCountsThem()
    {
        using Parts module = new Parts().Parameter("weight", torch.zeros(3, dtype: torch.float16));
        LoadReport report = module.load_pt(Written("large.pt", [1e5f, -1e6f, 2]));
        Assert.That(report.Overflows, Is.EqualTo(new Dictionary<string, long> { ["weight"] = 2 }));
    }

    [Test]
    public void GivenNoCast_AnotherDTypeIsRefused()
    {
        using Parts module = new Parts().Parameter("weight", torch.ones(8, dtype: torch.float64));
        LoadPlanException problem =
            Assert.Throws<LoadPlanException>(() => module.load_pt(Written("none.pt", s_numbers), cast: false))!;
        Assert.That(problem.Message, Does.Contain("weight").And.Contains("float32[8]").And.Contains("float64[8]"));
        Assert.That(Numbers.Of(module.get_parameter("weight")), Is.All.EqualTo(1f));
    }

    // Those of quantized weights mean nothing without their scale.
    [Test]
    public void GivenIntegersForFloats_OrFloatsForIntegers_TheyAreRefused()
    {
        using Parts module = new Parts().Buffer("weight", torch.ones(2));
        Assert.Throws<LoadPlanException>(() => module.load_pt(Written("integers.pt", [1L, 2])));
        Assert.Throws<LoadPlanException>(() => module.load_pt(Written<sbyte>("bytes.pt", [1, 2])));
        using Parts integers = new Parts().Buffer("weight", torch.ones(2, dtype: torch.int32));
        Assert.Throws<LoadPlanException>(() => integers.load_pt(Written("floats.pt", [1f, 2])));
    }

    [Test]
    public void GivenIntegersThatFit_TheyBecomeTheModules(
        [Values(torch.ScalarType.Byte, torch.ScalarType.Int8, torch.ScalarType.Int16, torch.ScalarType.Int32, torch.ScalarType.Int64,
            torch.ScalarType.Bool)] torch.ScalarType type, [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        string[] paths = [Written("i64.pt", [0L, 1]), Written("i32.pt", [0, 1]), Written<short>("i16.pt", [0, 1]),
            Written<byte>("u8.pt", [0, 1]), Written<ushort>("u16.pt", [0, 1]), Written<uint>("u32.pt", [0, 1]),
            Written<ulong>("u64.pt", [0, 1]),
            Written("bool.pt", [false, true])];
        foreach (string path in paths)
        {
            using Parts module = new Parts().Buffer("weight", torch.full(2, 1, dtype: type));
            LoadReport report = module.load_pt(path, assign: assign);
            Assert.That(Numbers.Of(module.get_buffer("weight")), Is.EqualTo(new[] { 0f, 1 }), path);
            Assert.That((module.get_buffer("weight")!.dtype, report.Loaded.Single().Slot.DType),
                Is.EqualTo((type, TorchDTypes.Of(type))), path);
            Assert.That(report.Loaded.Single().IsCast, Is.EqualTo(report.Loaded.Single().Tensor.DType != TorchDTypes.Of(type)), path);
        }
    }

    [TestCase("i64.pt", torch.ScalarType.Int32, "2147483648 is no int32")]
    [TestCase("i64.pt", torch.ScalarType.Bool, "7 is no bool")]
    [TestCase("negative.pt", torch.ScalarType.Byte, "-1 is no uint8")]
    [TestCase("u64.pt", torch.ScalarType.Int64, "18446744073709551615 is no int64")]
    public void GivenIntegerThatDoesNotFit_ItIsNamedAndNothingIsWritten(string file, torch.ScalarType type, string says)
    {
        Written("i64.pt", [7L, 1L << 31]);
        Written<short>("negative.pt", [7, -1]);
        Written<ulong>("u64.pt", [7, ulong.MaxValue]);
        using Parts module = new Parts().Buffer("weight", torch.full(2, 1, dtype: type));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => module.load_pt(_folder.PathOf(file)))!;
        Assert.That(problem.Message, Does.Contain(says));
        Assert.That(Numbers.Of(module.get_buffer("weight")), Is.All.EqualTo(1f));
    }

    [Test]
    public void GivenComplex64_ItBecomesComplex128_AndNotTheOtherWay()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        string narrow = _folder.PathOf("complex64.pt"), wide = _folder.PathOf("complex128.pt");
        new CheckpointWriter().Add("weight", DType.Complex64, MemoryMarshal.AsBytes<float>([1, -2, 0.1f, 4]), 2).Save(narrow, true);
        new CheckpointWriter().Add("weight", DType.Complex128, MemoryMarshal.AsBytes<double>([1, -2, 0.1, 4]), 2).Save(wide, true);
        using Parts module = new Parts().Parameter("weight", torch.zeros(2, dtype: torch.complex128));
        module.load_pt(narrow);
        using (torch.no_grad())
        {
            Assert.That(Numbers.Of(torch.view_as_real(module.get_parameter("weight")!).view(-1)), Is.EqualTo(new[] { 1, -2, 0.1f, 4 }));
        }
        using Parts other = new Parts().Parameter("weight", torch.zeros(2, dtype: torch.complex64));
        Assert.Throws<LoadPlanException>(() => other.load_pt(wide));
    }

    // PyTorch before 0.4 had no tensors without dimensions.
    [Test]
    public void GivenOneElement_ItBecomesAScalar([Values] bool isDouble, [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using Parts module = new Parts().Parameter("weight", torch.zeros([]));
        module.load_pt(isDouble ? Written("one64.pt", [2.5]) : Written("one32.pt", [2.5f]), assign: assign);
        Assert.That((module.get_parameter("weight")!.shape.Length, module.get_parameter("weight")!.item<float>()), Is.EqualTo((0, 2.5f)));
        Assert.Throws<LoadPlanException>(() => module.load_pt(Written("two.pt", [2.5f, 3])));
    }

    // TorchSharp makes a BatchNorm's counter of the dtype that its weights are given; PyTorch's is always int64.
    [Test]
    public void GivenBatchNormOfGivenDType_ItsCounterIsFilled([Values(torch.ScalarType.Float32,
        torch.ScalarType.Float16)] torch.ScalarType type)
    {
        using var norm = BatchNorm2d(2, dtype: type);
        string path = _folder.PathOf("norm.pt");
        new CheckpointWriter().Add<float>("weight", Numbers.Count(2), 2).Add<float>("bias", Numbers.Count(2), 2)
            .Add<float>("running_mean", Numbers.Count(2), 2)
            .Add<float>("running_var", Numbers.Count(2), 2).Add<long>("num_batches_tracked", [3]).Save(path, overwrite: true);
        norm.load_pt(path);
        Assert.That(Numbers.Of(norm.num_batches_tracked!), Is.EqualTo(new[] { 3f }));
        Assert.That(Numbers.Of(norm.running_mean!), Is.EqualTo(new[] { 0f, 1f }));
    }

    private string Written<T>(string name, T[] numbers) where T : unmanaged
    {
        string path = _folder.PathOf(name);
        new CheckpointWriter().Add<T>("weight", numbers, numbers.Length).Save(path, overwrite: true);
        return path;
    }
}
