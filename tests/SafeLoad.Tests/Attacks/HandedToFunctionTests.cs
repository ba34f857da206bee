using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A function that is known to be called with data is handed something that has methods: every such function of the catalogue, with what
/// can be called itself, as an attribute, and deeper. Which methods its library calls is not asked. Nothing that is named here does
/// anything.
/// </summary>
public sealed class HandedToFunctionTests
{
    private static readonly Dictionary<string, Action<PickleDialect>> s_things = new()
    {
        ["function"] = static to => to.Global("torch.nn.functional", "relu"),
        ["class"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
        ["object"] = static to => to.New("torch.nn.modules.linear", "Linear"),
        ["type hint"] = static to => to.Call("types", "GenericAlias",
            static type => type.Global("torch.nn.modules.linear", "Linear"), static parameters => parameters.Tuple()),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_nests = new()
    {
        ["itself"] = static (to, thing) => thing(to),
        ["attribute of a namespace"] = Namespace,
        ["attribute of an attribute"] = static (to, thing) => Namespace(to, inner => Namespace(inner, thing)),
        ["attribute in a tuple"] = static (to, thing) => to.Tuple(inner => Namespace(inner, thing)),
        ["attribute in a list"] = static (to, thing) => List(to, inner => Namespace(inner, thing)),
        ["attribute in a dict"] = static (to, thing) => Dict(to, inner => Namespace(inner, thing)),
        ["in a list"] = List,
        ["in a dict"] = Dict,
        ["in a key of a dict"] = static (to, thing) => to.Dict().Tuple(static one => one.Int(1), thing).Int(1).Op(PickleOpcode.SetItem),
        ["attribute of joblib's wrapper"] = static (to, thing) => to.Tuple(inner => inner.New("joblib.numpy_pickle", "NumpyArrayWrapper")
            .Tell(state => Dict(state, thing)).Op(PickleOpcode.Build)),
        ["in a tuple"] = static (to, thing) => to.Tuple(thing),
        ["argument of an object"] = static (to, thing) => to.Call("pandas._libs.interval", "Interval", inner => Namespace(inner, thing)),
    };

    // Each has rules of its own, since honest files hand it classes or objects: what is kept as it is, copied, gone through, called.
    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal)
    {
        "collections.defaultdict", "collections.deque", "nltk.probability.FreqDist", "torch.fx.immutable_collections.immutable_dict",
        "torch.fx.immutable_collections.immutable_list", "types.GenericAlias", "types.SimpleNamespace",
        "ultralytics.utils.IterableSimpleNamespace", "ultralytics.yolo.utils.IterableSimpleNamespace",
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
    };

    private static readonly string[] s_otherModules =
        ["builtins", "__builtin__", "exceptions", "copyreg", "transformers.modeling_outputs", "numpy.random._pickle"];

    // What Python makes a number or a text of, it does by methods of all that is inside.
    private static readonly string[] s_scalars = ["str", "bytes", "int", "float", "bool", "range", "unicode", "long"];

    private static readonly string[] s_tensorFunctions =
    [
        "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_qtensor", "_rebuild_parameter",
        "_rebuild_parameter_with_state", "_rebuild_sparse_tensor", "_rebuild_device_tensor_from_cpu_tensor",
        "_rebuild_device_tensor_from_numpy", "_rebuild_meta_tensor_no_storage",
    ];

    // Functions of C, which see what kind of class they are given and call nothing of it.
    private static readonly string[] s_takersOfClasses = ["_reconstruct", "_array_reconstructor"];

    [Test]
    public void GivenAnythingCallable_NoFunctionThatTakesDataIsClean()
    {
        int shapes = 0;
        var wrong = new List<string>();
        foreach (var (module, name, _) in HarmlessGlobals.All.Where(entry => entry.Known.Use == GlobalUse.Value
            && (!s_otherModules.Contains(entry.Module) || s_scalars.Contains(entry.Name))
            && !s_others.Contains(entry.Module + "." + entry.Name)))
        {
            foreach (var (nest, put) in s_nests)
            {
                foreach (var (thing, write) in s_things)
                {
                    if (nest == "itself" && (thing is "function" or "class") && s_takersOfClasses.Contains(name)) continue;
                    for (int before = 0; before < (nest == "itself" ? 2 : 1); before++)
                    {
                        var to = new PickleDialect(2);
                        Action<PickleDialect> data = static value => value.Int(1), handed = value => put(value, write);
                        to.Call(module, name, before == 0 ? [handed] : [data, handed]);
                        if (Scanned.Bytes(to.Stop(), "model.pkl").Verdict < Verdict.Suspicious)
                            wrong.Add($"{module}.{name} is handed: {thing}, {nest}, {before} before");
                        shapes++;
                    }
                }
            }
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(shapes, Is.GreaterThan(5_000));
    }

    // What makes tensors asks its data for their type, their device and more, by names that differ from version to version.
    [Test]
    public void GivenAnythingCallable_NoFunctionThatMakesATensorIsClean([ValueSource(nameof(s_tensorFunctions))] string function)
    {
        foreach (var (nest, put) in s_nests)
        {
            foreach (var (thing, write) in s_things)
            {
                for (int place = 0; place < 2; place++)
                {
                    Action<PickleDialect>[] arguments = [.. Enumerable.Repeat<Action<PickleDialect>>(static to => to.Int(1), 5)];
                    arguments[place] = to => put(to, write);
                    byte[] pickle = new PickleDialect(2).Call("torch._utils", function, arguments).Stop();
                    Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious),
                        $"{nest}: {thing}, {place}");
                }
            }
        }
    }

