using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Training;

/// <summary>Losses, histories, metrics, learning rates and random states, as numbers, lists of numbers and dicts of them, are never
/// among the weights that stand beside them, and never lost without a word: the product of what they are, where they stand, and who
/// asks.</summary>
public sealed class MeasuresTests
{
    private static readonly Dictionary<string, TrainingRole> s_keys = new()
    {
        ["loss"] = TrainingRole.Metric,
        ["history"] = TrainingRole.Metric,
        ["metrics"] = TrainingRole.Metric,
        ["train_loss_history"] = TrainingRole.Metric,
        ["lr"] = TrainingRole.LearningRate,
        ["rng"] = TrainingRole.RandomState,
    };

    private static readonly Dictionary<string, (int Count, Action<PickleBuilder> Write)> s_shapes = new()
    {
        ["number"] = (1, static pickle => pickle.Tensor(1, 0, [], [], "1")),
        ["numbers"] = (1, static pickle => pickle.Vector("FloatStorage", "2", 3)),
        ["dict of a number"] = (1, static pickle => pickle.EmptyDict().Text("loss").Tensor(1, 0, [], [], "1").Op(PickleOpcode.SetItem)),
        ["dict of numbers"] = (2, static pickle => pickle.EmptyDict().Mark().Text("train").Vector("FloatStorage", "2", 3)
            .Text("val").Vector("FloatStorage", "2", 3).SetItems()),
        ["list of numbers"] = (2, static pickle => pickle.Op(PickleOpcode.EmptyList).Mark().Tensor(1, 0, [], [], "1")
            .Vector("FloatStorage", "2", 3).Op(PickleOpcode.Appends)),
    };

    private static readonly Dictionary<string, Func<PickleBuilder, PickleBuilder>> s_dicts = new()
    {
        ["dict"] = static pickle => pickle.EmptyDict(),
        ["EasyDict"] = static pickle => pickle.Global("easydict", "EasyDict").EmptyTuple().Reduce(),
    };

    private static readonly string[][] s_ways = [[], ["state"], ["checkpoint"], ["a", "b", "c", "d", "e"]];

    private static IEnumerable<TestCaseData> Product() =>
        from key in s_keys.Keys
        from shape in s_shapes.Keys
        from networks in (string[])["G", "G D"]
        from way in s_ways
        from dict in s_dicts.Keys
        from before in (bool[])[false, true]
        select new TestCaseData(key, shape, networks, string.Join('.', way), dict, before);

    [TestCaseSource(nameof(Product))]
    public void GivenMeasuresBesideNetworks_WeightsAreTheNetworksAlone(string key, string shape, string networks, string way, string dict,
        bool before)
    {
        using Checkpoint checkpoint = Open(key, shape, networks.Split(' '), way, dict, before);
        Weights weights = checkpoint.Weights;
        string[] names = [.. weights.Tensors.Keys];
        Assert.That(names, Has.Length.EqualTo(networks.Split(' ').Length), string.Join(' ', names));
        Assert.That(names, Has.All.EndsWith("fc.weight"));
        string start = way.Length == 0 ? key : way + "." + key;
        Assert.That(weights.Others, Has.Count.EqualTo(s_shapes[shape].Count));
        foreach (OtherTensor other in weights.Others)
        {
            Assert.That(other.Name, Does.StartWith(start));
            Assert.That((other.Role, other.Reason), Is.EqualTo(((TrainingRole?)s_keys[key], RoleNames.WordsOf(s_keys[key])))
                .Or.EqualTo(((TrainingRole?)TrainingRole.Metric, "metric")));
        }
        Assert.That(checkpoint.StateDict(), Is.EqualTo(weights.Tensors));
    }

    [TestCaseSource(nameof(Product))]
    public void GivenMeasuresBesideNetworks_WhatIsWrittenAndWhatIsLeftOutIsAll(string key, string shape, string networks, string way,
        string dict, bool before)
    {
        using Checkpoint checkpoint = Open(key, shape, networks.Split(' '), way, dict, before);
        int count = networks.Split(' ').Length, measures = s_shapes[shape].Count;
        Conversion conversion = Conversion.Of(checkpoint, "a.safetensors");
        // The two networks are the same tensor.
        Assert.That((conversion.Plan.Tensors.Count + conversion.Plan.Dropped.Count, conversion.LeftOut.Count),
            Is.EqualTo((count, measures)));
        SavePlan shards = SavePlan.Of(checkpoint.Weights.Tensors, "a.safetensors",
            options: new SaveOptions { MaxShardBytes = 1 });
        Assert.That(shards.Tensors.Count + shards.Dropped.Count, Is.EqualTo(count));
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(checkpoint.Root);
        Assert.That(cleaned.LeftOut(checkpoint.Weights), Is.Empty, "a cleaned checkpoint is the same checkpoint");
    }

    [Test]
    public void GivenNothingElse_ItIsWhatThereIs([ValueSource(nameof(Keys))] string key, [ValueSource(nameof(Shapes))] string shape)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(pickle =>
        {
            pickle.EmptyDict().Mark().Text(key);
            s_shapes[shape].Write(pickle);
            pickle.SetItems();
        }, Samples.OneTwo, TensorPickles.Floats(3), TensorPickles.Floats(1, 2, 3)), new CheckpointOptions { KeepObjects = true });
        Assert.That(checkpoint.Weights.Tensors, Has.Count.EqualTo(s_shapes[shape].Count));
        Assert.That(checkpoint.Weights.Others, Is.Empty);
        Assert.That(checkpoint.Training.Metrics.Values, Is.All.EqualTo(3));
    }

    // What has layers in it is a network, and is listed as one.
    [TestCase("metrics", TrainingRole.Model)]
    [TestCase("history", TrainingRole.Model)]
    public void GivenANetworkUnderTheKeyOfAMeasure_ItIsOne(string key, TrainingRole role)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(pickle => pickle.EmptyDict().Mark()
            .Text(key).EmptyDict().Text("fc.weight").Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem)
            .Text("epoch").Int(3).SetItems(), Samples.OneTwo));
        Assert.That(checkpoint.Training.Entries.First(entry => entry.Key == key).Role, Is.EqualTo(role));
        Assert.That(checkpoint.Weights.Tensors, Has.Count.EqualTo(1));
    }

    private static IEnumerable<string> Keys => s_keys.Keys;

    private static IEnumerable<string> Shapes => s_shapes.Keys;

    private static Checkpoint Open(string key, string shape, string[] networks, string way, string dict, bool before) =>
        Checkpoint.Open(Samples.ZipOf(pickle =>
        {
            string[] keys = way.Length == 0 ? [] : way.Split('.');
            foreach (string outer in keys) pickle.EmptyDict().Text(outer);
            s_dicts[dict](pickle).Mark();
            if (before) Measure();
            foreach (string network in networks)
                pickle.Text(network).EmptyDict().Text("fc.weight").Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem);
            if (!before) Measure();
            pickle.SetItems();
            foreach (string _ in keys) pickle.Op(PickleOpcode.SetItem);

            void Measure() => s_shapes[shape].Write(pickle.Text(key));
        }, Samples.OneTwo, TensorPickles.Floats(3), TensorPickles.Floats(1, 2, 3)), new CheckpointOptions { KeepObjects = true });
}
