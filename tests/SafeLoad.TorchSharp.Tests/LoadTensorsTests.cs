using SafeLoad.Placement;
using SafeLoad.Values;
using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Checkpoints as new tensors.</summary>
public sealed class LoadTensorsTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenViewsOfOneMemory_TheyShareItHere()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/views.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors("slices");
        // numbers[:12] and numbers[10:13]
        Assert.That(Numbers.Of(tensors["bias"]), Is.EqualTo(new[] { 1.25f, 1.375f, 1.5f }));
        tensors["bias"].fill_(7);
        Assert.That(Numbers.Of(tensors["weight"])[9..], Is.EqualTo(new[] { 1.125f, 7, 7 }));
        tensors["weight"].fill_(0);
        Assert.That(Numbers.Of(tensors["bias"]), Is.EqualTo(new[] { 0f, 0, 7 }));
        // The same memory under two keys, each loaded by itself, is two.
        Assert.That(Numbers.Of(checkpoint.load_tensors("transposed")["weight"])[0], Is.Zero);
    }

    [Test]
    public void GivenOneTensorUnderTwoNames_ItIsOneMemory()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-1.13/layout/same_tensor_twice.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors();
        var (first, second) = (tensors.Values.First(), tensors.Values.Last());
        Assert.That(tensors, Has.Count.GreaterThan(1));
        first.fill_(5);
        Assert.That(Numbers.Of(second), Is.All.EqualTo(5f));
    }

    // A device may be the file's choice.
    [TestCase("cuda:99", "cuda:99")]
    [TestCase("tpu:0", "knows no device 'tpu:0'")]
    [TestCase("0", "knows no device '0'")]
    [TestCase("cpu:0:1", "knows no device 'cpu:0:1'")]
    [TestCase("cuda:-1", "knows no device 'cuda:-1'")]
    [TestCase("cpu\u001b[31m", "knows no device 'cpu\\x1B[31m'")]
    public void GivenDeviceThatIsNotThere_SaysSoAndWhatToDo(string device, string says)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/views.pt"));
        Assert.That(() => checkpoint.load_tensors("parameters", devices: DeviceMap.To(device)),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains(says).And.Message.Contains("DeviceMap"));
        Assert.That(scope.DisposablesCount, Is.Zero);
    }

    [Test]
    public void GivenParameters_TheyRequireGradientsAsInTheFile()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/views.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors("parameters");
        Assert.That((tensors["weight"].requires_grad, tensors["bias"].requires_grad, tensors["weight"].is_leaf),
            Is.EqualTo((true, false, true)));
        tensors["weight"].sum().backward();
        Assert.That(Numbers.Of(tensors["weight"].grad!), Is.All.EqualTo(1f));
        Assert.That(checkpoint.load_tensors("offset").Values.Any(static tensor => tensor.requires_grad), Is.False);
    }

    [Test]
    public void GivenScopes_OnlyTheTensorsAreLeftAndTheyAreTheCallers()
    {
        string path = Fixtures.PathOf("torchsharp/modules/tensors.pt");
        using (Checkpoint warm = Checkpoint.Open(path))
            warm.load_tensors("dense").Values.ToList().ForEach(static tensor => tensor.Dispose());
        foreach (var (key, dequantize) in ((string, bool)[])[
            ("quantized", false), ("quantized", true), ("sparse", false), ("dense", false)])
        {
            long before = Numbers.Alive(), live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Dictionary<string, torch.Tensor> kept;
            using (DisposeScope scope = torch.NewDisposeScope())
            {
                Checkpoint checkpoint = Checkpoint.Open(path);
                Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors(key, dequantize: dequantize);
                checkpoint.Dispose();
                Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before + tensors.Count), key);
                Assert.That(tensors.Values.All(scope.Contains), Is.True, key);
                kept = tensors.Take(1).ToDictionary();
                foreach (torch.Tensor tensor in kept.Values) tensor.DetachFromDisposeScope();
            }
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before + 1), key);
            if (!kept.Values.Single().is_sparse) Assert.That(Numbers.Of(kept.Values.Single()), Is.Not.Empty);
            kept.Values.Single().Dispose();
            Assert.That((torch.Tensor.TotalCount, DisposeScopeManager.Statistics.ThreadTotalLiveCount), Is.EqualTo((before, live)), key);
        }
    }

    [Test]
    public void GivenDevicesByName_EachTensorGoesToItsOwn()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Written("devices.pt",
            static writer => writer.Add<float>("a.weight", [1, 2], 2).Add<float>("b.weight", [3, 4], 2)));
        var asked = new List<string>();
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors(devices: DeviceMap.ByName(name =>
        {
            asked.Add(name);
            return "cpu";
        }));
        Assert.That(asked.Distinct(), Is.EqualTo(new[] { "a.weight", "b.weight" }));
        Assert.That(tensors.Values.All(static tensor => tensor.device_type == DeviceType.CPU), Is.True);
        Assert.Throws<ArgumentException>(() => checkpoint.load_tensors(device: torch.CPU, devices: DeviceMap.To("cpu")));
    }

    [Test]
    public void GivenDevicesOfTheFile_TheyAreMapped()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/cuda/shared.pt"));
        string[] locations = [.. checkpoint.StateDict().Select(static pair => pair.Value.Device).Distinct()];
        Assert.That(locations, Has.Some.StartsWith("cuda"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors(devices: DeviceMap.ByLocation(static _ => "cpu"));
        Assert.That(tensors, Is.Not.Empty);
        tensors = checkpoint.load_tensors(devices: DeviceMap.Of(locations.ToDictionary(static location => location, static _ => "cpu")));
        Assert.That(tensors.Values.All(static tensor => tensor.device_type == DeviceType.CPU), Is.True);
        // Without a map everything goes to the CPU, whatever the file says.
        Assert.That(checkpoint.load_tensors().Values.All(static tensor => tensor.device_type == DeviceType.CPU), Is.True);
    }

    [Test]
    public void GivenNameRules_TheyChooseAndRename()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Written("names.pt",
            static writer => writer.Add<float>("module.a.weight", [1, 2], 2).Add<float>("module.a.bias", [3], 1)
                .Add<float>("module.head", [4], 1)));
        Assert.That(checkpoint.load_tensors(names: new NameRules { StripPrefix = NameRules.Automatic }).Keys,
            Is.EqualTo(new[] { "a.weight", "a.bias", "head" }));
        Assert.That(checkpoint.load_tensors(names: new NameRules { Include = ["module.a.*"], Exclude = ["*.bias"], AddPrefix = "x." }).Keys,
            Is.EqualTo(new[] { "x.module.a.weight" }));
        long before = Numbers.Alive();
        ArgumentException problem = Assert.Throws<ArgumentException>(() =>
            checkpoint.load_tensors(names: new NameRules { Renames = [new("module.head", "module.a.bias")] }))!;
        Assert.That(problem.Message, Does.Contain("module.a.bias").And.Contains("module.head"));
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
    }

    [Test]
    public void GivenWrongKey_ItIsNotFound()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/views.pt"));
        Assert.Throws<KeyNotFoundException>(() => checkpoint.load_tensors("model"));
        Assert.Throws<KeyNotFoundException>(() => checkpoint.load_tensors("offset.nothing"));
        using Checkpoint plain =
            Checkpoint.Open(Written("plain.pt", static writer => writer.Add("epoch", 1).Add("names", PyValues.List([PyValues.Str("a")]))));
        Assert.Throws<KeyNotFoundException>(() => plain.load_tensors("names"));
        Assert.That(plain.load_tensors(), Is.Empty);
    }

    [Test]
    public void GivenThousandsOfTinyTensors_TheyAreLoaded()
    {
        const int count = 5000;
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Written("many.pt", static writer =>
        {
            for (int i = 0; i < count; i++) writer.Add<float>($"layers.{i}.scale", [i, -i], 2);
        }));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors();
        Assert.That(tensors.Select(static (pair, i) => pair.Key == $"layers.{i}.scale" && pair.Value[0].item<float>() == i
            && pair.Value[1].item<float>() == -i), Is.All.True);
        using var module = new Parts();
        for (int i = 0; i < count; i++) module.Parameter($"layers.{i}.scale", torch.zeros(2));
        foreach (Assign assign in (Assign[])[Assign.Copy, Assign.Share])
        {
            module.load_pt(checkpoint, assign: assign);
            Assert.That(Numbers.Of(module.get_parameter("layers.4999.scale")), Is.EqualTo(new float[] { 4999, -4999 }));
        }
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
        TestContext.Out.WriteLine(watch.Elapsed);
    }

    private string Written(string name, Action<CheckpointWriter> add)
    {
        var writer = new CheckpointWriter();
        add(writer);
        writer.Save(_folder.PathOf(name), overwrite: true);
        return _folder.PathOf(name);
    }
}
