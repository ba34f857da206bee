using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>Objects kept as data that share their parts: a memo names a large dict, tuple or class again for a few bytes,
/// thousands of times.
/// Whatever is asked of such a file, it ends soon and costs little.</summary>
public sealed class SharedObjectTests
{
    private const int Many = 8000;

    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    // A memo's places: what is shared, the state, the class.
    private static PickleBuilder State(PickleBuilder pickle, string shared) =>
        pickle.Put(0).Op(PickleOpcode.Pop).EmptyDict().Mark().Text("_parameters").EmptyDict().Text("_modules").EmptyDict().Text(shared)
            .Get(0).SetItems().Put(1).Op(PickleOpcode.Pop);

    private static PickleBuilder Objects(PickleBuilder pickle, uint state = 1)
    {
        pickle.Global("m", "C").Put(2).Op(PickleOpcode.Pop).Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < Many; i++)
            pickle.Op(PickleOpcode.BinGet, [2]).EmptyTuple().Op(PickleOpcode.NewObj).Op(PickleOpcode.BinGet, [(byte)state])
                .Op(PickleOpcode.Build);
        return pickle.Op(PickleOpcode.Appends);
    }

    private static PickleBuilder Dict(PickleBuilder pickle, bool endsInNumber = false)
    {
        pickle.EmptyDict().Mark();
        for (int i = 0; i < Many; i++) pickle.Text($"k{i}").None();
        if (endsInNumber) pickle.Int(1).None();
        return pickle.SetItems();
    }

    private static PickleBuilder Set(PickleBuilder pickle) => pickle.Call("set", static call =>
    {
        call.Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < Many; i++) call.Int(i);
        call.Op(PickleOpcode.Appends);
    }, "builtins");

    private static PickleBuilder Numbers(PickleBuilder pickle)
    {
        for (int i = 0; i < Many; i++) pickle.Int(i);
        return pickle;
    }

    private static IEnumerable<TestCaseData> Attacks()
    {
        yield return Case("ModulesOfOneDictOfModules", static pickle => Objects(State(Dict(pickle), "_modules")));
        yield return Case("ModulesOfOneDictOfParameters", static pickle => Objects(State(Dict(pickle), "_parameters")));
        yield return Case("ModulesOfOneDictOfBuffers", static pickle => Objects(State(Dict(pickle), "_buffers")));
        yield return Case("ModulesOfOneSetOfNames", static pickle => Objects(State(Set(pickle), "_non_persistent_buffers_set")));
        yield return Case("ObjectsOfOneState", static pickle => Objects(Dict(pickle).Put(0).Op(PickleOpcode.Pop), state: 0));
        yield return Case("ObjectsOfOneStateWithANumber",
            static pickle => Objects(Dict(pickle, endsInNumber: true).Put(0).Op(PickleOpcode.Pop), state: 0));
        yield return Case("DictBuiltOfOneState", static pickle =>
        {
            Dict(pickle, endsInNumber: true).Put(0).Op(PickleOpcode.Pop).EmptyDict();
            for (int i = 0; i < Many; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.Build);
        });
        yield return Case("DictBuiltOfOneStateThatGrows", static pickle =>
        {
            Dict(pickle.EmptyDict(), endsInNumber: true).Put(0).Op(PickleOpcode.Pop);
            for (int i = 0; i < Many; i++)
                pickle.Op(PickleOpcode.BinGet, [0]).Text($"z{i}").None().Op(PickleOpcode.SetItem).Op(PickleOpcode.Pop)
                    .Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.Build);
        });
        yield return Case("CallsOfOneTupleThatFail", static pickle =>
        {
            Numbers(pickle.Global("torch._utils", "_rebuild_tensor_v2").Put(0).Op(PickleOpcode.Pop).Global("m", "C").Put(1)
                .Op(PickleOpcode.Pop).Mark().Op(PickleOpcode.BinGet, [1])).Op(PickleOpcode.BinGet, [1]).Tuple().Put(2).Op(PickleOpcode.Pop)
                .Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < Many; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [2]).Reduce();
            pickle.Op(PickleOpcode.Appends);
        });
        yield return Case("PersistentIdsOfOneTuple", static pickle =>
        {
            Numbers(pickle.Mark().Text("reduce_package").Int(0).Global("m", "f")).Tuple().Put(0).Op(PickleOpcode.Pop)
                .Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < Many; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinPersId);
            pickle.Op(PickleOpcode.Appends);
        });
        yield return Case("ChildrenThatAreOneObjectOfManyStates", static pickle =>
        {
            pickle.Global("m", "C").EmptyTuple().Op(PickleOpcode.NewObj).Put(0);
            for (int i = 0; i < Many; i++) pickle.EmptyDict().Int(1).Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
            pickle.Op(PickleOpcode.Pop).Global("m", "C").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark().Text("_parameters")
                .EmptyDict().Text("_modules").EmptyDict().Mark();
            for (int i = 0; i < Many; i++) pickle.Text($"c{i}").Op(PickleOpcode.BinGet, [0]);
            pickle.SetItems().SetItems().Op(PickleOpcode.Build);
        });

        static TestCaseData Case(string name, Action<PickleBuilder> value) =>
            new TestCaseData(Samples.ZipOf(value)).SetArgDisplayNames(name);
    }

    // Without a limit each takes 64 million steps and more.
    [TestCaseSource(nameof(Attacks))]
    public void GivenSharedParts_CostStaysSmall(byte[] file) => AssertCheap(file);

    // As many objects of one class as it has parameters.
    [Test]
    public void GivenScriptObjectsOfOneLargeClass_CostStaysSmall() => AssertCheap(new ZipBuilder()
        .Add("archive/data.pkl",
            Samples.PickleOf(static pickle => Objects(pickle.EmptyDict().Put(1).Op(PickleOpcode.Pop), "__torch__", "M")))
        .Add("archive/code/__torch__.py",
            "class M(Module):\n  __parameters__ = [" + string.Concat(Enumerable.Range(0, Many).Select(static i => $"\"p{i}\", ")) + "]\n")
        .Add("archive/constants.pkl", Samples.PickleOf(static pickle => pickle.EmptyTuple())).Add("archive/version", "3\n").ToArray());

    // __torch__.a.a, __torch__.a/a …: 4,096 spellings of one record of code.
    [Test]
    public void GivenOneRecordOfCodeUnderManyNames_IsReadOnce()
    {
        const int letters = 12;
        byte[] file = new ZipBuilder().Add("archive/data.pkl", Samples.PickleOf(static pickle =>
        {
            pickle.Op(PickleOpcode.EmptyList).Mark();
            for (int bits = 0; bits < 1 << letters; bits++)
                pickle.Global("__torch__." + string.Concat(Enumerable.Range(0, letters).Select(i => (bits >> i & 1) != 0 ? "a/" : "a."))
                    + "x", "M");
            pickle.Op(PickleOpcode.Appends);
        })).Add("archive/code/__torch__/" + string.Concat(Enumerable.Repeat("a/", letters)) + "x.py", new byte[200_000])
            .Add("archive/constants.pkl", Samples.PickleOf(static pickle => pickle.EmptyTuple())).Add("archive/version", "3\n").ToArray();
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(file, s_inert).Dispose()), Is.LessThan(64 << 20));
    }

    private static void Objects(PickleBuilder pickle, string module, string name)
    {
        pickle.Global(module, name).Put(2).Op(PickleOpcode.Pop).Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < Many; i++)
            pickle.Op(PickleOpcode.BinGet, [2]).EmptyTuple().Op(PickleOpcode.NewObj).Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.Build);
        pickle.Op(PickleOpcode.Appends);
    }

    private static void AssertCheap(byte[] file)
    {
        TimeSpan time = default;
        long allocated = Cost.AllocatedBy(() => time = Cost.FastestOf(1, () =>
        {
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(file, s_inert);
                Try(() => ValueWalker.Walk(checkpoint.Root, new SilentVisitor()));
                Try(() => checkpoint.StateDict());
                Try(() => _ = checkpoint.Training.Notes);
            }
            catch (LimitExceededException) { }
        }));
        Assert.That(allocated, Is.LessThan(640L << 20));
        // Ten times what the slowest takes; without limits all take minutes or gigabytes.
        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(20)));

        static void Try(Action work)
        {
            try
            {
                work();
            }
            catch (LimitExceededException) { }
        }
    }
}