    [Test]
    public void GivenHooksOfATensorThatAreNoDict_IsNeverClean()
    {
        foreach (Action<PickleDialect> hooks in (Action<PickleDialect>[])[
            static to => to.New("types", "SimpleNamespace"), static to => to.New("collections", "UserDict"),
            static to => to.Global("torch.nn.functional", "relu"), static to => to.Call("builtins", "list"),
            static to => to.Call("builtins", "getattr", static owner => owner.Global("http", "HTTPStatus"), static ok => ok.Text("OK"))])
        {
            byte[] pickle = new PickleDialect(2).Call("torch._utils", "_rebuild_parameter", static data => data.Text("x")
                .Op(PickleOpcode.BinPersId), static flag => flag.Op(PickleOpcode.NewTrue), hooks).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    // typing hashes what it is given, and says what it is where that is no type.
    [Test]
    public void GivenATypeHintOfAnObject_IsNeverClean()
    {
        Action<PickleDialect>[] things = [static to => to.New("pandas.core.frame", "DataFrame"),
            static to => to.New("types", "SimpleNamespace"), static to => to.Call("fractions", "Fraction", static one => one.Int(1))];
        foreach (Action<PickleDialect> thing in things)
        {
            foreach (Action<PickleDialect> types in (Action<PickleDialect>[])[thing, to => to.Tuple(thing),
                to => to.Tuple(static type => type.Global("builtins", "int"), thing),
                to => to.Tuple(list => list.List().Tell(thing).Op(PickleOpcode.Append), static type => type.Global("builtins", "int"))])
            {
                byte[] pickle = new PickleDialect(2)
                    .Call("operator", "getitem", static hint => hint.Global("typing", "Callable"), types).Stop();
                Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(Verdict.Dangerous));
            }
        }
    }

    [Test]
    public void GivenATypeHintOfTypes_IsClean()
    {
        byte[] pickle = new PickleDialect(2).Call("operator", "getitem", static hint => hint.Global("typing", "Callable"), static types =>
            types.Tuple(static given => given.List().Global("builtins", "int").Op(PickleOpcode.Append),
                static result => result.Call("operator", "getitem", static hint => hint.Global("typing", "List"),
                    static item => item.Global("builtins", "str")))).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(Verdict.Clean));
    }

    // What a class does with its arguments when it is called, its __new__ does with those of NEWOBJ.
    [TestCase("torch.nn.parameter", "Parameter")]
    [TestCase("builtins", "str")]
    [TestCase("builtins", "int")]
    [TestCase("fractions", "Fraction")]
    [TestCase("pandas._libs.interval", "Interval")]
    public void GivenAnythingCallable_NoNewObjectIsClean(string module, string name)
    {
        foreach (var (nest, put) in s_nests)
        {
            foreach (var (thing, write) in s_things)
            {
                byte[] pickle = new PickleDialect(2).Global(module, name).Tuple(handed => put(handed, write)).Op(PickleOpcode.NewObj)
                    .Stop();
                Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{nest}: {thing}");
            }
        }
    }

    // A memo makes it cheap to hand the same tuple on: what is looked through for each call must not grow with it. At one step for each
    // argument this would not end.
    [TestCase("no.such", "thing")]
    [TestCase("builtins", "bytearray")]
    [TestCase("collections", "Counter")]
    [TestCase("datetime", "date")]
    [TestCase("types", "SimpleNamespace")]
    [TestCase("numpy.random._pickle", "__generator_ctor")]
    public void GivenOneTupleOfManyArguments_ACallCostsNoMoreForThem(string module, string name)
    {
        const int arguments = 100_000, calls = 200_000;
        PickleBuilder pickle = PickleBuilder.Protocol(2).Mark();
        for (int i = 0; i < arguments; i++) pickle.Op(PickleOpcode.None);
        pickle.Tuple().Put(0).Op(PickleOpcode.EmptyList).Mark().Global(module, name).Put(1);
        for (int i = 0; i < calls; i++) pickle.Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.BinGet, [0]).Reduce();
        Assert.That(Scanned.Bytes(pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple2).Stop(), "model.pkl").Verdict,
            Is.GreaterThanOrEqualTo(Verdict.Suspicious));
    }

    // What a library hands to its own functions, and what holds nothing but data.
    [Test]
    public void GivenDataAndTheLibrarysOwn_IsClean()
    {
        byte[] pickle = new PickleDialect(2).Call("pandas.core.indexes.base", "_new_Index",
            static type => type.Global("pandas.core.indexes.base", "Index"),
            static data => Dict(data, static value => value.Call("pandas._libs.internals", "_unpickle_block",
                static array => array.New("pandas.core.arrays.datetimes", "DatetimeArray"), static place => place.Int(0)))).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(Verdict.Clean));
    }

    private static void Namespace(PickleDialect to, Action<PickleDialect> thing)
    {
        to.Call("types", "SimpleNamespace");
        Dict(to, thing);
        to.Op(PickleOpcode.Build);
    }

    private static void List(PickleDialect to, Action<PickleDialect> thing) => to.List().Tell(thing).Op(PickleOpcode.Append);

    private static void Dict(PickleDialect to, Action<PickleDialect> thing) =>
        to.Dict().Text("anything").Tell(thing).Op(PickleOpcode.SetItem);
}
