using SafeLoad.Placement;
using SafeLoad.TorchSharp.Transfers;
using SafeLoad.Writing;
using SafeLoad.TorchSharp.Tests.Support;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Transfers;

/// <summary>Tensors that reach a device by streams, on a device that is made of memory of the CPU.</summary>
[OnCpu]
public sealed class DeviceTransferTests
{
    private const int Count = 40, Size = 3_000;

    private readonly TemporaryFolder _folder = new();

    private string _path = "";

    [OneTimeSetUp]
    public void Write()
    {
        _path = _folder.PathOf("many.pt");
        var writer = new CheckpointWriter();
        for (int i = 0; i < Count; i++) writer.Add<float>($"layers.{i}.weight", Numbers.Count(Size, i), Size);
        writer.Save(_path);
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenFilesThatPyTorchWrote_TheirTensorsAreEqual([Values(1, 3)] int lanes, [Values(1024, 1 << 16)] int windowBytes)
    {
        int tensors = 0;
        foreach (string path in Directory.EnumerateFiles(Fixtures.PathOf("torch-2.11"), "*.pt*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Dictionary<string, torch.Tensor> expected, loaded;
            using var runtime = new LateRuntime(lanes, windowBytes);
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(path);
                loaded = checkpoint.load_tensors();
                TransferSettings.Current = TransferSettings.Current with { RuntimeOf = static _ => null };
                expected = checkpoint.load_tensors();
            }
            catch (Exception problem) when (problem is SafeLoadException or NotSupportedException or KeyNotFoundException)
            {
                continue;
            }
            Assert.That(runtime.Alive, Is.Zero, path);
            Assert.That(loaded.Keys, Is.EqualTo(expected.Keys), path);
            foreach (var (name, tensor) in expected)
            {
                if (tensor.is_sparse || tensor.device_type == DeviceType.META || tensor.numel() > 1 << 24) continue;
                tensors++;
                Assert.That(loaded[name].stride(), Is.EqualTo(tensor.stride()), path);
                Assert.That(Numbers.Bytes(loaded[name]), Is.EqualTo(Numbers.Bytes(tensor)), $"{path}: {name}");
            }
        }
        Assert.That(tensors, Is.GreaterThan(50));
    }

    [Test]
    public void GivenModule_ItIsFilled_AndNothingIsLeftOverTwoHundredLoads()
    {
        using var runtime = new LateRuntime(windowBytes: 20_000);
        using Parts module = Module();
        long before = Numbers.Alive();
        for (int i = 0; i < 200; i++)
        {
            LoadReport report = module.load_pt(_path);
            Assert.That((report.BytesRead, runtime.Alive), Is.EqualTo((4L * Count * Size, 0)));
        }
        for (int i = 0; i < Count; i++)
            Assert.That(Numbers.Of(module.get_parameter($"layers.{i}.weight")), Is.EqualTo(Numbers.Count(Size, i)));
        Assert.That(Numbers.Alive(), Is.EqualTo(before));
    }

    [Test]
    public void GivenOtherDType_TheDeviceCastsAndTheReportCounts([Values(torch.ScalarType.Float16, torch.ScalarType.BFloat16,
        torch.ScalarType.Float64)] torch.ScalarType type)
    {
        float[] numbers = [.. Numbers.Count(5_000, 1 / 3f)];
        (numbers[7], numbers[8], numbers[9], numbers[4_000]) = (float.PositiveInfinity, 3.4e38f, 70_000, float.NaN);
        string path = Written("cast.pt", new CheckpointWriter().Add<float>("weight", numbers, 50, 100).Add<float>("flat", [1, 2, 3], 3));
        LoadReport Load(Parts module) => module.load_pt(path);
        using DisposeScope scope = torch.NewDisposeScope();
        Parts Made() => new Parts().Parameter("weight", torch.zeros(100, 50, dtype: type).t()).Buffer("flat", torch.zeros(3, dtype: type));
        using Parts expected = Made(), module = Made();
        LoadReport before = Load(expected), report;
        using (var runtime = new LateRuntime())
        {
            report = Load(module);
            Assert.That(runtime.Copies, Is.GreaterThan(2));
            Assert.That(runtime.Alive, Is.Zero);
        }
        Assert.That(report.Overflows, Is.EqualTo(before.Overflows));
        if (type == torch.ScalarType.Float16) Assert.That(report.Overflows["weight"], Is.EqualTo(2));
        Assert.That(report.BytesRead, Is.EqualTo(before.BytesRead));
        Assert.That(Numbers.Of(module.get_parameter("weight")), Is.EqualTo(Numbers.Of(expected.get_parameter("weight"))));
        Assert.That(Numbers.Of(module.get_buffer("flat")), Is.EqualTo(new float[] { 1, 2, 3 }));
    }

    [Test]
    public void GivenDoublesThatBecomeHalves_TheyAreRoundedOnce()
    {
        // Half way between two halves, and a little more than a float can tell.
        string path = Written("doubles.pt", new CheckpointWriter().Add<double>("weight", [1 + 1 / 2048.0 + 1e-12], 1));
        using var runtime = new LateRuntime();
        using Parts module = new Parts().Parameter("weight", torch.zeros(1, dtype: torch.float16));
        module.load_pt(path);
        Assert.That(Numbers.Of(module.get_parameter("weight")), Is.EqualTo(new[] { 1 + 1 / 1024f }));
    }

    [Test]
    public void GivenDamagedNumbers_TheExceptionSaysWhatWasWritten()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        bytes[bytes.Length / 2] ^= 1;
        string damaged = _folder.PathOf("damaged.pt");
        File.WriteAllBytes(damaged, bytes);
        using var runtime = new LateRuntime();
        using Parts module = Module();
        MalformedCheckpointException problem = Assert.Throws<MalformedCheckpointException>(() => module.load_pt(damaged))!;
        Assert.That(problem.Message, Does.Contain("SL1105"));
        CheckWritten(module, problem);
        Assert.That(runtime.Alive, Is.Zero);
        long before = Numbers.Alive();
        using Checkpoint checkpoint = Checkpoint.Open(damaged);
        Assert.Throws<MalformedCheckpointException>(() => checkpoint.load_tensors());
        Assert.That((Numbers.Alive(), runtime.Alive), Is.EqualTo((before, 0)));
    }

