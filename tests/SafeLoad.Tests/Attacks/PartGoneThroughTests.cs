using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// States whose class goes through a part of them, while it is set or when the object is hashed: what stands there may be a list, a dict
/// or an array, and not what fetches, or makes, its items only then. Nothing that is named here does anything.
/// </summary>
public sealed class PartGoneThroughTests
{
    private static readonly (string Module, string Name, string Part)[] s_parts =
    [
        ("torch.optim.adam", "Adam", "param_groups"), ("torch.optim.sgd", "SGD", "param_groups"),
        ("torch.optim.adagrad", "Adagrad", "state"),
        ("torch.optim.optimizer", "Optimizer", "defaults"), ("torch.optim", "Adafactor", "param_groups"),
        ("torch.nn.modules.rnn", "LSTM", "_all_weights"), ("torch.nn.modules.rnn", "GRU", "_flat_weights"),
        ("torch.ao.nn.quantized.reference.modules.rnn", "LSTM", "_flat_weights_names"), ("torch.nn.modules.rnn", "RNN", "all_weights"),
        ("torch.distributed.device_mesh", "DeviceMesh", "_dim_group_names"),
        ("torch.distributed._shard.metadata", "ShardMetadata", "shard_offsets"),
        ("pandas.core.arrays.categorical", "Categorical", "_categories"), ("pandas", "DataFrame", "_flags"),
        ("pandas.core.series", "Series", "_flags"), ("pandas", "Int64Dtype", "_metadata"),
        ("pandas._libs.tslibs.offsets", "CustomBusinessDay", "holidays"),
        ("sklearn.isotonic", "IsotonicRegression", "X_thresholds_"),
        ("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor", "nodes"),
        ("einops.layers.torch", "Rearrange", "axes_lengths"), ("einops.layers.torch", "Reduce", "pattern"),
        ("gym.spaces.box", "Box", "low"), ("gymnasium.spaces.box", "Box", "high"),
        ("torchmetrics.aggregation", "MeanMetric", "_defaults"), ("catboost.core", "CatBoostClassifier", "_test_evals"),
    ];

