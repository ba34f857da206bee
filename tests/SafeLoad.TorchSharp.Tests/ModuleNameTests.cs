using SafeLoad.Placement;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Names that differ between a file and a module.</summary>
public sealed class ModuleNameTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenPrefixInTheFile_TheReportSaysHowToStripIt()
    {
        using Module model = Model();
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() => model.load_pt(Written("module.")))!;
        Assert.That(problem.Message,
            Does.Contain("4 missing keys: ").And.Contains("4 unexpected keys: module.0.weight").And.Contains(
                "4 keys fit with strip_prefix: \"module.\", or strip_prefix: \"auto\""));
        Assert.That(Numbers.Bytes(model), Is.EqualTo(Numbers.Bytes(Model())));
    }

    [TestCase("module.", "module.")]
    [TestCase("module.", "auto")]
    [TestCase("model.module.", "auto")]
    [TestCase("_orig_mod.", "auto")]
    [TestCase("", "auto")]
    [TestCase("", null)]
    public void GivenPrefix_ItIsStripped(string written, string? strip)
    {
        using Module model = Model();
        LoadReport report = model.load_pt(Written(written), strip_prefix: strip);
        Assert.That(report.StrippedPrefix, Is.EqualTo(written));
        Check(model);
    }

    [Test]
    public void GivenModuleInsideOfAnother_ThePrefixIsAdded()
    {
        using Parts outer = new Parts().Module("backbone", Model());
        LoadReport report = outer.load_pt(Written(""), add_prefix: "backbone.");
        Assert.That(report.Loaded.Select(static planned => planned.SourceName), Does.Contain("0.weight"));
        Check(outer, "backbone.");
    }

    [Test]
    public void GivenRenames_StarsKeepTheRest()
    {
        using Module model = Model();
        model.load_pt(Written("encoder.layers."), rename: new Dictionary<string, string> { ["encoder.layers.*"] = "*" });
        Check(model);
    }

    [Test]
    public void GivenTwoNamesThatBecomeOne_NothingIsWritten()
    {
        using Module model = Model();
        LoadPlanException problem = Assert.Throws<LoadPlanException>(() =>
            model.load_pt(Written(""), strict: false, rename: new Dictionary<string, string> { ["2.weight"] = "0.weight" }))!;
        Assert.That(problem.Message, Does.Contain("collisions").And.Contains("0.weight (0.weight, 2.weight)"));
        Assert.That(Numbers.Bytes(model), Is.EqualTo(Numbers.Bytes(Model())));
    }

    [Test]
    public void GivenHeadThatIsSkipped_ItStaysAndIsNotMissing()
    {
        using Module model = Model(classes: 7);
        string before = Numbers.Bytes(model.get_parameter("2.weight"));
        LoadReport report = model.load_pt(Written(""), skip: ["2.*"]);
        Assert.That(report.Loaded.Select(static planned => planned.Slot.Name), Is.EqualTo(new[] { "0.weight", "0.bias" }));
        Assert.That(report.Missing.Concat(report.Unexpected), Is.Empty);
        Assert.That(Numbers.Bytes(model.get_parameter("2.weight")), Is.EqualTo(before));
    }

    [Test]
    public void GivenNamesOfOneSide_OnlyStrictRefusesThem()
    {
        using Parts model = new Parts().Module("0", Linear(4, 3)).Parameter("extra", torch.ones(2));
        string path = Written("");
        Assert.Throws<LoadPlanException>(() => model.load_pt(path));
        LoadReport report = model.load_pt(path, strict: false);
        Assert.That((report.Missing, report.Unexpected), Is.EqualTo((new[] { "extra" }, new[] { "2.weight", "2.bias" })));
        Assert.That(Numbers.Of(model.get_parameter("0.weight")), Is.EqualTo(Numbers.Count(12)));
        Assert.That(Numbers.Of(model.get_parameter("extra")), Is.All.EqualTo(1f));
    }

    [Test]
    public void GivenBuffersThatAreNotPersistent_TheyAreNoSlots()
    {
        using Parts model =
            new Parts().Module("0", Linear(4, 3)).Module("2", Linear(3, 2)).Buffer("positions", torch.ones(2), persistent: false);
        Assert.That(model.load_pt(Written("")).Missing, Is.Empty);
    }

    // Nothing has these numbers before it is loaded.
    private static Module Model(int classes = 2)
    {
        var model = Sequential(Linear(4, 3), ReLU(), Linear(3, classes));
        using var noGrad = torch.no_grad();
        foreach (var parameter in model.parameters()) parameter.fill_(-1);
        return model;
    }

    private string Written(string prefix)
    {
        string path = _folder.PathOf(Guid.NewGuid() + ".pt");
        new CheckpointWriter().Add<float>(prefix + "0.weight", Numbers.Count(12), 3, 4)
            .Add<float>(prefix + "0.bias", Numbers.Count(3, 2), 3)
            .Add<float>(prefix + "2.weight", Numbers.Count(6, 3), 2, 3).Add<float>(prefix + "2.bias", Numbers.Count(2, 4), 2).Save(path);
        return path;
    }

    private static void Check(Module model, string prefix = "")
    {
        Assert.That(Numbers.Of(model.get_parameter(prefix + "0.weight")), Is.EqualTo(Numbers.Count(12)));
        Assert.That(Numbers.Of(model.get_parameter(prefix + "0.bias")), Is.EqualTo(Numbers.Count(3, 2)));
        Assert.That(Numbers.Of(model.get_parameter(prefix + "2.weight")), Is.EqualTo(Numbers.Count(6, 3)));
        Assert.That(Numbers.Of(model.get_parameter(prefix + "2.bias")), Is.EqualTo(Numbers.Count(2, 4)));
    }
}
