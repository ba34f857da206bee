using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// States that are no dict, methods that a state replaces, parts of a module that are no objects, and copyreg's functions in the place of
/// the opcodes: whatever way something that can be called comes to where it is called. Nothing that is named here does anything.
/// </summary>
public sealed class StateFormTests
{
    private static readonly Dictionary<string, Action<PickleDialect>> s_states = new()
    {
        ["list of pairs"] = static to => to.List().Tell(Pair).Op(PickleOpcode.Append),
        ["list of lists"] = static to => to.List().Tell(static inner => inner.List().Op(PickleOpcode.Mark).Text("thing").Tell(Thing)
            .Op(PickleOpcode.Appends)).Op(PickleOpcode.Append),
        ["tuple of a pair"] = static to => to.Tuple(Pair),
        ["tuple of two pairs"] = static to => to.Tuple(Pair, Pair),
        ["tuple of three pairs"] = static to => to.Tuple(Pair, Pair, Pair),
        ["set of pairs"] = static to => to.Op(PickleOpcode.EmptySet).Op(PickleOpcode.Mark).Tell(Pair).Op(PickleOpcode.AddItems),
        ["frozenset of pairs"] = static to => to.Op(PickleOpcode.Mark).Tell(Pair).Op(PickleOpcode.FrozenSet),
        ["tuple of a dict"] = static to => to.Tuple(static dict => Dict(dict, "thing", Thing)),
        ["data, type and a dict"] =
            static to => to.Tuple(static data => data.Int(1), static type => type.Int(2), static dict => Dict(dict, "thing", Thing)),
        ["pairs beside nothing"] = static to => to.Tuple(static pairs => pairs.List().Tell(Pair).Op(PickleOpcode.Append),
            static none => none.Op(PickleOpcode.None)),
        ["pairs as slots"] = static to => to.Tuple(static none => none.Op(PickleOpcode.None),
            static pairs => pairs.List().Tell(Pair).Op(PickleOpcode.Append)),
    };

    private static readonly (string Module, string Name)[] s_classes =
    [
        ("torch.nn.modules.linear", "Linear"), ("torch.optim.sgd", "SGD"), ("pandas.core.arrays.datetimes", "DatetimeArray"),
        ("sklearn.linear_model._base", "LinearRegression"), ("argparse", "Namespace"),
    ];

    private static readonly string[] s_parts = ["_modules", "_parameters", "_buffers"];

    [Test]
    public void GivenAStateThatIsNoDict_WithSomethingCallable_IsNeverClean()
    {
        foreach (var (form, state) in s_states)
        {
            foreach (var (module, name) in s_classes)
            {
                byte[] pickle = new PickleDialect(4).New(module, name).Tell(state).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{form}: {name}");
            }
        }
    }