    private static readonly Dictionary<string, Action<PickleDialect>> s_live = new()
    {
        ["loader of data"] = static to => to.New("torch.utils.data.dataloader", "DataLoader"),
        ["order without end"] = static to => to.New("torch.utils.data.dataloader", "_InfiniteConstantSampler"),
        ["series without end"] = static to => to.Call("itertools", "repeat", static value => value.Int(1)),
        ["numbers"] = static to => to.Call("__builtin__", "xrange", static from => from.Int(0), static end => end.Int(1 << 30),
            static step => step.Int(1)),
        ["class"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_plain = new()
    {
        ["nothing"] = static to => to.Op(PickleOpcode.None),
        ["text"] = static to => to.Text("a"),
        ["list"] = static to => to.List().Text("a").Op(PickleOpcode.Append),
        ["dict"] = static to => to.Dict().Text("a").Int(1).Op(PickleOpcode.SetItem),
        ["ordered dict"] = static to => to.Call("collections", "OrderedDict"),
        ["dict with defaults"] = static to => to.Call("collections", "defaultdict", static of => of.Global("__builtin__", "dict")),
    };

    private static readonly Dictionary<string, Action<PickleDialect, string, Action<PickleDialect>>> s_states = new()
    {
        ["dict"] = static (to, part, given) => to.Dict().Text(part).Tell(given).Op(PickleOpcode.SetItem),
        ["after another"] = static (to, part, given) => to.Dict().Text("note").Int(1).Op(PickleOpcode.SetItem).Text(part).Tell(given)
            .Op(PickleOpcode.SetItem),
        ["with slots"] = static (to, part, given) => to.Tuple(dict => dict.Dict().Text(part).Tell(given).Op(PickleOpcode.SetItem),
            static slots => slots.Dict()),
    };

    [Test]
    public void GivenAPartThatFetchesOrMakesItsItems_IsNeverClean() => CheckAll(s_live, Verdict.Suspicious);

    [Test]
    public void GivenAPartThatHoldsItsItems_IsClean() => CheckAll(s_plain, Verdict.Clean);

    private static void CheckAll(Dictionary<string, Action<PickleDialect>> kinds, Verdict expected)
    {
        foreach (var (module, name, part) in s_parts)
        {
            foreach (var (kind, given) in kinds)
            {
                // A loader of PyTorch's own refuses some pairs.
                foreach (var (form, state) in s_states.Where(state => expected != Verdict.Clean || state.Key != "with slots"))
                    Check(to => Built(to, module, name, x => state(x, part, given)), expected, $"{name}.{part}: {kind}, {form}");
            }
        }
    }

    [TestCase("torch.optim.adam", "Adam", "DataLoader")]
    [TestCase("torch.optim.sgd", "SGD", "_InfiniteConstantSampler")]
    public void GivenParametersThatAreFetched_IsNeverClean(string module, string name, string live)
    {
        foreach (bool isFetched in (bool[])[true, false])
        {
            Check(to => Built(to, module, name, state => state.Dict().Text("param_groups").List().Dict().Text("params")
                .Tell(given => _ = isFetched ? given.New("torch.utils.data.dataloader", live) : given.List())
                .Op(PickleOpcode.SetItem).Op(PickleOpcode.Append).Op(PickleOpcode.SetItem)),
                isFetched ? Verdict.Suspicious : Verdict.Clean, name);
            Check(to => Built(to, module, name, state => state.Dict().Text("param_groups").List().Dict().Text("params")
                .Tell(given => _ = isFetched ? given.Call("itertools", "count", static of => of.Int(1)) : given.List())
                .Op(PickleOpcode.SetItem).Op(PickleOpcode.Append).Op(PickleOpcode.SetItem)),
                isFetched ? Verdict.Suspicious : Verdict.Clean, name);
        }
    }

    // Options without a default are marked by an object that is nothing else.
    [Test]
    public void GivenOptionsWithoutADefault_IsClean() => Check(static to => Built(to, "torch.optim.sgd", "SGD", static state => state
        .Dict().Text("defaults").Dict().Text("lr").Global("torch.optim.optimizer", "required").Op(PickleOpcode.SetItem)
        .Op(PickleOpcode.SetItem)), Verdict.Clean, "SGD");

    [TestCase(10_000, true, false)]
    [TestCase(10_001, false, false)]
    [TestCase(int.MaxValue, false, false)]
    [TestCase(int.MaxValue, true, true)]
    public void GivenAsManyLayersAsANumberSays_OnlyHonestNumbersAreClean(int layers, bool isClean, bool isNamed) => Check(
        to => Built(to, "torch.nn.modules.rnn", "LSTM", state => state.Dict().Text("num_layers").Int(layers).Op(PickleOpcode.SetItem)
            .Text("_all_weights").List().List().Tell(name => _ = isNamed ? name.Text("weight_ih_l0") : name.Int(1))
            .Op(PickleOpcode.Append).Op(PickleOpcode.Append).Op(PickleOpcode.SetItem)),
        isClean ? Verdict.Clean : Verdict.Suspicious, $"{layers}");

    // A module looks for an attribute that it lacks among its parts.
    [Test]
    public void GivenWeightsAmongTheModules_IsNeverClean() => Check(static to => Built(to, "torch.nn.modules.rnn", "LSTM", static state =>
        state.Dict().Text("_modules").Dict().Text("_flat_weights").New("torch.utils.data.dataloader", "DataLoader")
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.SetItem)), Verdict.Suspicious, "LSTM");

    [Test]
    public void GivenAnAttributeOfAMetricThatNeverEnds_IsNeverClean() => Check(static to => Built(to, "torchmetrics.aggregation",
        "MeanMetric", static state => state.Dict().Text("value").Call("itertools", "repeat", static of => of.Int(1))
            .Op(PickleOpcode.SetItem)), Verdict.Suspicious, "MeanMetric");

    [TestCase(true)]
    [TestCase(false)]
    public void GivenATableWhoseAxesNeverEnd_IsNeverClean(bool isSeries) => Check(to => Built(to, "pandas.core.internals.managers",
        "BlockManager", state => state.Tuple(static a => a.List(), static b => b.List(), static c => c.List(), tables => tables.Dict()
            .Text("0.14.1").Dict().Text("axes")
            .Tell(axes => _ = isSeries ? axes.Call("itertools", "repeat", static of => of.Text("a")) : axes.List()).Op(PickleOpcode.SetItem)
            .Text("blocks").List().Op(PickleOpcode.SetItem).Op(PickleOpcode.SetItem))),
        isSeries ? Verdict.Suspicious : Verdict.Clean, "BlockManager");

    private static void Built(PickleDialect to, string module, string name, Action<PickleDialect> state) =>
        to.New(module, name).Tell(state).Op(PickleOpcode.Build);

    private static void Check(Action<PickleDialect> write, Verdict expected, string what)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            byte[] pickle = new PickleDialect(protocol).Tell(write).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, expected == Verdict.Clean ? Is.EqualTo(expected)
                : Is.Not.EqualTo(Verdict.Clean), $"{what}, protocol {protocol}");
        }
    }
}
