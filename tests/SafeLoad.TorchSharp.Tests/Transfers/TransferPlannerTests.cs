using SafeLoad.Placement;
using SafeLoad.TorchSharp.Transfers;
using SafeLoad.Writing;
using SafeLoad.TorchSharp.Tests.Support;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Transfers;

/// <summary>How tensors are divided into windows.</summary>
[OnCpu]
public sealed class TransferPlannerTests
{
    private DisposeScope? _scope;

    [SetUp]
    public void Begin() => _scope = torch.NewDisposeScope();

    [TearDown]
    public void End() => _scope!.Dispose();

    [Test]
    public void GivenAnySizes_EachByteIsInOneWindow_AndGoesToItsPlace([Values(256, 1000, 4096, 1 << 18)] int windowBytes,
        [Values(1, 2, 3)] int seed, [Values] bool packed)
    {
        var random = new Random(seed);
        int[] counts = [.. Enumerable.Range(0, 60).Select(_ =>
            random.Next(4) switch { 0 => 0, 1 => random.Next(1, 9), 2 => random.Next(1, 500), _ => random.Next(1, 70_000) })];
        List<TransferItem> items = Items(counts, packed);
        List<TransferWindow> windows = TransferPlanner.Plan(items, windowBytes);
        var next = items.ToDictionary(static item => item, static _ => 0L);
        foreach (TransferWindow window in windows)
        {
            int end = 0;
            foreach (TransferPiece piece in window.Pieces)
            {
                Assert.That(piece.Offset, Is.EqualTo(next[piece.Item]));
                Assert.That(piece.Length, Is.GreaterThan(0));
                Assert.That(piece.Length % piece.Item.ItemSize, Is.Zero);
                Assert.That(piece.Start % piece.Item.ItemSize, Is.Zero);
                Assert.That(piece.Start, Is.GreaterThanOrEqualTo(end));
                next[piece.Item] += piece.Length;
                end = piece.End;
                TransferPiece copy = window.Copies.Single(copy => copy.Start <= piece.Start && piece.End <= copy.End);
                Assert.That(copy.Item.To.Elements, Is.SameAs(piece.Item.To.Elements));
                Assert.That(piece.Item.To.Position + piece.Offset - copy.Item.To.Position - copy.Offset,
                    Is.EqualTo(piece.Start - copy.Start));
            }
            Assert.That(end, Is.LessThanOrEqualTo(windowBytes));
            // What is copied beside the pieces is padding, which is less than what runs are aligned to.
            Assert.That(window.Copies.Sum(static copy => copy.Length),
                Is.LessThan(window.BytesRead + Destination.Alignment * window.Pieces.Count));
        }
        foreach (var (item, done) in next) Assert.That(done, Is.EqualTo(item.ByteLength));
        foreach (var (item, done) in next) Assert.That(done, Is.EqualTo(item!.ByteLength));
    }

    [Test]
    public void GivenSmallTensorsOfOneBlock_AWindowIsOneCopy()
    {
        List<TransferWindow> windows = TransferPlanner.Plan(Items([.. Enumerable.Repeat(1000, 64)], packed: true), 1 << 16);
        Assert.That(windows, Has.Count.EqualTo(4));
        Assert.That(windows.Select(static window => (window.Pieces.Count, window.Copies.Count)), Is.All.EqualTo((16, 1)));
    }

    [Test]
    public void GivenOtherOrderInMemoryThanInTheFile_NoCopyCoversWhatLiesBetween()
    {
        List<TransferItem> items = Items([64, 64, 64], packed: true);
        List<TransferWindow> windows = TransferPlanner.Plan([items[0], items[2], items[1]], 4096);
        Assert.That(windows.Single().Copies.Select(static copy => copy.Length), Is.EqualTo(new[] { 256, 256, 256 }));
    }

    [Test]
    public void GivenSeveralDevices_EachHasItsOwnWindows()
    {
        List<TransferItem> items = Items([1000, 1000, 1000, 1000], packed: false, static i => i % 2);
        List<TransferWindow> windows = TransferPlanner.Plan(items, 1 << 16);
        Assert.That(windows.Select(static window => (window.Device, window.Pieces.Count)), Is.EqualTo(new[] { (0, 2), (1, 2) }));
    }

    // Each device has a bus of its own; the processors and their cache are shared.
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1000)]
    public void GivenSeveralDevices_MoreThreadsHaveSmallerWindows_AsFarAsThereAreProcessors(int devices)
    {
        var settings = new TransferSettings(static _ => null) { Lanes = 3, WindowBytes = 3 << 20 };
        TransferSettings shared = settings.To(devices);
        Assert.That(shared.Lanes, Is.EqualTo(Math.Max(3, Math.Min(3 * devices, Environment.ProcessorCount - 2))));
        Assert.That((long)shared.Lanes * shared.WindowBytes,
            Is.AtMost(3L * settings.WindowBytes).And.GreaterThan(2L * settings.WindowBytes));
        Assert.That(settings.To(1), Is.EqualTo(settings));
    }

    private static List<TransferItem> Items(int[] counts, bool packed, Func<int, int>? deviceOf = null)
    {
        var writer = new CheckpointWriter();
        for (int i = 0; i < counts.Length; i++) writer.Add<float>($"t.{i}", new float[counts[i]], counts[i]);
        using var stream = new MemoryStream();
        writer.Save(stream);
        using Checkpoint checkpoint = Checkpoint.Open(stream.ToArray());
        var packs = new DevicePacks();
        LoadPlan plan = LoadPlan.CreateForNewTensors(checkpoint.StateDict());
        return [.. plan.Tensors.Select((planned, i) => new TransferItem(planned, packed
            ? packs.Take(DType.Float32, counts[i], torch.CPU)
            : new Destination(torch.empty(counts[i], device: torch.CPU), DType.Float32) { DeviceIndex = deviceOf?.Invoke(i) ?? 0 }))];
    }
}
