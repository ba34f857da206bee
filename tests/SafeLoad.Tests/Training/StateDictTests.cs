using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Training;

public sealed class StateDictTests
{
    [Test]
    public void GivenTensorsInTheRoot_TheyAreTheStateDict()
    {
        using Checkpoint checkpoint = Open(static pickle => Dict(pickle, ("b", Tensor), ("a", Tensor)));
        StateDict state = checkpoint.StateDict();
        Assert.That(state.Path, Is.Empty);
        Assert.That(state.Keys, Is.EqualTo(new[] { "b", "a" }));
        Assert.That(state.ContainsKey("a") && state.TryGetValue("b", out _) && !state.ContainsKey("c"));
        Assert.That(state, Has.Count.EqualTo(2));
    }

    [TestCase("state_dict")]
    [TestCase("model")]
    [TestCase("model_state_dict")]
    [TestCase("ema")]
    public void GivenWrappedTensors_AreFoundUnderTheUsualKeys(string key)
    {
        using Checkpoint checkpoint =
            Open(pickle => Dict(pickle, ("epoch", static value => value.Int(3)), (key, static value => Dict(value, ("w", Tensor)))));
        Assert.That(checkpoint.StateDict().Path, Is.EqualTo(key));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenTwoWraps_AreBothEntered()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            Dict(pickle, ("model", static value => Dict(value, ("state_dict", static inner => Dict(inner, ("w", Tensor)))))));
        Assert.That(checkpoint.StateDict().Path, Is.EqualTo("model.state_dict"));
        Assert.That(checkpoint.StateDict("model.state_dict").Keys, Is.EqualTo(new[] { "w" }));
    }

    // {'model': {'model': …}}: in itself, a hundred thousand levels deep, and 2^60 ways down.
    [Test]
    public void GivenWrapsWithoutEnd_LookingEnds([Values("itself", "deep", "wide")] string how)
    {
        byte[] file = Samples.PickleOf(pickle =>
        {
            switch (how)
            {
                case "itself": pickle.EmptyDict().Put(0).Text("model").Get(0).Op(PickleOpcode.SetItem); break;
                case "deep":
                    for (int i = 0; i < 100_000; i++) pickle.EmptyDict().Text("model");
                    pickle.EmptyDict();
                    for (int i = 0; i < 100_000; i++) pickle.Op(PickleOpcode.SetItem);
                    break;
                default:
                    pickle.EmptyDict().Put(0);
                    for (uint i = 1; i <= 60; i++)
                        pickle.Put(i - 1).Op(PickleOpcode.Pop).EmptyDict().Mark().Text("model").Get(i - 1).Text("net").Get(i - 1).SetItems()
                            .Put(i);
                    break;
            }
        });
        using Checkpoint checkpoint = Checkpoint.Open(file, new CheckpointOptions { KeepObjects = true });
        Assert.That((checkpoint.StateDict().Count, checkpoint.StateDict().Path), Is.EqualTo((0, "")));
    }

    [Test]
    public void GivenStateDictAndEma_StateDictComesFirst()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            Dict(pickle, ("ema", static value => Dict(value, ("e", Tensor))), ("state_dict", static value => Dict(value, ("w", Tensor)))));
        Assert.That(checkpoint.StateDict().Path, Is.EqualTo("state_dict"));
        Assert.That(checkpoint.StateDict("ema").Keys, Is.EqualTo(new[] { "e" }));
    }

    [Test]
    public void GivenNestedContainers_NamesAreDotted()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            Dict(pickle, ("a", static value => Dict(value, ("b", Tensor))), ("l", static value => Tensor(value.Mark().Int(1)).Tuple()),
                ("c.d", Tensor)));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "a.b", "l.1", "c.d" }));
    }

    // A tensor on every level: each name repeats the ones above it, and what nobody can read is not worth quadratic memory.
    [Test]
    public void GivenDeepContainers_NamesEndAtAHundredParts()
    {
        const int levels = 300;
        using Checkpoint checkpoint = Open(static pickle =>
        {
            for (int i = 0; i < levels; i++) Tensor(pickle.EmptyDict().Mark().Text("w")).Text("a");
            pickle.None();
            for (int i = 0; i < levels; i++) pickle.SetItems();
        });
        Assert.That(checkpoint.StateDict().Keys,
            Is.EqualTo(Enumerable.Range(0, 100).Select(static depth => string.Concat(Enumerable.Repeat("a.", depth)) + "w")));
    }

    [Test]
    public void GivenTensorAsRoot_ItsNameIsEmpty()
    {
        using Checkpoint checkpoint = Open(static pickle => Tensor(pickle));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "" }));
    }

    [Test]
    public void GivenNoTensors_TheStateDictIsEmpty()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Text("nothing"));
        Assert.That(checkpoint.StateDict(), Is.Empty);
        Assert.That(() => checkpoint["w"], Throws.InstanceOf<KeyNotFoundException>());
        Assert.That(() => checkpoint.StateDict("w"), Throws.InstanceOf<KeyNotFoundException>());
    }

    [Test]
    public void GivenTwoTensorsOfOneDottedName_IsRefused()
    {
        // Loaders that flatten would give one of the two: which one is not told.
        using Checkpoint checkpoint =
            Open(static pickle => Dict(pickle, ("a.b", Tensor), ("a", static value => Dict(value, ("b", Tensor)))));
        var problem = Assert.Throws<MalformedCheckpointException>(() => checkpoint.StateDict());
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.DuplicateTensorName));
    }

    [Test]
    public void GivenKeyTwice_TheLastValueCounts()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            Dict(pickle, ("w", static value => value.Tensor(2, 0, [2], [1])), ("w", static value => value.Tensor(2, 1, [1], [1]))));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 2 }));
    }

    [Test]
    public void GivenDictInsideOfItself_Ends()
    {
        using Checkpoint checkpoint =
            Open(static pickle => Tensor(pickle.EmptyDict().Put(0).Mark().Text("self").Get(0).Text("w")).SetItems());
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "w" }));
    }

    private static PickleBuilder Tensor(PickleBuilder pickle) => pickle.Tensor(2, 0, [2], [1]);

    private static PickleBuilder Dict(PickleBuilder pickle, params (string Key, Func<PickleBuilder, PickleBuilder> Value)[] entries)
    {
        pickle.EmptyDict().Mark();
        foreach (var (key, value) in entries) value(pickle.Text(key));
        return pickle.SetItems();
    }

    private static Checkpoint Open(Action<PickleBuilder> value) => Checkpoint.Open(Samples.ZipOf(value, Samples.OneTwo));
}
