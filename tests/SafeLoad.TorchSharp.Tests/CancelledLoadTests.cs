using SafeLoad.Placement;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>A load that is cancelled at whichever read: the module has what the exception names, and is else as it was.</summary>
[OnCpu]
public sealed class CancelledLoadTests
{
    private const int Large = 300_000;

    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    // One that is read in place, one that is cast, one that is turned round, one in many parts.
    private static byte[] File { get; } = Saved.Bytes(static writer => writer.Add<float>("plain", Numbers.Count(12), 3, 4)
        .Add<double>("cast", [1, 2, 3], 3).Add<float>("turned", Numbers.Count(12), 3, 4).Add<float>("large", Numbers.Count(Large), Large)
        .Add<float>("last", [5], 1));

    [Test]
    public void GivenAnyRead_WrittenIsWhatChanged()
    {
        using var source = new CancellingSource(File);
        using Checkpoint checkpoint = Checkpoint.Open(source);
        var seen = new HashSet<int>();
        for (int at = 1; ; at++)
        {
            using Parts module = Module();
            long alive = Numbers.Alive();
            if (WrittenBefore(() => module.load_pt(checkpoint, cancellation: source.Arm(at))) is not { } written) break;
            Assert.That(Numbers.Alive(), Is.EqualTo(alive));
            Assert.That(written, Is.EqualTo(Changed(module)), $"cancelled at read {at}");
            seen.Add(written.Length);
        }
        // Tensors are read side by side: how many are whole when a read is cancelled is not the same each time.
        Assert.That(seen, Has.Count.GreaterThan(1).And.Not.Contains(0), "reads among the tensors, and after them");
    }

    // Those that had no memory get it with all of their numbers, or not at all.
    [Test]
    public void GivenAnyRead_TheMetaDeviceIsLeftByAllOrNone()
    {
        using var made = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2));
        using var source = new CancellingSource(Saved.Bytes(writer => writer.Add("w", made)));
        using Checkpoint checkpoint = Checkpoint.Open(source);
        for (int at = 1; ; at++)
        {
            using var module = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2, device: torch.META));
            using (torch.no_grad()) foreach (string name in (string[])["0.weight", "0.bias"]) module.get_parameter(name)!.fill_(-1);
            long alive = Numbers.Alive();
            string[]? written = WrittenBefore(() => module.load_pt(checkpoint, assign: Assign.Materialize, cancellation: source.Arm(at)));
            if (written is null)
            {
                Assert.That(Numbers.Bytes(module), Is.EqualTo(Numbers.Bytes(made)));
                break;
            }
            // TorchSharp's count keeps the tensor that a Parameter was made of: two were made.
            Assert.That(Numbers.Alive(), Is.EqualTo(alive + 2));
            Assert.That(module.get_parameter("1.weight")!.device_type, Is.EqualTo(DeviceType.META));
            string[] changed = [.. new[] { "0.bias", "0.weight" }
                .Where(name => Numbers.Of(module.get_parameter(name)).Any(static number => number != -1))];
            Assert.That(written, Is.EqualTo(changed), $"cancelled at read {at}");
        }
    }

    [Test]
    public void GivenCancellationBefore_NothingIsTouched([Values] Assign assign, [Values] bool isOpen)
    {
        string path = _folder.PathOf("whole.pt");
        System.IO.File.WriteAllBytes(path, File);
        using Parts module = Module();
        var ended = new CancellationToken(true);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        OperationCanceledException problem = Assert.Catch<OperationCanceledException>(() => _ = isOpen
            ? module.load_pt(checkpoint, assign: assign, cancellation: ended) : module.load_pt(path, assign: assign, cancellation: ended))!;
        Assert.That(problem.Data, Is.Empty);
        Assert.That(Changed(module), Is.Empty);
    }

    // Views of the file are there before what cannot be one is read.
    [Test]
    public void GivenEndAfterTheFirstViews_TheyAreNamed()
    {
        string path = _folder.PathOf("views.pt");
        byte[] damaged = [.. File];
        damaged[damaged.AsSpan().IndexOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>([1, 2, 3]))] ^= 1;
        System.IO.File.WriteAllBytes(path, damaged);
        using Parts module = Module();
        Exception problem = Assert.Catch<MalformedCheckpointException>(() => module.load_pt(path, assign: Assign.Share))!;
        Assert.That((string[])problem.Data["SafeLoad.Written"]!, Is.EqualTo(Changed(module)).And.Contains("large"));
    }

    private static string[]? WrittenBefore(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (OperationCanceledException problem)
        {
            return (string[])problem.Data["SafeLoad.Written"]!;
        }
    }

    private static string[] Changed(Parts module) => [.. module.named_parameters()
        .Where(static pair => Numbers.Of(pair.parameter).Any(static number => number != -1)).Select(static pair => pair.name)
        .Order(StringComparer.Ordinal)];

    private static Parts Module() => new Parts().Parameter("plain", torch.full([3, 4], -1f)).Parameter("cast", torch.full(3, -1f))
        .Parameter("turned", torch.full([4, 3], -1f).t()).Parameter("large", torch.full(Large, -1f)).Parameter("last", torch.full(1, -1f));
}
