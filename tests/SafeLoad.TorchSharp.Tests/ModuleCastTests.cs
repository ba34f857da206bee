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

    [Test]
    public void GivenIntegers_TheyAreNeverCast()
    {
        using Parts module = new Parts().Buffer("weight", torch.ones(2));
        Assert.Throws<LoadPlanException>(() => module.load_pt(Written("integers.pt", [1L, 2])));
        using Parts integers = new Parts().Buffer("weight", torch.ones(2, dtype: torch.int32));
        Assert.Throws<LoadPlanException>(() => integers.load_pt(Written("integers.pt", [1L, 2])));
        Assert.Throws<LoadPlanException>(() => integers.load_pt(Written("floats.pt", [1f, 2])));
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
