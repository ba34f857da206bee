using SafeLoad.Placement;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Placement;

/// <summary>Names on their way out of a checkpoint.</summary>
public sealed class NameMapTests
{
    private static readonly TensorInfo s_any = new(DType.Float32, [1], [1], 0, null);

    private static string[] Names(NameRules rules, string[]? target, params string[] names) =>
        [.. Map(rules, target, names).Tensors.Select(static tensor => tensor.Name)];

    private static NameMap Map(NameRules rules, string[]? target, params string[] names) =>
        NameMap.Create(names.Select(static name => new KeyValuePair<string, TensorInfo>(name, s_any)), rules, target);

    private static readonly NameRules s_auto = new() { StripPrefix = NameRules.Automatic };

    [TestCase("module.fc.w module.fc.b", "fc.w fc.b")]
    [TestCase("_orig_mod.fc.w _orig_mod.fc.b", "fc.w fc.b")]
    [TestCase("module._orig_mod.fc.w module._orig_mod.fc.b", "fc.w fc.b")]
    [TestCase("_orig_mod.module.fc.w _orig_mod.module.fc.b", "fc.w fc.b")]
    [TestCase("state_dict.model.fc.w state_dict.model.fc.b", "fc.w fc.b")]
    [TestCase("encoder._orig_mod.w decoder.w", "encoder.w decoder.w")]
    [TestCase("module.fc.w fc.b", "module.fc.w fc.b")]
    [TestCase("module", "module")]
    public void GivenNoTarget_PrefixesThatAllNamesHaveGo(string names, string expected) =>
        Assert.That(string.Join(' ', Names(s_auto, null, names.Split(' '))), Is.EqualTo(expected));

    [TestCase("module.fc.w module.fc.b", "fc.w fc.b", "fc.w fc.b")]
    [TestCase("fc.w fc.b", "module.fc.w module.fc.b", "module.fc.w module.fc.b")]
    [TestCase("backbone.fc.w backbone.fc.b head.w", "fc.w fc.b", "fc.w fc.b head.w")]
    [TestCase("module.fc.w module.fc.b", "_orig_mod.fc.w _orig_mod.fc.b", "_orig_mod.fc.w _orig_mod.fc.b")]
    [TestCase("model.fc.w model.fc.b", "model.fc.w model.fc.b", "model.fc.w model.fc.b")]
    [TestCase("encoder.module.w decoder.w", "encoder.w decoder.w", "encoder.w decoder.w")]
    [TestCase("a b", "c d", "a b")]
    // Most need a prefix, one has its place without: both ways.
    [TestCase("a b c d", "model.a model.b model.c d", "model.a model.b model.c d")]
    [TestCase("model.a model.b model.c model.d", "a b c model.d", "a b c model.d")]
    // A model with a part called module, in DataParallel.
    [TestCase("module.module.w module.w", "module.w w", "module.w w")]
    public void GivenTarget_PrefixesAreFoundAgainstIt(string names, string target, string expected) =>
        Assert.That(string.Join(' ', Names(s_auto, target.Split(' '), names.Split(' '))), Is.EqualTo(expected));

    [Test]
    public void GivenPrefixes_AreStrippedAndAdded() =>
        Assert.That(Names(new NameRules { StripPrefix = "a.", AddPrefix = "b." }, null, "a.x", "y", "a."),
            Is.EqualTo((string[])["b.x", "b.y", "b.a."]));

    [Test]
    public void GivenRenames_AreAppliedInOrder()
    {
        var rules = new NameRules { Renames = [new("enc.*.w", "encoder.*.weight"), new("encoder.0.weight", "first"), new("gone", "here")] };
        Assert.That(Names(rules, null, "enc.0.w", "enc.1.w", "gone", "gone.too"),
            Is.EqualTo((string[])["first", "encoder.1.weight", "here", "gone.too"]));
    }

    [Test]
    public void GivenWildcards_TensorsAreChosen()
    {
        var rules = new NameRules { Include = ["fc*", "conv?.weight"], Exclude = ["*.bias"] };
        Assert.That(Names(rules, null, "fc.weight", "fc.bias", "conv1.weight", "conv10.weight", "head"),
            Is.EqualTo((string[])["fc.weight", "conv1.weight"]));
    }

    [Test]
    public void GivenRenamesThatCollide_BothAreNamed()
    {
        NameMap map = Map(new NameRules { StripPrefix = "module." }, null, "module.w", "w");
        Assert.That(map.Collisions, Is.EqualTo((string[])["w (module.w, w)"]));
    }

    [Test]
    public void GivenHostileWildcard_CostStaysSmall()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 200)), name = new string('a', 20_000) + "b";
        Assert.That(Wildcard.Fits(pattern, name), Is.False);
        TimeSpan one = Cost.FastestOf(3, () => Wildcard.Fits(pattern, name.AsSpan(0, 10_000))),
            two = Cost.FastestOf(3, () => Wildcard.Fits(pattern, name));
        Assert.That(two / one, Is.LessThan(8));
    }

    // A hundred thousand names against as many.
    [Test]
    public void GivenManyNames_CostGrowsWithThem()
    {
        static string[] Many(int count, string prefix) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}layer.{i}.weight")];
        string[] small = Many(5_000, "module."), large = Many(40_000, "module."), smallTarget = Many(5_000, ""),
            largeTarget = Many(40_000, "");
        TimeSpan one = Cost.FastestOf(3, () => Names(s_auto, smallTarget, small)),
            eight = Cost.FastestOf(3, () => Names(s_auto, largeTarget, large));
        Assert.That(eight / one, Is.LessThan(32));
    }

    [Test]
    public void GivenAutomaticPrefixAndTwoNamesForOneTarget_IsACollision()
    {
        NameMap map = Map(s_auto, ["w", "b"], "module.w", "module.b", "w");
        Assert.That(map.Collisions, Is.EqualTo((string[])["w (module.w, w)"]));
    }

    // What was asked for and fits nothing is most often misspelled. What is found by itself asks for nothing.
    [Test]
    public void GivenRules_ThoseThatNothingFitsAreNamed()
    {
        var rules = new NameRules
        {
            Include = ["enc.*", "dec.*"],
            Exclude = ["*.bias", "*.biass"],
            StripPrefix = "module.",
            Renames = [new("enc.fc.*", "a.*"), new("a.w", "b"), new("enc.fc.w", "c")],
        };
        Assert.That(Map(rules, null, "enc.fc.w", "enc.fc.bias", "head.w").UnusedRules,
            Is.EqualTo((string[])["include 'dec.*'", "exclude '*.biass'", "strip prefix 'module.'", "rename 'enc.fc.w' to 'c'"]));
        Assert.That(Map(rules, null, "module.enc.fc.w", "enc.w").UnusedRules,
            Does.Not.Contain("include 'enc.*'").And.Contain("strip prefix 'module.'"));
        Assert.That(Map(new NameRules { StripPrefix = "module." }, null, "module.w", "v").UnusedRules, Is.Empty);
        Assert.That(Map(s_auto, null, "w").UnusedRules, Is.Empty);
    }
}
