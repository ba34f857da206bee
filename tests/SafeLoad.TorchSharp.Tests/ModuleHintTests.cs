using SafeLoad.Placement;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Values;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>What people come with: refusals name the cure in the caller's own parameters, and the cure works.</summary>
public sealed class ModuleHintTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenHeadOfOtherClasses_TheCureIsToSkipIt([Values] bool strict)
    {
        string path = Trained();
        using Parts model = Model(classes: 10);
        Dictionary<string, string> before = Numbers.Bytes(model);
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(path, strict: strict))!;
        Assert.That(problem.Message, Does.Contain("fc.weight: the file has float32[1000, 4], the target float32[10, 4]")
            .And.Contains("skip: [\"fc.*\"]: 2 stay as the module has them"));
        Assert.That(Numbers.Bytes(model), Is.EqualTo(before));
        LoadReport report = model.load_pt(path, strict: strict, skip: ["fc.*"]);
        Assert.That(report.ToString(), Is.EqualTo("<All keys matched: 2 tensors>"));
        Assert.That(Numbers.Bytes(model.get_parameter("fc.weight")), Is.EqualTo(before["fc.weight"]));
        Assert.That(Numbers.Of(model.get_parameter("layer.weight")), Is.All.EqualTo(1f));
    }

    // torchvision's googlenet: the file has heads for training that the model was made without.
    [Test]
    public void GivenHeadsThatTheModelLacks_TheCureIsToSkipThem()
    {
        string path = Trained("aux1.fc.weight", "aux1.fc.bias", "aux2.conv.weight", "layers.weight");
        using Parts model = Model(classes: 1000);
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(path))!;
        Assert.That(problem.Message,
            Does.Contain("skip: [\"aux1.*\", \"aux2.*\", \"layers.*\"]: 4 of the file are left out"));
        Assert.That(model.load_pt(path, skip: ["aux1.*", "aux2.*", "layers.*"]).Loaded, Has.Count.EqualTo(4));
    }

    [Test]
    public void GivenPartsThatTheFileLacks_TheCureIsToSkipThem()
    {
        string path = Trained();
        using Parts model = Model(classes: 1000).Module("adapter", Linear(2, 2)).Parameter("scale", torch.ones(1));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(path))!;
        Assert.That(problem.Message, Does.Contain("skip: [\"scale\", \"adapter.*\"]: 3 stay as the module has them"));
        model.load_pt(path, skip: ["adapter.*", "scale"]);
    }

    [Test]
    public void GivenSeveralThingsThatDoNotFit_OneArgumentIsTheCure()
    {
        string path = Trained("aux.weight");
        using Parts model = Model(classes: 10).Module("adapter", Linear(2, 2));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(path))!;
        Assert.That(problem.Message,
            Does.Contain("skip: [\"fc.*\", \"adapter.*\", \"aux.*\"]: 4 stay as the module has them, 1 of the file are left out"));
        Assert.That(model.load_pt(path, skip: ["fc.*", "adapter.*", "aux.*"]).Loaded, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenNothingThatFits_LooseNamesAreNoExcuse()
    {
        using Parts model = new Parts().Module("other", Linear(3, 3));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(Trained(), strict: false))!;
        Assert.That(problem.Message, Does.Contain("missing keys: other.weight").And.Contains("unexpected keys: layer.weight"));
        // What the caller asked for, and what has nothing to fill, is no mistake.
        Assert.That(model.load_pt(Trained(), strict: false, skip: ["*"]).Loaded, Is.Empty);
        using var empty = new Parts();
        Assert.That(empty.load_pt(Trained(), strict: false).Loaded, Is.Empty);
    }

    [Test]
    public void GivenOtherBeginnings_TheCureIsToRename()
    {
        string path = _folder.PathOf("encoder.pt");
        new CheckpointWriter().Add<float>("encoder.0.weight", Numbers.Count(4), 2, 2).Add<float>("encoder.0.bias", Numbers.Count(2), 2)
            .Add<float>("encoder.1.weight", Numbers.Count(4), 2, 2).Add<float>("encoder.1.bias", Numbers.Count(2), 2).Save(path, true);
        using Parts model = new Parts().Module("backbone", Sequential(Linear(2, 2), Linear(2, 2)));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(path))!;
        Assert.That(problem.Message,
            Does.Contain("rename: new Dictionary<string, string> { [\"encoder.*\"] = \"backbone.*\" } leads them there"));
        Assert.That(model.load_pt(path, rename: new Dictionary<string, string> { ["encoder.*"] = "backbone.*" }).Loaded,
            Has.Count.EqualTo(4));
    }

    [Test]
    public void GivenPartOfAModel_TheCureIsItsPrefix()
    {
        using Parts model = new Parts().Module("backbone", Model(classes: 1000));
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(Trained()))!;
        Assert.That(problem.Message, Does.Contain("4 keys fit with add_prefix: \"backbone.\", or strip_prefix: \"auto\""));
        model.load_pt(Trained(), add_prefix: "backbone.");
        model.load_pt(Trained(), strip_prefix: "auto");
    }

    [Test]
    public void GivenTwoNetworks_TheCureIsTheOthersKey()
    {
        string path = _folder.PathOf("gan.pt");
        new CheckpointWriter()
            .Add("generator",
                new CheckpointWriter().Add<float>("0.weight", Numbers.Count(4), 2, 2).Add<float>("0.bias", Numbers.Count(2), 2))
            .Add("critic",
                new CheckpointWriter().Add<float>("0.weight", Numbers.Count(6), 3, 2).Add<float>("0.bias", Numbers.Count(3), 3))
            .Save(path, true);
        using var generator = Sequential(Linear(2, 2));
        using var critic = Sequential(Linear(2, 3));
        string[] refused = [.. new Module[] { generator, critic }.Select(module =>
        {
            try
            {
                module.load_pt(path);
                return "";
            }
            catch (LoadPlanException problem)
            {
                return problem.Message;
            }
        })];
        Assert.That(refused, Has.One.Contains("key: \"critic\" has 2 that fit").Or.One.Contains("key: \"generator\" has 2 that fit"));
        Assert.That(() => critic.load_pt(path, key: "discriminator"), Throws.TypeOf<KeyNotFoundException>()
            .With.Message.Contains("key: \"generator\", key: \"critic\""));
        Assert.That(critic.load_pt(path, key: "critic").Loaded, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenPatternsThatFitNothing_TheReportSaysSo()
    {
        using Parts model = Model(classes: 1000);
        LoadReport report = model.load_pt(Trained("aux.weight"), skip: ["fcc.*", "aux.*"],
            rename: new Dictionary<string, string> { ["encoder.*"] = "layer.*" });
        Assert.That(report.ToString(), Is.EqualTo(
            "<All keys matched: 4 tensors>\nfits no name: skip: [\"fcc.*\"]; rename 'encoder.*' to 'layer.*'"));
        using Parts other = Model(classes: 10);
        Assert.That(() => other.load_pt(Trained(), skip: ["fcc.*"]), Throws.TypeOf<LoadPlanException>()
            .With.Message.Contains("skip: [\"fc.*\"]: 2").And.Message.Contains("fits no name: skip: [\"fcc.*\"]"));
    }

    // Norms of before PyTorch 0.4.1 have no counter; a file of a later one that lacks it is broken.
    [TestCase(null, true)]
    [TestCase(1L, true)]
    [TestCase(2L, false)]
    public void GivenNormWithoutCounter_ItsVersionDecides(long? version, bool isOld)
    {
        string path = _folder.PathOf("norm.pt");
        var weights = new Dictionary<string, PyValue>();
        foreach (string name in (string[])["weight", "bias", "running_mean", "running_var"])
            weights.Add("module.norm." + name, PyValues.Tensor(TensorInfo.Create(DType.Float32, [2], new byte[8])));
        SavePlan.Of(weights.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.AsTensor())), path, options: new SaveOptions
        {
            Overwrite = true, ModuleMetadata = version is { } number ? Versions(("module.norm", number)) : null,
        }).Write();
        using Parts model = new Parts().Module("norm", BatchNorm2d(2));
        using (torch.no_grad()) model.get_buffer("norm.num_batches_tracked")!.fill_(5);
        if (isOld)
        {
            Assert.That(model.load_pt(path, strip_prefix: "module.").Loaded, Has.Count.EqualTo(4));
            Assert.That(Numbers.Of(model.get_buffer("norm.running_var")), Is.All.EqualTo(0f));
        }
        else
            Assert.That(() => model.load_pt(path, strip_prefix: "module."),
                Throws.TypeOf<LoadPlanException>().With.Message.Contains("missing keys: norm.num_batches_tracked"));
        Assert.That(Numbers.Of(model.get_buffer("norm.num_batches_tracked")), Is.EqualTo(new[] { 5f }));
    }

    // A pickled module, TorchScript, and what a phone's interpreter reads: refused, with the one parameter that takes the weights out.
    [TestCase("tour/whole_module.pt")]
    [TestCase("objects/whole/lstm.pt")]
    [TestCase("objects/whole/tinynet_legacy.pt")]
    [TestCase("objects/whole/dataparallel.pt")]
    [TestCase("objects/jit/seq.pt")]
    [TestCase("objects/jit/lstm.pt")]
    [TestCase("objects/jit/tiny.ptl")]
    public void GivenWholeModuleOrTorchScript_OneParameterTakesItsWeights(string file)
    {
        string path = Fixtures.PathOf(file);
        var options = new CheckpointOptions { KeepObjects = true };
        using Checkpoint checkpoint = Checkpoint.Open(path, options);
        using var model = new Parts();
        foreach (var (name, tensor) in checkpoint.StateDict())
            model.Buffer(name, torch.ones(tensor.Shape.ToArray(), dtype: TorchDTypes.Find(tensor.DType)));
        Assert.That(() => model.load_pt(path), Throws.InstanceOf<SafeLoadException>()
            .With.Message.Contains("options: new CheckpointOptions { KeepObjects = true }").And.Message.Not.Contains("--inert"));
        Assert.That(model.load_pt(path, options: options).Loaded, Is.Not.Empty);
        foreach (var (name, tensor) in checkpoint.StateDict())
            Assert.That(Numbers.Of(model.get_buffer(name)), Is.EqualTo(tensor.ToSingles()), name);
    }

    private static PyDict Versions(params (string Module, long Version)[] modules) =>
        (PyDict)PyValues.Dict(modules.Select(static entry => KeyValuePair.Create(PyValues.Str(entry.Module),
            PyValues.Dict([KeyValuePair.Create(PyValues.Str("version"), PyValues.Int(entry.Version))])))).Reference!;

    private static Parts Model(int classes) => new Parts().Module("layer", Linear(4, 4)).Module("fc", Linear(4, classes));

    private string Trained(params string[] others)
    {
        string path = _folder.PathOf(Guid.NewGuid() + ".pt");
        var writer = new CheckpointWriter().Add<float>("layer.weight", [.. Enumerable.Repeat(1f, 16)], 4, 4)
            .Add<float>("layer.bias", Numbers.Count(4), 4)
            .Add<float>("fc.weight", Numbers.Count(4000), 1000, 4).Add<float>("fc.bias", Numbers.Count(1000), 1000);
        foreach (string other in others) writer.Add<float>(other, Numbers.Count(2), 2);
        writer.Save(path);
        return path;
    }
}