    // Every use of the object calls what stands for the method.
    [TestCase("torch.nn.modules.linear", "Linear", "eval")]
    [TestCase("torch.nn.modules.linear", "Linear", "_call_impl")]
    [TestCase("torch.nn.modules.linear", "Linear", "named_parameters")]
    [TestCase("sklearn.linear_model._base", "LinearRegression", "predict")]
    [TestCase("pandas.core.frame", "DataFrame", "groupby")]
    [TestCase("torch.optim.sgd", "SGD", "zero_grad")]
    public void GivenAMethodThatTheStateReplaces_IsNeverClean(string module, string name, string method)
    {
        foreach (Action<PickleDialect> thing in (Action<PickleDialect>[])[Thing, static to => to.Global("torch.nn.functional", "relu"),
            static to => to.Call("types", "GenericAlias", Thing, static none => none.Tuple())])
        {
            byte[] pickle = new PickleDialect(4).New(module, name).Tell(to => Dict(to, method, thing)).Op(PickleOpcode.Build).Stop();
            Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    [TestCaseSource(nameof(s_parts))]
    public void GivenAClassAmongAModulesParts_IsNeverClean(string parts)
    {
        Action<PickleDialect>[] dicts =
        [
            static to => Dict(to, "0", Thing),
            static to => to.Call("collections", "OrderedDict", static pairs => pairs.List().Tell(Pair).Op(PickleOpcode.Append)),
            static to => Dict(to.Call("collections", "OrderedDict"), "0", Thing, isNew: false),
        ];
        foreach (Action<PickleDialect> dict in dicts)
        {
            byte[] pickle = new PickleDialect(4).New("torch.nn.modules.container", "Sequential").Tell(to => Dict(to, parts, dict))
                .Op(PickleOpcode.Build).Stop();
            Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    [TestCase("copyreg")]
    [TestCase("copy_reg")]
    public void GivenCopyregInThePlaceOfAnOpcode_ItIsJudgedAsThat(string module)
    {
        Action<PickleDialect>[] ways =
        [
            to => to.Call(module, "_reconstructor", static type => type.Global("collections", "defaultdict"),
                static basis => basis.Global("collections", "defaultdict"), Thing),
            to => to.Call(module, "__newobj__", static type => type.Global("types", "GenericAlias"),
                static origin => origin.Global("torch.nn.functional", "relu"), static none => none.Tuple()).Tell(Attribute),
            to => to.Call(module, "__newobj_ex__", static type => type.Global("types", "GenericAlias"),
                static given => given.Tuple(static origin => origin.Global("torch.nn.functional", "relu"), static none => none.Tuple()),
                static keywords => keywords.Dict()).Tell(Attribute),
            to => to.Call(module, "__newobj_ex__", static type => type.Global("types", "GenericAlias"),
                static given => given.List().Op(PickleOpcode.Mark).Global("torch.nn.functional", "relu").Tuple().Op(PickleOpcode.Appends),
                static keywords => keywords.Dict()).Tell(Attribute),
            to => to.Call("torch._tensor", "_rebuild_from_type_v2", function => function.Global(module, "__newobj__"),
                static type => type.Global("torch", "Tensor"), static given => given.Tuple(Thing), static state => state.Dict()),
            to => to.Call("torch._tensor", "_rebuild_from_type_v2",
                static function => function.Global("torch._utils", "_rebuild_parameter"), static type => type.Global("torch", "Tensor"),
                static given => given.Call("builtins", "list", static items => items.Tuple()), static state => state.Dict()),
        ];
        foreach (Action<PickleDialect> way in ways)
            Assert.That(Scan(new PickleDialect(4).Tell(way).Stop()), Is.GreaterThanOrEqualTo(Verdict.Suspicious));
    }

    // Elements of an array are no attributes, and a module has objects as its parts.
    [Test]
    public void GivenHonestStates_AreClean()
    {
        byte[] array = new PickleDialect(4).Call("numpy.core.multiarray", "_reconstruct", static type => type.Global("numpy", "ndarray"),
            static shape => shape.Tuple(static none => none.Int(0)), static code => code.Text("b"))
            .Tuple(static version => version.Int(1), static shape => shape.Tuple(static one => one.Int(1)),
                static type => type.Call("numpy", "dtype", static text => text.Text("O8")), static order => order.Op(PickleOpcode.NewFalse),
                static items => items.List().New("sklearn.linear_model._base", "LinearRegression").Op(PickleOpcode.Append))
            .Op(PickleOpcode.Build).Stop();
        byte[] module = new PickleDialect(4).New("torch.nn.modules.container", "Sequential").Tell(static to => Dict(to, "_modules",
            static parts => Dict(parts, "0", static linear => linear.New("torch.nn.modules.linear", "Linear"))))
            .Op(PickleOpcode.Build).Stop();
        Assert.That(Scan(array), Is.EqualTo(Verdict.Clean));
        Assert.That(Scan(module), Is.EqualTo(Verdict.Clean));
    }

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;

    private static void Thing(PickleDialect to) => to.Global("torch.nn.modules.linear", "Linear");

    private static void Pair(PickleDialect to) => to.Tuple(static name => name.Text("thing"), Thing);

    private static void Attribute(PickleDialect to) =>
        to.Tell(static state => Dict(state, "x", static one => one.Int(1))).Op(PickleOpcode.Build);

    private static void Dict(PickleDialect to, string name, Action<PickleDialect> value) => Dict(to, name, value, isNew: true);

    private static void Dict(PickleDialect to, string name, Action<PickleDialect> value, bool isNew)
    {
        if (isNew) to.Dict();
        to.Text(name).Tell(value).Op(PickleOpcode.SetItem);
    }
}