    [Test]
    public void GivenDeviceThatFails_TheExceptionSaysWhatWasWritten([Values(1, 2, 20, 60)] int copy)
    {
        using var runtime = new LateRuntime { FailingCopy = copy };
        using Parts module = Module();
        InvalidOperationException problem = Assert.Throws<InvalidOperationException>(() => module.load_pt(_path))!;
        CheckWritten(module, problem);
        Assert.That(runtime.Alive, Is.Zero);
    }

    [Test]
    public void GivenNoRoomForPinnedMemory_TheModuleStays()
    {
        using var runtime = new LateRuntime(lanes: 1) { FailingMemory = 1 };
        using Parts module = Module();
        Exception problem = Assert.Throws<InvalidOperationException>(() => module.load_pt(_path))!;
        Assert.That(problem.Data["SafeLoad.Written"], Is.Empty);
        CheckWritten(module, problem);
        Assert.That(runtime.Alive, Is.Zero);
    }

    [Test]
    public void GivenCancellationOnTheWay_TheExceptionSaysWhatWasWritten()
    {
        using var source = new CancellationTokenSource();
        int copies = 0;
        using var runtime = new LateRuntime { BeforeCopy = () =>
        {
            if (Interlocked.Increment(ref copies) == 10) source.Cancel();
        } };
        using Parts module = Module();
        Exception problem = Assert.Catch<OperationCanceledException>(() => module.load_pt(_path, cancellation: source.Token))!;
        Assert.That((string[])problem.Data["SafeLoad.Written"]!, Has.Length.InRange(1, Count - 1));
        CheckWritten(module, problem);
        Assert.That(runtime.Alive, Is.Zero);
    }

    [Test]
    public void GivenWorkThatFailsMeanwhile_NothingIsLeftOnItsWay()
    {
        using var runtime = new LateRuntime();
        using Parts module = Module();
        var progress = new FailingProgress();
        Assert.Throws<NotSupportedException>(() => module.load_pt(_path, progress: progress));
        Assert.That(runtime.Alive, Is.Zero);
    }

    [Test]
    public void GivenOptimizer_ItsStateTravelsAsAModuleDoes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint run = Checkpoint.Open(Fixtures.PathOf("torchsharp/training/optimizer_adam.pt"));
        string[] States(int expectedCopies)
        {
            var model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2));
            var optimizer = torch.optim.Adam(model.parameters());
            using var runtime = expectedCopies > 0 ? new LateRuntime() : null;
            optimizer.load_pt(run);
            if (runtime is not null) Assert.That((runtime.Copies, runtime.Alive), Is.EqualTo((expectedCopies, 0)));
            return [.. optimizer.state_dict().State.Cast<global::TorchSharp.Modules.Adam.State>()
                .SelectMany(static state => new[] { Numbers.Bytes(state.exp_avg), Numbers.Bytes(state.exp_avg_sq) })];
        }
        Assert.That(States(8), Is.EqualTo(States(0)));
    }

    // What the exception names may be either; all other is as it was.
    private static void CheckWritten(Parts module, Exception problem)
    {
        string[] written = (string[])problem.Data["SafeLoad.Written"]!;
        foreach (var (name, parameter) in module.named_parameters())
        {
            float[] numbers = Numbers.Of(parameter);
            if (numbers.Any(static number => number != -1)) Assert.That(written, Does.Contain(name));
        }
        Assert.That(written, Is.Unique.And.Length.LessThanOrEqualTo(Count));
    }

    private static Parts Module()
    {
        var module = new Parts();
        for (int i = 0; i < Count; i++) module.Parameter($"layers.{i}.weight", torch.full(Size, -1f));
        return module;
    }

    private string Written(string name, CheckpointWriter writer)
    {
        writer.Save(_folder.PathOf(name), overwrite: true);
        return _folder.PathOf(name);
    }

    private sealed class FailingProgress : IProgress<long>
    {
        public void Report(long value) => throw new NotSupportedException();
    }
}
