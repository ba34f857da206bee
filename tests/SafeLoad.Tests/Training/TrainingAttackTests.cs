using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Training;

namespace SafeLoad.Tests.Training;

/// <summary>Training checkpoints whose parts are shared by the memo: thousands of optimizers of one list of groups,
/// groups of one list of parameters.</summary>
public sealed class TrainingAttackTests
{
    private const int Many = 4000;

    private static PickleBuilder List(PickleBuilder pickle, Action<PickleBuilder> item)
    {
        pickle.Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < Many; i++) item(pickle);
        return pickle.Op(PickleOpcode.Appends);
    }

    private static PickleBuilder Keep(PickleBuilder pickle, uint place) => pickle.Put(place).Op(PickleOpcode.Pop);

    private static PickleBuilder Group(PickleBuilder pickle, Action<PickleBuilder> parameters)
    {
        pickle.EmptyDict().Text("params");
        parameters(pickle);
        return pickle.Op(PickleOpcode.SetItem);
    }

    private static PickleBuilder Optimizer(PickleBuilder pickle, Action<PickleBuilder> groups)
    {
        pickle.EmptyDict().Mark().Text("state").EmptyDict().Mark();
        for (int i = 0; i < 20; i++) pickle.Text($"state{i}").EmptyDict();
        groups(pickle.SetItems().Text("param_groups"));
        return pickle.SetItems();
    }

    private static Action<PickleBuilder> Get(uint place) => pickle => pickle.Get(place);

    private static IEnumerable<TestCaseData> Attacks()
    {
        yield return Case("GroupsOfOneListOfParameters", static pickle =>
        {
            Keep(Group(pickle, static parameters => List(parameters, static item => item.Int(1))), 0);
            Optimizer(pickle, static groups => List(groups, Get(0)));
        });
        yield return Case("OptimizersOfOneListOfGroups", static pickle =>
        {
            Keep(Group(pickle, static parameters => parameters.Op(PickleOpcode.EmptyList)), 0);
            Keep(List(pickle, Get(0)), 1);
            pickle.EmptyDict().Text("optimizers");
            List(pickle, static item => item.EmptyDict().Mark().Text("state").EmptyDict().Text("param_groups").Get(1).SetItems())
                .Op(PickleOpcode.SetItem);
        });
        yield return Case("SchedulersOfOneListOfSchedulers", static pickle =>
        {
            Keep(pickle.EmptyDict().Mark().Text("last_epoch").Int(1).Text("base_lrs").Op(PickleOpcode.EmptyList).SetItems(), 0);
            Keep(List(pickle, Get(0)), 1);
            pickle.EmptyDict().Text("schedulers");
            List(pickle,
                static item => item.EmptyDict().Mark().Text("_schedulers").Get(1).Text("_last_lr").Op(PickleOpcode.EmptyList).SetItems())
                .Op(PickleOpcode.SetItem);
        });
        yield return Case("KeysOfOneListOfOneDict", static pickle =>
        {
            pickle.EmptyDict().Mark();
            for (int i = 0; i < Many; i++) pickle.Int(i).None();
            Keep(pickle.SetItems(), 0);
            Keep(List(pickle, Get(0)), 1);
            pickle.EmptyDict().Mark();
            for (int i = 0; i < Many; i++) pickle.Text($"key{i}").Get(1);
            pickle.SetItems();
        });
        yield return Case("EntriesUnderALongKey", static pickle =>
        {
            pickle.EmptyDict().Text(new string('k', 500_000)).EmptyDict().Mark();
            for (int i = 0; i < Many; i++) pickle.Text($"key{i}").None();
            pickle.SetItems().Op(PickleOpcode.SetItem);
        });
        yield return Case("ParametersOfOneLongName", static pickle =>
        {
            Keep(pickle.Text(new string('p', 500_000)), 0);
            Optimizer(pickle,
                static groups => Group(groups.Op(PickleOpcode.EmptyList), static parameters => List(parameters, Get(0)))
                    .Op(PickleOpcode.Append));
        });
        // ((…, …), (…, …)): 2^60 parts to whoever hashes it.
        yield return Case("ParameterOfTuplesThatAreShared", static pickle =>
        {
            Keep(pickle.EmptyTuple(), 0);
            for (uint i = 1; i <= 60; i++) Keep(pickle.Get(i - 1).Get(i - 1).Op(PickleOpcode.Tuple2), i);
            Optimizer(pickle,
                static groups =>
                    Group(groups.Op(PickleOpcode.EmptyList),
                        static parameters => parameters.Op(PickleOpcode.EmptyList).Get(60).Op(PickleOpcode.Append))
                        .Op(PickleOpcode.Append));
        });

        static TestCaseData Case(string name, Action<PickleBuilder> value) =>
            new TestCaseData(Samples.PickleOf(value)).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Attacks))]
    public void GivenSharedParts_CostStaysSmall(byte[] file)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file, new CheckpointOptions { KeepObjects = true });
        TimeSpan time = default;
        long allocated = Cost.AllocatedBy(() => time = Cost.FastestOf(1, () =>
        {
            try
            {
                TrainingCheckpoint training = checkpoint.Training;
                foreach (OptimizerState optimizer in training.Optimizers)
                {
                    for (int i = 0; i < Math.Min(optimizer.ParameterCount, Many); i++) optimizer.StateOf(i);
                }
            }
            catch (LimitExceededException) { }
        }));
        Assert.That(allocated, Is.LessThan(512L << 20));
        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    // Bits are no number: the key alone does not make a counter of them.
    [Test]
    public void GivenCounterThatIsNoNumber_IsLeft()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Text("epoch")
            .Call("_rebuild_tensor_v3",
                static arguments => arguments.Untyped("0", 1).Int(0).Ints(1).Ints(1).False().Global("collections", "OrderedDict")
                    .EmptyTuple().Reduce().Torch("bits8")).Op(PickleOpcode.SetItem), [7]));
        Assert.That((checkpoint.Training.Epoch, checkpoint.Training.Entries.Count), Is.EqualTo(((double?)null, 0)));
    }
}
