using System.Security.Cryptography;
using SafeLoad.Writing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>A save that is cancelled, or whose listener fails, at whichever bytes: the folder is as it was.</summary>
public sealed class CancelledSaveTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenProgress_ItEndsAtTheFilesLength([Values("module", "run", "safetensors", "shards")] string what)
    {
        using Parts model = Model();
        using Adam optimizer = Stepped(model);
        string folder = Directory.CreateDirectory(_folder.PathOf(what)).FullName;
        var told = new List<long>();
        Save(what, model, optimizer, folder, new Told(told.Add), default);
        Assert.That(told, Is.Ordered.And.Not.Empty);
        Assert.That(told[^1], Is.EqualTo(Directory.GetFiles(folder).Sum(static file => new FileInfo(file).Length)));
        Assert.That(told.Count(bytes => bytes < told[^1]), Is.GreaterThan(2), "on the way");
    }

    [Test]
    public void GivenEndOnTheWay_NothingIsLeftAndWhatWasThereStays([Values("module", "run", "safetensors", "shards")] string what,
        [Values] bool replaces, [Values] bool fails, [Values(1, 3, -1)] int report)
    {
        using Parts model = Model();
        using Adam optimizer = Stepped(model);
        string folder = Directory.CreateDirectory(_folder.PathOf($"{what}{replaces}{fails}{report}")).FullName;
        if (replaces) Save(what, model, optimizer, folder, null, default);
        Dictionary<string, string> before = FilesOf(folder);
        int reports = 0;
        Save(what, model, optimizer, Directory.CreateDirectory(folder + "-counted").FullName, new Told(_ => reports++), default);
        long alive = Numbers.Alive();
        int left = report > 0 ? report : reports;
        using var source = new CancellationTokenSource();
        var progress = new Told(_ =>
        {
            if (--left > 0) return;
            if (fails) throw new NotSupportedException();
            source.Cancel();
        });
        // Once the last bytes are written there is nothing more that ends: the files are there as a whole.
        if (report < 0 && !fails)
        {
            Save(what, model, optimizer, folder, progress, source.Token);
            Assert.That(FilesOf(folder), Is.EqualTo(FilesOf(folder + "-counted")));
            return;
        }
        Assert.That(() => Save(what, model, optimizer, folder, progress, source.Token),
            fails ? Throws.TypeOf<NotSupportedException>() : Throws.InstanceOf<OperationCanceledException>());
        Assert.That(FilesOf(folder), Is.EqualTo(before));
        Assert.That(Numbers.Alive(), Is.EqualTo(alive));
    }

    private static void Save(string what, Parts model, Adam optimizer, string folder, IProgress<long>? progress,
        CancellationToken cancellation)
    {
        switch (what)
        {
            case "module":
                model.save_pt(Path.Combine(folder, "m.pt"), overwrite: true, progress, cancellation);
                break;
            case "run":
                model.save_pt(Path.Combine(folder, "m.pt"), optimizer, epoch: 3, overwrite: true, progress: progress,
                    cancellation: cancellation);
                break;
            default:
                SaveOptions options = new() { MaxShardBytes = what == "shards" ? 1_500_000 : null };
                model.save_safetensors(Path.Combine(folder, "m.safetensors"), overwrite: true, options, progress, cancellation);
                break;
        }
    }

    // Two pieces each, one in another order, which is copied while it is written.
    private static Parts Model() => new Parts().Parameter("a", full(300_000, 2f)).Parameter("b", full([500, 600], 3f).t())
        .Parameter("c", full(300_000, 4f));

    private static Adam Stepped(Parts model)
    {
        Adam optimizer = optim.Adam(model.parameters());
        using DisposeScope scope = NewDisposeScope();
        foreach (Parameter parameter in model.parameters()) parameter.sum().backward();
        optimizer.step();
        return optimizer;
    }

    private static Dictionary<string, string> FilesOf(string folder) => Directory.GetFiles(folder)
        .ToDictionary(static file => Path.GetFileName(file), static file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private sealed class Told(Action<long> told) : IProgress<long>
    {
        public void Report(long value) => told(value);
    }
}
