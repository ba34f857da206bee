using SafeLoad.Placement;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Files of every kind into a module.</summary>
public sealed class ModuleTests
{
    private static readonly string s_views = Fixtures.PathOf("torchsharp/modules/views.pt"),
        s_legacy = Fixtures.PathOf("torchsharp/modules/views_legacy.pt");

    [Test]
    public void GivenParametersThatNeedGradientsAndOthers_TheyStayAsTheyWere([Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using var linear = Linear(4, 3);
        linear.bias!.requires_grad_(false);
        var (weight, bias) = (linear.weight, linear.bias);
        linear.load_pt(s_views, key: "offset", assign: assign);
        Assert.That((linear.weight.requires_grad, linear.bias.requires_grad, linear.weight.is_leaf), Is.EqualTo((true, false, true)));
        Assert.That((ReferenceEquals(linear.weight, weight), ReferenceEquals(linear.bias, bias)), Is.EqualTo((true, true)));
        using torch.Tensor loss = linear.forward(torch.ones(2, 4)).sum();
        loss.backward();
        Assert.That(Numbers.Of(linear.weight.grad!), Is.All.EqualTo(2f));
    }

    [Test]
    public void GivenAnotherShape_NothingIsWritten(
        [Values("4,3", "3,2", "1,4", "4", "12", "3,4,1", "1,3,4")] string shape, [Values] bool strict)
    {
        long[] sizes = [.. shape.Split(',').Select(long.Parse)];
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("shape.pt");
        new CheckpointWriter().Add<float>("bias", Numbers.Count(3), 3)
            .Add<float>("weight", Numbers.Count((int)sizes.Aggregate(1L, static (a, b) => a * b)), sizes).Save(path);
        using var linear = Linear(4, 3);
        Dictionary<string, string> before = Numbers.Bytes(linear);
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => linear.load_pt(path, strict: strict))!;
        Assert.That(problem.Message,
            Does.Contain("weight").And.Contains($"float32[{shape.Replace(",", ", ")}]").And.Contains("float32[3, 4]"));
        Assert.That(Numbers.Bytes(linear), Is.EqualTo(before));
    }

    [Test]
    public void GivenViewsOfEveryKind_TheirNumbersAreRead([Values("offset", "slices", "transposed", "expanded", "parameters")] string kind,
        [Values] bool legacy, [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var linear = Linear(4, 3);
        string path = legacy ? s_legacy : s_views;
        linear.load_pt(path, key: kind, assign: assign);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        Dictionary<string, torch.Tensor> dense = checkpoint.load_tensors("dense." + kind);
        Assert.That(Numbers.Of(linear.weight), Is.EqualTo(Numbers.Of(dense["weight"])));
        Assert.That(Numbers.Of(linear.bias!), Is.EqualTo(Numbers.Of(dense["bias"])));
        // Parameters are memory of their own: one can be written to without the other.
        using (torch.no_grad()) linear.weight.fill_(7);
        Assert.That(Numbers.Of(linear.weight), Is.All.EqualTo(7f));
        Assert.That(Numbers.Of(linear.bias!), Is.EqualTo(Numbers.Of(dense["bias"])));
    }

    [Test]
    public void GivenWrappedDict_ItsWeightsAreFound()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("wrapped.pt");
        CheckpointWriter weights =
            new CheckpointWriter().Add<float>("weight", Numbers.Count(12), 3, 4).Add<float>("bias", Numbers.Count(3), 3);
        new CheckpointWriter().Add("epoch", 3).Add("state_dict", weights).Add("arch", "linear").Save(path);
        using var linear = Linear(4, 3);
        LoadReport report = linear.load_pt(path);
        Assert.That(report.ToString(), Is.EqualTo("<All keys matched: 2 tensors>"));
        Assert.That(report.BytesRead, Is.EqualTo(60));
        Assert.That(Numbers.Of(linear.weight), Is.EqualTo(Numbers.Count(12)));
        Assert.Throws<KeyNotFoundException>(() => linear.load_pt(path, key: "model"));
        Assert.Throws<KeyNotFoundException>(() => linear.load_pt(path, key: "epoch"));
    }

