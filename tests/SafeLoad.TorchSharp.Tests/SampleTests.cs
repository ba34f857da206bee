using SafeLoad.TorchSharp.Samples;
using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>The samples do what they say.</summary>
public sealed class SampleTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenResNetOfPyTorch_TheScoresAreItsOwn()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        string path = Fixtures.PathOf("torchsharp/modules/resnet18_width4.pt"), weights = _folder.PathOf("resnet18.pt");
        using (Checkpoint checkpoint = Checkpoint.Open(path))
            SavePlan.Of(checkpoint.StateDict("model"), weights, TensorFileFormat.Zip).Write();
        using ResNet18 model = Inference.Load(weights);
        Dictionary<string, torch.Tensor> io;
        using (Checkpoint checkpoint = Checkpoint.Open(path)) io = checkpoint.load_tensors("io", device: torch.get_default_device());
        Assert.That(Numbers.Of(Inference.Classify(model, io["input"])),
            Is.EqualTo(Numbers.Of(io["output"])).Within(torch.get_default_device().type == DeviceType.CPU ? 1e-5f : 1e-3f));
        Assert.That(model.state_dict().Keys, Is.EquivalentTo(NamesOf(weights)));
        var output = new StringWriter();
        Inference.Run(weights, output);
        Assert.That(output.ToString(), Does.Contain("parameters").And.Contains("class "));
    }

    [Test]
    public void GivenRunThatBrokeOff_ItEndsAsOneThatDidNot()
    {
        Assume.That(torch.get_default_device().type, Is.EqualTo(DeviceType.CPU), "its seed is that of the CPU");
        string whole = _folder.PathOf("whole"), broken = _folder.PathOf("broken");
        StringWriter output = new(), unbroken = new();
        double expected = TrainingRun.Run(whole, 10, unbroken);
        TrainingRun.Run(broken, 7, output);
        // The power went while epoch 8 was saved.
        File.WriteAllBytes(Path.Combine(broken, "epoch_8.pt"), File.ReadAllBytes(Path.Combine(broken, "epoch_6.pt"))[..1000]);
        double loss = TrainingRun.Run(broken, 10, output);
        Assert.That(output.ToString(), Does.Contain("skipped").And.Contains("epoch_8.pt").And.Contains("going on after epoch 6"));
        Assert.That(loss, Is.EqualTo(expected), unbroken.ToString() + output);
        Assert.That(Directory.GetFiles(broken).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "epoch_6.pt", "epoch_8.pt", "epoch_10.pt" }));
        using Checkpoint a = Checkpoint.Open(Path.Combine(whole, "epoch_10.pt")), b = Checkpoint.Open(Path.Combine(broken, "epoch_10.pt"));
        foreach (var (name, tensor) in a.StateDict("model_state_dict"))
            Assert.That(b.StateDict("model_state_dict")[name].ToSingles(), Is.EqualTo(tensor.ToSingles()), name);
        // Nothing is left to do.
        Assert.That(TrainingRun.Run(broken, 10, TextWriter.Null), Is.NaN);
    }

    [Test]
    public void GivenShardsOfALanguageModel_ItsLayersGoToTheDevices()
    {
        const int layers = 5;
        var weights = new CheckpointWriter().Add<Half>("model.embed_tokens.weight", new Half[64], 16, 4);
        for (int i = 0; i < layers; i++)
        {
            foreach (string name in (string[])["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"])
                weights.Add<Half>($"model.layers.{i}.{name}.weight", [.. Enumerable.Repeat((Half)i, 16)], 4, 4);
            weights.Add<Half>($"model.layers.{i}.input_layernorm.weight", new Half[4], 4);
        }
        weights.Add<Half>("model.norm.weight", new Half[4], 4).Add<Half>("lm_head.weight", new Half[64], 16, 4)
            .Save(_folder.PathOf("llm.pt"));
        string folder = _folder.PathOf("llm");
        Directory.CreateDirectory(folder);
        using (Checkpoint whole = Checkpoint.Open(_folder.PathOf("llm.pt")))
            SavePlan.Of(whole.StateDict(), Path.Combine(folder, "model.safetensors"), options: new SaveOptions { ShardCount = 3 }).Write();
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, torch.Tensor> loaded = ShardedModel.Load(folder, ["cpu", "cpu"]);
        Assert.That(loaded, Has.Count.EqualTo(8 * layers + 3));
        Assert.That(Numbers.Of(loaded["model.layers.4.mlp.up_proj.weight"]), Is.All.EqualTo(4f));
        string[] devices = ["cuda:0", "cuda:1"];
        Assert.That(Enumerable.Range(0, layers).Select(i => ShardedModel.DeviceOf($"model.layers.{i}.mlp.up_proj.weight", layers, devices)),
            Is.EqualTo(new[] { "cuda:0", "cuda:0", "cuda:0", "cuda:1", "cuda:1" }));
        Assert.That((ShardedModel.DeviceOf("model.embed_tokens.weight", layers, devices),
            ShardedModel.DeviceOf("lm_head.weight", layers, devices)), Is.EqualTo(("cuda:0", "cuda:1")));
        var output = new StringWriter();
        ShardedModel.Run(folder, ["cpu"], output);
        Assert.That(output.ToString(), Does.StartWith("cpu: 43 tensors"));
    }

    private static List<string> NamesOf(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return [.. checkpoint.StateDict().Select(static pair => pair.Key)];
    }
}
