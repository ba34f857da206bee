using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Objects that hold methods of their own class, and what stands one step beside that. Nothing that is named here does
/// anything.</summary>
public sealed class KnownMethodTests
{
    private static readonly Action<PickleDialect, string, string>[] s_makers =
    [
        static (to, module, name) => to.New(module, name),
        static (to, module, name) => to.Call("copy_reg", "__newobj__", type => type.Global(module, name)),
        static (to, module, name) => to.Call("copy_reg", "_reconstructor", type => type.Global(module, name),
            static type => type.Global("__builtin__", "object"), static none => none.Op(PickleOpcode.None)),
    ];

    private const string Lazy = "torch.nn.modules.linear", Interpolation = "scipy.interpolate._interpolate";

    private static Verdict Of(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;

    // A module's hook, as torch/utils/hooks.py and torch/nn/modules/lazy.py leave it: getattr(the layer itself, 'method').
    private static PickleDialect Hooked(string type, string method, bool isBuilt, Action<PickleDialect>? after = null)
    {
        PickleDialect to = new PickleDialect(2).New(Lazy, type);
        Action<PickleDialect> layer = to.Keep();
        if (isBuilt) to.Dict().Text(method).Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
        to.Dict().Text("_forward_pre_hooks").Call("collections", "OrderedDict").Int(1);
        to.Call("__builtin__", "getattr", layer, name => name.Text(method));
        after?.Invoke(to);
        return to.Op(PickleOpcode.SetItem).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
    }

    [TestCase("LazyLinear", "_infer_parameters", false, Verdict.Clean)]
    [TestCase("LazyLinear", "_lazy_load_hook", false, Verdict.Clean)]
    [TestCase("LazyLinear", "_infer_parameters", true, Verdict.Dangerous)]
    [TestCase("LazyLinear", "forward", false, Verdict.Dangerous)]
    [TestCase("LazyLinear", "__class__", false, Verdict.Dangerous)]
    [TestCase("Linear", "_infer_parameters", false, Verdict.Dangerous)]
    public void GivenALayerThatHooksItsOwnMethod_OnlyTheKnownOnesAreClean(string type, string method, bool isBuilt, Verdict expected) =>
        Assert.That(Of(Hooked(type, method, isBuilt).Stop()), Is.EqualTo(expected));

    // A schedule is whole when its dict names its method.
    [TestCase("base_lrs", Verdict.Clean)]
    [TestCase("_annealing_cos", Verdict.Dangerous)]
    public void GivenAMethodOfAWholeObject_TheObjectHasNothingElseOfThatName(string attribute, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).Dict().Text("anneal_func");
        pickle.Call("__builtin__", "getattr",
            to => to.New("torch.optim.lr_scheduler", "OneCycleLR").Dict().Text(attribute).Int(1).Op(PickleOpcode.SetItem)
                .Op(PickleOpcode.Build), static name => name.Text("_annealing_cos"));
        Assert.That(Of(pickle.Op(PickleOpcode.SetItem).Stop()), Is.EqualTo(expected));
    }