    [Test]
    public void GivenTar_ItsTensorsAreRead()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/tar/state_dict.pt"));
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Tar));
        using Parts module = Like(checkpoint.StateDict());
        LoadReport report = module.load_pt(checkpoint);
        Assert.That(report.Loaded, Is.Not.Empty);
        Check(module, checkpoint.StateDict());
    }

    [Test]
    public void GivenIndexOrFolderOfShards_AllAreRead([Values] bool index)
    {
        using var folder = new TemporaryFolder();
        var weights = new CheckpointWriter();
        for (int i = 0; i < 10; i++) weights.Add<float>($"layers.{i}.weight", Numbers.Count(100, i), 10, 10);
        weights.Save(folder.PathOf("whole.pt"));
        Directory.CreateDirectory(folder.PathOf("model"));
        using (Checkpoint whole = Checkpoint.Open(folder.PathOf("whole.pt")))
            SavePlan.Of(whole.StateDict(), folder.PathOf("model/model.safetensors"), options: new SaveOptions { ShardCount = 3 }).Write();
        Assert.That(Directory.GetFiles(folder.PathOf("model")), Has.Length.EqualTo(4));
        using Checkpoint checkpoint = Checkpoint.Open(folder.PathOf(index ? "model/model.safetensors.index.json" : "model"));
        using Parts module = Like(checkpoint.StateDict());
        LoadReport report = module.load_pt(checkpoint, assign: index ? Assign.Copy : Assign.Share);
        Assert.That(report.Loaded, Has.Count.EqualTo(10));
        Assert.That(report.Shared, Has.Count.EqualTo(index || !TestDevice.IsCpu ? 0 : 10));
        Check(module, checkpoint.StateDict());
    }

    // What ranks of a distributed run have saved, each its slices.
    [TestCase("dcp/rows_2")]
    [TestCase("dcp/columns_3")]
    [TestCase("dcp/tiles_2x2")]
    [TestCase("dcp/replicated_2")]
    [TestCase("dcp/training")]
    [TestCase("torch-2.11/dcp/model")]
    public void GivenDistributedCheckpoint_ItsSlicesArePutTogether(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(folder));
        using Parts module = Like(checkpoint.StateDict());
        Assert.That(module.load_pt(Fixtures.PathOf(folder)).Loaded, Is.Not.Empty);
        Check(module, checkpoint.StateDict());
    }

    [Test]
    public void GivenWhatTorchSharpSaved_ItIsRead()
    {
        using var folder = new TemporaryFolder();
        using var model = Sequential(Linear(3, 4), BatchNorm1d(4));
        using var other = Sequential(Linear(3, 4), BatchNorm1d(4));
        model.save(folder.PathOf("model.dat"));
        Assert.That(other.load_pt(folder.PathOf("model.dat")).Loaded, Has.Count.EqualTo(7));
        Assert.That(Numbers.Bytes(other), Is.EqualTo(Numbers.Bytes(model)));
    }

    [Test]
    public void GivenSafetensors_ItsTensorsAreRead()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/safetensors/scalar_and_empty.safetensors"));
        using Parts module = Like(checkpoint.StateDict());
        module.load_pt(checkpoint);
        Check(module, checkpoint.StateDict());
    }

    [Test]
    public void GivenSparseTensor_TheMessageNamesIt()
    {
        using var module = new Parts().Parameter("coo", torch.zeros(4, 3));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() =>
            module.load_pt(Fixtures.PathOf("torchsharp/modules/tensors.pt"), key: "sparse", strict: false))!;
        Assert.That(problem.Message, Does.Contain("coo").And.Contains("sparse").And.Contains("to_dense()"));
    }

    [Test]
    public void GivenQuantizedTensor_TheMessageNamesIt()
    {
        using var module = new Parts().Parameter("qint8", torch.zeros(4, 3, 5));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() =>
            module.load_pt(Fixtures.PathOf("torchsharp/modules/tensors.pt"), key: "quantized", strict: false))!;
        Assert.That(problem.Message, Does.Contain("qint8").And.Contains("quantized").And.Contains("load_tensors(dequantize: true)"));
    }

    [Test]
    public void GivenNoFile_ItIsNotFound()
    {
        using var linear = Linear(4, 3);
        Assert.Throws<FileNotFoundException>(() => linear.load_pt("nowhere.pt"));
        Assert.Throws<ArgumentNullException>(() => linear.load_pt((Checkpoint)null!));
        Assert.Throws<ArgumentNullException>(() => ((Module)null!).load_pt(s_views));
    }

    private static Parts Like(StateDict weights)
    {
        var module = new Parts();
        foreach (var (name, tensor) in weights)
            module.Buffer(name, torch.ones(tensor.Shape.ToArray(), dtype: TorchDTypes.Find(tensor.DType)));
        return module;
    }

    private static void Check(Parts module, StateDict weights)
    {
        foreach (var (name, tensor) in weights)
        {
            byte[] expected = new byte[tensor.ByteLength];
            tensor.CopyTo(expected);
            Assert.That(Numbers.Bytes(module.get_buffer(name)), Is.EqualTo(Convert.ToHexString(expected)), name);
        }
    }
}
