using SafeLoad.Placement;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Modules as safetensors.</summary>
public sealed class SaveSafetensorsTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenModule_ItIsSafetensorsAndComesBack()
    {
        using var model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4));
        using var other = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4));
        string path = _folder.PathOf("model.safetensors");
        SavePlan plan = model.save_safetensors(path);
        Assert.That((plan.Tensors.Count, plan.Dropped.Count, plan.Files.Single().Path), Is.EqualTo((7, 0, path)));
        using (Checkpoint checkpoint = Checkpoint.Open(path)) Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Safetensors));
        other.load_pt(path);
        Assert.That(Numbers.Bytes(other), Is.EqualTo(Numbers.Bytes(model)));
        Assert.That(() => model.save_safetensors(path), Throws.InstanceOf<IOException>());
        model.save_safetensors(path, overwrite: true);
    }

    // The file says once what two parameters are.
    [Test]
    public void GivenTiedParameters_TheyAreWrittenOnceAndStayTied([Values] bool tiedAgain, [Values] bool inShards)
    {
        using Parts model = Tied(tied: true);
        string path = _folder.PathOf("tied.safetensors");
        SavePlan plan = model.save_safetensors(path, overwrite: true, options: new SaveOptions { MaxShardBytes = inShards ? 64 : null });
        if (inShards) path += ".index.json";
        Assert.That(plan.Dropped, Is.EqualTo(new Dictionary<string, string> { ["head.weight"] = "body.weight" }));
        using Parts other = Tied(tiedAgain);
        LoadReport report = other.load_pt(path);
        Assert.That(report.Missing.Concat(report.Unexpected), Is.Empty);
        Assert.That(Numbers.Bytes(other), Is.EqualTo(Numbers.Bytes(model)));
        using (no_grad()) other.get_parameter("body.weight")!.fill_(7);
        Assert.That(Numbers.Of(other.get_parameter("head.weight")), tiedAgain ? Is.All.EqualTo(7f) : Has.None.EqualTo(7f));
        // A module without the second name has no use for it.
        using Parts body = new Parts().Module("body", nn.Linear(4, 4));
        Assert.That(body.load_pt(path).Unexpected, Is.Empty);
    }

    [Test]
    public void GivenOptions_TheyCastAndCut()
    {
        using var model = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 8));
        Directory.CreateDirectory(_folder.PathOf("cut"));
        var told = new List<long>();
        SavePlan plan = model.save_safetensors(_folder.PathOf("cut/model.safetensors"), overwrite: true,
            options: new SaveOptions { FloatDType = DType.BFloat16, ShardCount = 2 }, progress: new Told(told));
        Assert.That((plan.Files.Count, told[^1]), Is.EqualTo((3, plan.Length)));
        using Checkpoint checkpoint = Checkpoint.Open(_folder.PathOf("cut"));
        Assert.That(checkpoint.StateDict().Values.Select(static tensor => tensor.DType), Is.All.EqualTo(DType.BFloat16));
    }

    [Test]
    public void GivenTensorsThatSafetensorsCannotHold_TheyAreNamedAndNothingIsWritten()
    {
        using Parts model = new Parts().Parameter("weights.c", zeros(2, dtype: complex128));
        string path = _folder.PathOf("complex.safetensors");
        Assert.That(() => model.save_safetensors(path), Throws.TypeOf<NotSupportedException>().With.Message.Contains("weights.c"));
        using Parts quantized = new Parts().Buffer("q", quantize_per_tensor(zeros(2), 1, 0, ScalarType.QInt8));
        Assert.That(() => quantized.save_safetensors(path), Throws.TypeOf<NotSupportedException>().With.Message.Contains("quantized"));
        Assert.That(File.Exists(path), Is.False);
    }

    // A zip under that name would be taken for a broken file.
    [Test]
    public void GivenItsNameForAZip_TheOtherMethodIsNamed([Values("m.safetensors", "M.SafeTensors")] string name)
    {
        using var model = nn.Linear(2, 2);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        string path = _folder.PathOf(name);
        Assert.That(() => model.save_pt(path), Throws.ArgumentException.With.Message.Contains("save_safetensors"));
        Assert.That(() => model.save_pt(path, optimizer), Throws.ArgumentException.With.Message.Contains("save_safetensors"));
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void GivenCancellation_NothingIsLeft()
    {
        using var model = nn.Linear(2, 2);
        string folder = Directory.CreateDirectory(_folder.PathOf("cancelled")).FullName;
        var ended = new CancellationToken(true);
        Assert.That(() => model.save_safetensors(Path.Combine(folder, "m.safetensors"), cancellation: ended),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => model.save_pt(Path.Combine(folder, "m.pt"), cancellation: ended),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(folder), Is.Empty);
    }

    private static Parts Tied(bool tied)
    {
        var body = nn.Linear(4, 4);
        var head = nn.Linear(4, 4, hasBias: false);
        if (tied) head.weight = body.weight;
        return new Parts().Module("body", body).Module("head", head);
    }

    private sealed class Told(List<long> bytes) : IProgress<long>
    {
        public void Report(long value) => bytes.Add(value);
    }
}