    [Test]
    public void GivenAKnownMethod_ACallOfItIsNotClean()
    {
        byte[] pickle = Hooked("LazyLinear", "_infer_parameters", isBuilt: false,
            static to => to.Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce)).Stop();
        Assert.That(Of(pickle), Is.EqualTo(Verdict.Dangerous));
    }

    [TestCase("interp1d._call_linear_np", GlobalJudgement.Harmless)]
    [TestCase("interp1d._call_previousnext", GlobalJudgement.Harmless)]
    [TestCase("interp1d.__init__", GlobalJudgement.Dangerous)]
    [TestCase("interp1d._evaluate", GlobalJudgement.Unknown)]
    [TestCase("interp1d._call_linear_np.__globals__", GlobalJudgement.Dangerous)]
    [TestCase("BPoly._call_linear_np", GlobalJudgement.Unknown)]
    public void GivenADottedName_OnlyAKnownMethodIsHarmless(string name, object judgement) =>
        Assert.That(GlobalCatalog.Judge(Interpolation, name).Judgement, Is.EqualTo(judgement));

    // Estimators take texts apart by a method of texts.
    [TestCase("split", Verdict.Clean)]
    [TestCase("lower", Verdict.Clean)]
    [TestCase("format", Verdict.Dangerous)]
    [TestCase("__class__", Verdict.Dangerous)]
    public void GivenAMethodOfTexts_ItIsOneThatMakesTexts(string name, Verdict expected)
    {
        foreach (var (module, type) in new[] { ("builtins", "str"), ("__builtin__", "unicode") })
        {
            PickleDialect pickle = new PickleDialect(2).New("sklearn.feature_extraction.text", "CountVectorizer").Dict().Text("tokenizer");
            pickle.Call("__builtin__", "getattr", text => text.Global(module, type), to => to.Text(name));
            pickle.Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
            Assert.That(Of(pickle.Stop()), Is.EqualTo(expected), type);
        }
    }

    // A class that PyTorch has registered reads the state, and the state names the class.
    [TestCase("__torch__.torch.classes.quantized.LinearPackedParamsBase", Verdict.Clean)]
    [TestCase("__torch__.torch.classes.quantized.Thing", Verdict.Suspicious)]
    [TestCase("", Verdict.Suspicious)]
    public void GivenAPackedWeight_ItsClassIsOneOfPackedWeights(string name, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).New("torch", "ScriptObject");
        pickle.Tuple(static weights => weights.Tuple(static bias => bias.Op(PickleOpcode.None)), type => type.Text(name));
        Assert.That(Of(pickle.Op(PickleOpcode.Build).Stop()), Is.EqualTo(expected));
    }

    [TestCase("__torch__.torch.classes.quantized.LinearPackedParamsBase", Verdict.Clean)]
    [TestCase("__torch__.torch.classes.no.Such", Verdict.Suspicious)]
    public void GivenAPackedWeightThatAFunctionMakes_ItsClassIsAskedToo(string name, Verdict expected)
    {
        foreach (var make in s_makers)
        {
            PickleDialect pickle = new PickleDialect(2).Tell(to => make(to, "torch", "ScriptObject"));
            pickle.Tuple(static weights => weights.Tuple(static bias => bias.Op(PickleOpcode.None)), type => type.Text(name));
            Assert.That(Of(pickle.Op(PickleOpcode.Build).Stop()), Is.EqualTo(expected));
        }
    }

    // It goes through what it is given, when its state is set.
    [TestCase("_pa_array")]
    [TestCase("_data")]
    public void GivenAnArrayOfArrow_ItsStateHasOne(string name)
    {
        Assert.That(Of(Array(name, static array => array.Call("pyarrow.lib", "chunked_array", static parts => parts.List()))),
            Is.EqualTo(Verdict.Clean));
        Assert.That(Of(Array(name, static array => array.New("torch.utils.data.dataloader", "DataLoader"))),
            Is.EqualTo(Verdict.Suspicious));
        Assert.That(Of(Array(name, static array => array.List())), Is.EqualTo(Verdict.Suspicious));

        static byte[] Array(string name, Action<PickleDialect> array) => new PickleDialect(2)
            .New("pandas.core.arrays.arrow.array", "ArrowExtensionArray").Dict().Text(name).Tell(array).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.Build).Stop();
    }

    // The class counts on from the number of the hook, for all hooks.
    [Test]
    public void GivenAHandleOfAHook_ItsNumberIsAWholeOne()
    {
        foreach (var make in s_makers)
        {
            Assert.That(Of(Handle(make, static number => number.Int(3))), Is.EqualTo(Verdict.Clean));
            Assert.That(Of(Handle(make, static number => number.Text("3"))), Is.EqualTo(Verdict.Suspicious));
            Assert.That(Of(Handle(make, static number => number.Call("__builtin__", "float", static text => text.Text("inf")))),
                Is.EqualTo(Verdict.Suspicious));
        }

        static byte[] Handle(Action<PickleDialect, string, string> make, Action<PickleDialect> number) =>
            new PickleDialect(2).Tell(to => make(to, "torch.utils.hooks", "RemovableHandle"))
                .Tuple(static hooks => hooks.Op(PickleOpcode.None), number, static others => others.Op(PickleOpcode.EmptyTuple))
                .Op(PickleOpcode.Build).Stop();
    }

    [TestCase("torch_geometric.data.data", "Data", Verdict.Clean)]
    [TestCase("torch_geometric.data.hetero_data", "HeteroData", Verdict.Clean)]
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Suspicious)]
    public void GivenABatchOfGraphs_ItsClassIsMadeOfGraphsAlone(string module, string name, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).New("torch_geometric.data.batch", "DynamicInheritanceGetter");
        pickle.Tuple(static batch => batch.Global("torch_geometric.data.batch", "Batch"), graph => graph.Global(module, name));
        pickle.Op(PickleOpcode.Reduce).Dict().Text("x").Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
        Assert.That(Of(pickle.Stop()), Is.EqualTo(expected));
    }

    // SciPy's results are tuples that are pickled with keywords; no other class of the catalogue is.
    [TestCase("scipy.stats._stats_py", "LinregressResult", "intercept_stderr", Verdict.Clean)]
    [TestCase("scipy.stats._stats_py", "LinregressResult", "__call__", Verdict.Suspicious)]
    [TestCase("scipy.stats._stats_py", "ModeResult", "count", Verdict.Suspicious)]
    [TestCase("torch.nn.modules.linear", "Linear", "bias", Verdict.Suspicious)]
    public void GivenKeywords_OnlyATupleThatHasThemIsMadeWithThem(string module, string name, string keyword, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(4).Global(module, name).Tuple().Dict().Text(keyword).Int(1).Op(PickleOpcode.SetItem);
        Assert.That(Of(pickle.Op(PickleOpcode.NewObjEx).Stop()), Is.EqualTo(expected));
    }

    // A spline's state is the object that does its work, and an array.
    [TestCase("scipy.interpolate._bsplines", "_BSpline", Verdict.Clean)]
    [TestCase("scipy.interpolate._interpolate", "_PPoly", Verdict.Suspicious)]
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Suspicious)]
    public void GivenASpline_ItsStateIsTheOneThatDoesItsWork(string module, string name, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).New("scipy.interpolate._bsplines", "BSpline");
        pickle.Tuple(worker => worker.New(module, name), static array => array.Op(PickleOpcode.None)).Op(PickleOpcode.Build);
        Assert.That(Of(pickle.Stop()), Is.EqualTo(expected));
    }

    [TestCase("builtins", "float", Verdict.Clean)]
    [TestCase("numpy", "float64", Verdict.Clean)]
    [TestCase("numpy", "mean", Verdict.Suspicious)]
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Suspicious)]
    public void GivenAStateThatIsATuple_ItHasTypesOfNumbersAlone(string module, string name, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).New("scipy.interpolate._rbfinterp", "RBFInterpolator");
        pickle.Tuple(fields => fields.Tuple(type => type.Global(module, name)), static rest => rest.Tuple(), static last => last.Tuple());
        Assert.That(Of(pickle.Op(PickleOpcode.Build).Stop()), Is.EqualTo(expected));
    }
}
