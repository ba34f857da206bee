using System.Globalization;
using System.Security.Cryptography;
using SafeLoad.Placement;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Parameters that view the file, which only the CPU can.</summary>
[OnCpu]
public sealed class ShareTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenTraining_TheFileNeverChanges()
    {
        string path = Written("train.pt");
        byte[] before = SHA256.HashData(File.ReadAllBytes(path));
        using var model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2));
        LoadReport report = model.load_pt(path, assign: Assign.Share);
        Assert.That((report.Shared.Count, report.BytesRead), Is.EqualTo((4, 0L)));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.That(Numbers.Of(model.get_parameter("0.weight")), Is.EqualTo(Numbers.Count(12)));
        using var optimizer = torch.optim.Adam(model.parameters(), lr: 0.5);
        for (int i = 0; i < 3; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            model.forward(torch.ones(5, 4)).square().sum().backward();
            optimizer.step();
        }
        Assert.That(Numbers.Of(model.get_parameter("0.weight")), Is.Not.EqualTo(Numbers.Count(12)));
        Assert.That(SHA256.HashData(File.ReadAllBytes(path)), Is.EqualTo(before));
        // Another module gets what the file has.
        using var second = Sequential(Linear(4, 3), ReLU(), Linear(3, 2));
        second.load_pt(path, assign: Assign.Share);
        Assert.That(Numbers.Of(second.get_parameter("0.weight")), Is.EqualTo(Numbers.Count(12)));
    }

    [Test]
    public void GivenFileThatIsDeletedOrReplaced_TheNumbersStay()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("a mapped file cannot be deleted");
        string path = Written("gone.pt");
        using var model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2));
        using (Checkpoint checkpoint = Checkpoint.Open(path)) model.load_pt(checkpoint, assign: Assign.Share);
        File.Delete(path);
        File.WriteAllBytes(path, new byte[10]);
        Assert.That(Numbers.Of(model.get_parameter("2.weight")), Is.EqualTo(Numbers.Count(6, 3)));
    }

    [Test]
    public void GivenFilesThatCannotBeMapped_TheyAreRead()
    {
        byte[] bytes = File.ReadAllBytes(Written("memory.pt"));
        using Checkpoint checkpoint = Checkpoint.Open(bytes);
        using var model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2));
        LoadReport report = model.load_pt(checkpoint, assign: Assign.Share);
        Assert.That((report.Shared.Count, report.BytesRead), Is.EqualTo((0, 92L)));
        Assert.That(Numbers.Of(model.get_parameter("2.weight")), Is.EqualTo(Numbers.Count(6, 3)));
    }

    [Test]
    public void GivenTensorsThatDoNotLieAtTheirSize_TheyAreRead()
    {
        // The header of a safetensors file is as long as its names; one byte before them puts the rest out of line.
        string path = _folder.PathOf("odd.safetensors");
        using (Checkpoint written = Checkpoint.Open(Written("even.pt")))
            SavePlan.Of(written.StateDict(), path, options: new SaveOptions { Overwrite = true }).Write();
        byte[] even = File.ReadAllBytes(path);
        long header = BitConverter.ToInt64(even) + 1;
        File.WriteAllBytes(path,
            [.. BitConverter.GetBytes(header), .. even[8..(int)(header + 7)], (byte)' ', .. even[(int)(header + 7)..]]);
        using var model = Sequential(Linear(4, 3), ReLU(), Linear(3, 2));
        LoadReport report = model.load_pt(path, assign: Assign.Share);
        Assert.That((report.Shared.Count, report.BytesRead), Is.EqualTo((0, 92L)));
        Assert.That(Numbers.Of(model.get_parameter("2.weight")), Is.EqualTo(Numbers.Count(6, 3)));
    }

    [Test]
    public void GivenSomeCasts_TheOthersAreShared()
    {
        using Parts model = new Parts().Parameter("0.weight", torch.zeros(3, 4, dtype: torch.float64)).Parameter("0.bias", torch.zeros(3))
            .Parameter("2.weight", torch.zeros(2, 3)).Parameter("2.bias", torch.zeros(2, dtype: torch.float16));
        LoadReport report = model.load_pt(Written("some.pt"), assign: Assign.Share);
        Assert.That(report.Shared, Is.EquivalentTo(new[] { "0.bias", "2.weight" }));
        Assert.That(report.BytesRead, Is.EqualTo(56));
        Assert.That(Numbers.Of(model.get_parameter("0.weight")), Is.EqualTo(Numbers.Count(12)));
        Assert.That(Numbers.Of(model.get_parameter("2.bias")), Is.EqualTo(Numbers.Count(2, 4)));
    }

    [Test]
    public void GivenLargeFile_TheProcessDoesNotGrow()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("/proc tells how much memory is the process' own");
        const int size = 7_000;
        string path = _folder.PathOf("large.pt");
        new CheckpointWriter().Add<float>("weight", Numbers.Count(size * size, 1e-4f), size, size).Save(path);
        using var model = new Parts();
        using (var scope = torch.NewDisposeScope()) model.Parameter("weight", torch.empty(size, size).MoveToOuterDisposeScope());
        GC.Collect(2, GCCollectionMode.Aggressive, true, true);
        long before = Private();
        model.load_pt(path, assign: Assign.Share);
        using (torch.no_grad()) model.get_parameter("weight")!.sum().Dispose();
        Assert.That(Private() - before, Is.LessThan(20 << 20));
        File.Delete(path);
    }

    private string Written(string name)
    {
        string path = _folder.PathOf(name);
        new CheckpointWriter().Add<float>("0.weight", Numbers.Count(12), 3, 4).Add<float>("0.bias", Numbers.Count(3, 2), 3)
            .Add<float>("2.weight", Numbers.Count(6, 3), 2, 3).Add<float>("2.bias", Numbers.Count(2, 4), 2).Save(path, overwrite: true);
        return path;
    }

    // Memory that is neither a file's nor shared.
    private static long Private()
    {
        string line = File.ReadLines("/proc/self/status").First(static text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
    }
}
