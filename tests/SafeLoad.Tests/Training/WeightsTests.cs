using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Training;

namespace SafeLoad.Tests.Training;

/// <summary>Which entry of a checkpoint is the weights, why, and what the other tensors are.</summary>
public sealed class WeightsTests
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static readonly Dictionary<string, Action<PickleBuilder>> s_beside = new()
    {
        ["nothing"] = static _ => { },
        ["loss"] = static pickle => One(pickle.Text("loss")),
        ["unknown number"] = static pickle => One(pickle.Text("top1_of_the_day")),
        ["rng"] = static pickle => pickle.Text("torch_rng_state").Vector("ByteStorage", "2", 8),
        ["learning rate"] = static pickle => One(pickle.Text("lr")),
        ["optimizer"] = static pickle => Optimizer(pickle.Text("optimizer")),
        ["hidden optimizer"] = static pickle => Optimizer(pickle.Text("x").EmptyDict().Text("y")).Op(PickleOpcode.SetItem),
        ["average"] = static pickle => State(pickle.Text("model_ema")),
    };

    private static readonly Dictionary<string, Action<PickleBuilder>> s_weights = new()
    {
        ["dict"] = static pickle => State(pickle),
        ["subclass of OrderedDict"] =
        static pickle => Entry(pickle.Global("my.lib", "StateDict").EmptyTuple().Reduce()).Op(PickleOpcode.SetItem),
        ["object"] = static pickle => State(pickle.Global("my.lib", "Box").EmptyTuple().Op(PickleOpcode.NewObj)).Op(PickleOpcode.Build),
        ["module"] = static pickle => State(pickle.Global("my.lib", "Net").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Mark().Text("_modules").EmptyDict().Text("_parameters")).SetItems().Op(PickleOpcode.Build),
    };

    private static IEnumerable<TestCaseData> Product =>
        from weights in s_weights.Keys
        from key in (string[])["model", "state_dict", "my_net"]
        from beside in s_beside.Keys
        from before in (bool[])[false, true]
        select new TestCaseData(weights, key, beside, before);

    // Whatever stands beside the weights, before or after them: they are found, and nothing of it is among them.
    [TestCaseSource(nameof(Product))]
    public void GivenThingsBesideTheWeights_WeightsAreTheWeights(string weights, string key, string beside, bool before)
    {
        using Checkpoint checkpoint = Open(pickle =>
        {
            pickle.EmptyDict().Mark().Text("epoch").Int(3);
            if (before) s_beside[beside](pickle);
            s_weights[weights](pickle.Text(key));
            if (!before) s_beside[beside](pickle);
            pickle.SetItems();
        });
        Weights found = checkpoint.Weights;
        Assert.That((found.Key, string.Join(' ', found.Tensors.Keys)), Is.EqualTo((key, "fc.weight")));
        Assert.That((checkpoint.StateDict(), checkpoint.Training.Model), Is.EqualTo((found.Tensors, found.Tensors)), "one answer");
        Assert.That(found.Others, beside == "nothing" ? Is.Empty : Has.Count.EqualTo(1));
        Assert.That((found.OptimizerTensors.Count, found.Why.Contains(' ', StringComparison.Ordinal)), Is.EqualTo((0, true)));
        Assert.That(found.LeftOut(found.Tensors.Values), Is.EqualTo(found.Others));
        Assert.That(found.LeftOut([]).Select(static left => left.Name),
            Is.EquivalentTo(found.Others.Select(static other => other.Name).Append("fc.weight")));
    }

    [Test]
    public void GivenOptimizerBesideParameters_ItsStateIsLeftOut()
    {
        using Checkpoint checkpoint = Open(static pickle => Entry(Optimizer(pickle.EmptyDict().Mark().Text("optimizer"))).SetItems());
        Assert.That((checkpoint.Weights.Key, string.Join(' ', checkpoint.StateDict().Keys)), Is.EqualTo(("", "fc.weight")));
        OtherTensor other = checkpoint.Weights.Others.Single();
        Assert.That((other.Name, other.Role, other.Reason),
            Is.EqualTo(("optimizer.state.0.momentum_buffer", (TrainingRole?)TrainingRole.Optimizer, "optimizer")));
        Assert.That(checkpoint.WeightsUnder("optimizer").OptimizerTensors, Is.EqualTo((string[])["state.0.momentum_buffer"]));
    }

    [Test]
    public void GivenOptimizerAlone_ItIsWhatThereIs()
    {
        using Checkpoint checkpoint = Open(static pickle => Optimizer(pickle));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo((string[])["state.0.momentum_buffer"]));
        Assert.That(checkpoint.Weights.OptimizerTensors, Is.EqualTo(checkpoint.StateDict().Keys));
    }

    // Without one that is the model by its key, all of them are.
    [TestCase("generator", "discriminator", "", "generator.fc.weight discriminator.fc.weight")]
    [TestCase("model", "discriminator", "model", "fc.weight")]
    [TestCase("discriminator", "net", "net", "fc.weight")]
    public void GivenTwoNetworks_NoneIsLost(string first, string second, string key, string names)
    {
        using Checkpoint checkpoint =
            Open(pickle => State(State(pickle.EmptyDict().Mark().Text(first)).Text(second)).Text("epoch").Int(3).SetItems());
        Assert.That((checkpoint.Weights.Key, string.Join(' ', checkpoint.StateDict().Keys)), Is.EqualTo((key, names)));
        Assert.That(checkpoint.Weights.Others.Count, Is.EqualTo(key.Length == 0 ? 0 : 1));
    }

    // {'model': {'fc': {'weight': …}}}: levels of names, and not a wrapper in a wrapper.
    [TestCase("fc", "weight", "", "fc.weight")]
    [TestCase("model", "weight", "model", "weight")]
    [TestCase("fc", "a.weight", "fc", "a.weight")]
    public void GivenNestedDicts_NamesBeginWhereTheStateDictDoes(string outer, string inner, string key, string name)
    {
        using Checkpoint checkpoint = Open(pickle =>
            pickle.EmptyDict().Text(outer).EmptyDict().Text(inner).Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem)
                .Op(PickleOpcode.SetItem));
        Assert.That((checkpoint.Weights.Key, checkpoint.StateDict().Keys.Single()), Is.EqualTo((key, name)));
    }

    // A plain attribute of a module, what is set on a tensor, an item of a set, a storage: no state dict has them.
    [Test]
    public void GivenTensorsThatHaveNoName_AreListed()
    {
        using Checkpoint checkpoint =
            Open(static pickle => pickle.Global("my.lib", "Net").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
            .Text("_parameters").EmptyDict().Text("w").Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem).Text("_modules").EmptyDict()
            .Text("cache").Vector("FloatStorage", "1", 1).Text("raw").Storage("ByteStorage", "2", 8).SetItems().Op(PickleOpcode.Build));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo((string[])["w"]));
        (string, bool)[] listed = [("cache", false), ("raw", true)];
        Assert.That(checkpoint.Weights.Others.Select(static other => (other.Name, other.Tensor is null)), Is.EqualTo(listed));
        Assert.That(checkpoint.Weights.LeftOut(checkpoint.StateDict().Values), Is.EqualTo(checkpoint.Weights.Others));
    }

    [Test]
    public void GivenStorageThatNoTensorViews_ItIsListed()
    {
        using Checkpoint checkpoint = Open(static pickle => State(pickle.Vector("FloatStorage", "1", 1).Op(PickleOpcode.Pop)));
        OtherTensor other = checkpoint.Weights.Others.Single();
        Assert.That((other.Name, other.Reason), Is.EqualTo(("storage 1", "no tensor views it")));
    }

    [Test]
    public void GivenRoles_NamesGoBothWays([Values] TrainingRole role)
    {
        Assert.That(RoleNames.RoleOf(RoleNames.NameOf(role)), Is.EqualTo(role));
        TrainingRole?[] others = [RoleNames.RoleOf("rng"), RoleNames.RoleOf("args"), RoleNames.RoleOf("no")];
        Assert.That(others, Is.EqualTo((TrainingRole?[])[TrainingRole.RandomState, TrainingRole.Arguments, null]));
    }

    private static PickleBuilder Entry(PickleBuilder pickle) => pickle.Text("fc.weight").Vector("FloatStorage", "0", 2);

    private static PickleBuilder State(PickleBuilder pickle) => Entry(pickle.EmptyDict()).Op(PickleOpcode.SetItem);

    private static PickleBuilder One(PickleBuilder pickle) => pickle.Tensor(1, 0, [], [], "1");

    // {'state': {0: {'momentum_buffer': tensor}}, 'param_groups': [{'params': [0]}]}
    private static PickleBuilder Optimizer(PickleBuilder pickle) => pickle.EmptyDict().Mark()
        .Text("state").EmptyDict().Int(0).EmptyDict().Text("momentum_buffer").Vector("FloatStorage", "1", 1).Op(PickleOpcode.SetItem)
        .Op(PickleOpcode.SetItem)
        .Text("param_groups").Op(PickleOpcode.EmptyList)
            .EmptyDict().Text("params").Op(PickleOpcode.EmptyList).Int(0).Op(PickleOpcode.Append).Op(PickleOpcode.SetItem)
        .Op(PickleOpcode.Append)
        .SetItems();

    private static Checkpoint Open(Action<PickleBuilder> value) =>
        Checkpoint.Open(Samples.ZipOf(value, Samples.OneTwo, TensorPickles.Floats(3), new byte[8]), s_inert);
}
