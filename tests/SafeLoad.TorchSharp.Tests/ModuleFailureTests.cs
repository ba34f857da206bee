using SafeLoad.Placement;
using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Damaged files, cancellation, progress.</summary>
public sealed class ModuleFailureTests
{
    private const int Count = 100, Size = 40_000;

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
    public void GivenOneMismatchAmongMany_EveryByteStays([Values("shape", "dtype", "missing", "meta")] string what,
        [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using Parts module = Module(except: 57);
        if (what == "shape") module.Parameter("layers.57.weight", torch.full(Size + 1, -1f));
        if (what == "dtype") module.Buffer("layers.57.weight", torch.ones(Size, dtype: torch.int64));
        if (what == "meta") module.Parameter("layers.57.weight", torch.empty(Size, device: torch.META));
        if (what == "meta") Assert.Throws<NotSupportedException>(() => module.load_pt(_path, assign: assign));
        else Assert.Throws<LoadPlanException>(() => module.load_pt(_path, assign: assign));
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (name != "layers.57.weight") Assert.That(Numbers.Of(parameter), Is.All.EqualTo(-1f), name);
        }
    }

    [Test]
    public void GivenDamagedNumbers_TheChecksumTells()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        bytes[bytes.Length / 2] ^= 1;
        string damaged = _folder.PathOf("damaged.pt");
        File.WriteAllBytes(damaged, bytes);
        using Parts module = Module();
        MalformedCheckpointException problem = Assert.Throws<MalformedCheckpointException>(() => module.load_pt(damaged))!;
        Assert.That(problem.Message, Does.Contain("SL1105"));
        using Checkpoint checkpoint = Checkpoint.Open(damaged);
        long before = Numbers.Alive();
        Assert.Throws<MalformedCheckpointException>(() => checkpoint.load_tensors());
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
    }

    [Test]
    public void GivenFileThatWasCutShort_ItIsRefused()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        string cut = _folder.PathOf("cut.pt");
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        using Parts module = Module();
        Assert.Catch<SafeLoadException>(() => module.load_pt(cut));
        Assert.That(Numbers.Of(module.get_parameter("layers.0.weight")), Is.All.EqualTo(-1f));
    }

    [Test]
    public void GivenCancellation_ItEnds()
    {
        using Parts module = Module();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Catch<OperationCanceledException>(() => module.load_pt(_path, cancellation: cancelled.Token));
        Assert.That(Numbers.Of(module.get_parameter("layers.0.weight")), Is.All.EqualTo(-1f));
        using Checkpoint checkpoint = Checkpoint.Open(_path);
        long before = Numbers.Alive();
        Assert.Catch<OperationCanceledException>(() => checkpoint.load_tensors(cancellation: cancelled.Token));
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
        module.load_pt(_path);
        Assert.That(Numbers.Of(module.get_parameter("layers.3.weight")), Is.EqualTo(Numbers.Count(Size, 3)));
    }

    [Test]
    public void GivenProgress_ItEndsAtTheBytes()
    {
        using Parts module = Module();
        var told = new Told();
        LoadReport report = module.load_pt(_path, progress: told);
        Assert.That(told.Bytes, Is.Ordered.And.Not.Empty);
        Assert.That((told.Bytes[^1], report.BytesRead), Is.EqualTo((4L * Count * Size, 4L * Count * Size)));
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(_path);
        told.Bytes.Clear();
        checkpoint.load_tensors(progress: told);
        Assert.That(told.Bytes[^1], Is.EqualTo(4L * Count * Size));
    }

    private static Parts Module(int except = -1)
    {
        var module = new Parts();
        for (int i = 0; i < Count; i++)
        {
            if (i != except) module.Parameter($"layers.{i}.weight", torch.full(Size, -1f));
        }
        return module;
    }

    // Told on the caller's thread, unlike Progress<T>.
    private sealed class Told : IProgress<long>
    {
        public List<long> Bytes { get; } = [];

        public void Report(long value) => Bytes.Add(value);
    }
}
