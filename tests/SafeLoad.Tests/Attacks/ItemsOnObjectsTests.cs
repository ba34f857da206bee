using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Items are set on objects, or appended to them: by a method of their class, which may be Python and call what their state has set. pickle
/// itself does that to dicts, lists and sets alone, so every class of the catalogue that is none of those is asked.
/// </summary>
public sealed class ItemsOnObjectsTests
{
    private static readonly Dictionary<string, Action<PickleDialect>> s_items = new()
    {
        ["SETITEM"] = static to => to.Text("a").Int(1).Op(PickleOpcode.SetItem),
        ["SETITEMS"] = static to => to.Op(PickleOpcode.Mark).Text("a").Int(1).Op(PickleOpcode.SetItems),
        ["APPEND"] = static to => to.Int(1).Op(PickleOpcode.Append),
        ["APPENDS"] = static to => to.Op(PickleOpcode.Mark).Int(1).Op(PickleOpcode.Appends),
        ["ADDITEMS"] = static to => to.Op(PickleOpcode.Mark).Int(1).Op(PickleOpcode.AddItems),
    };

    // Their classes are C's, or were read. Objects of the first can be appended to, of the others items can be set.
    private static readonly string[] s_lists =
    [
        "builtins.list", "builtins.set", "builtins.frozenset", "collections.deque", "array.array",
        "pandas.core.indexes.frozen.FrozenList", "pandas.api.typing.FrozenList",
    ];

    private static readonly string[] s_dicts =
    [
        "builtins.dict", "collections.OrderedDict", "collections.Counter", "collections.defaultdict",
        "torch.fx.immutable_collections.immutable_dict", "nltk.probability.FreqDist", "sklearn.utils.Bunch", "sklearn.utils._bunch.Bunch",
        "sklearn.datasets.base.Bunch", "sklearn.utils.deprecation.DeprecationDict", "scipy.optimize._optimize.OptimizeResult",
        "scipy.optimize.optimize.OptimizeResult", "easydict.EasyDict", "addict.Dict", "addict.addict.Dict", "munch.Munch",
        "yacs.config.CfgNode", "fvcore.common.config.CfgNode", "detectron2.config.config.CfgNode", "scipy._lib._util._RichResult",
        "scipy.integrate._ivp.ivp.OdeResult", "scipy.integrate._bvp.BVPResult", "scipy.optimize._zeros_py.RootResults",
    ];

    [Test]
    public void GivenItemsOnAnObjectThatIsNoContainer_IsNeverClean([ValueSource(nameof(Items))] string opcode)
    {
        string[] excused = opcode.StartsWith("SET", StringComparison.Ordinal) ? s_dicts : s_lists;
        var wrong = new List<string>();
        int shapes = 0;
        foreach (var (module, name, _) in HarmlessGlobals.All.Where(entry => entry.Known.Use >= GlobalUse.Operand
            && !excused.Contains(entry.Module + "." + entry.Name)
            && !(opcode.StartsWith("SET", StringComparison.Ordinal) && entry.Module == "transformers.modeling_outputs")))
        {
            byte[] pickle = new PickleDialect(2).New(module, name).Tell(s_items[opcode]).Stop();
            if (Scanned.Bytes(pickle, "model.pkl").Verdict < Verdict.Suspicious) wrong.Add($"{module}.{name}");
            shapes++;
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(shapes, Is.GreaterThan(1_500));
    }

    [TestCaseSource(nameof(Dicts))]
    public void GivenItemsOnADict_IsClean(string type)
    {
        int dot = type.LastIndexOf('.');
        byte[] pickle = new PickleDialect(2).Global(type[..dot], type[(dot + 1)..]).Tuple()
            .Op(type == "collections.Counter" ? PickleOpcode.Reduce : PickleOpcode.NewObj).Tell(s_items["SETITEMS"]).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(Verdict.Clean));
    }

    [TestCase("collections", "deque")]
    [TestCase("array", "array")]
    public void GivenItemsOnAList_IsClean(string module, string name) => Assert.That(
        Scanned.Bytes(new PickleDialect(2).New(module, name).Tell(s_items["APPENDS"]).Stop(), "model.pkl").Verdict,
        Is.EqualTo(Verdict.Clean));

    // What a persistent id stands for, and what a call of a function gives, is no dict either.
    [Test]
    public void GivenItemsOnWhatIsNoObjectOfAClass_IsNeverClean([ValueSource(nameof(Items))] string opcode)
    {
        Action<PickleDialect>[] targets =
        [
            static to => to.Text("x").Op(PickleOpcode.BinPersId),
            static to => to.Call("numpy.core.multiarray", "_reconstruct", static type => type.Global("numpy", "ndarray"),
                static shape => shape.Tuple(static none => none.Int(0)), static code => code.Text("b")),
            static to => to.Call("builtins", "getattr", static owner => owner.Global("http", "HTTPStatus"), static name => name.Text("OK")),
            static to => to.Call("types", "GenericAlias", static type => type.Global("builtins", "dict"), static none => none.Tuple()),
        ];
        foreach (Action<PickleDialect> target in targets)
        {
            byte[] pickle = new PickleDialect(2).Tell(target).Tell(s_items[opcode]).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    private static IEnumerable<string> Items() => s_items.Keys;

    private static IEnumerable<string> Dicts() => s_dicts;
}
