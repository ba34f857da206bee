using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// An object stays one: an attribute that something calls by itself is never clean, whatever way it comes, whatever object gets it and
/// whatever can be called. Nothing that is named here exists or does anything.
/// </summary>
public sealed class AttributeTests
{
    private static readonly int[] s_protocols = [0, 2, 4];

    // What Python and PyTorch look up by themselves.
    private static readonly string[] s_hooks = ["__setstate__", "__reduce__", "__reduce_ex__", "__getattr__", "__getattribute__",
        "__setattr__", "__class__", "__call__", "__getstate__", "__array_interface__", "__torch_function__", "__del__"];

    // What classes call on themselves, and unpicklers and programs on objects.
    private static readonly string[] s_methods = ["append", "extend", "keys", "items", "get_params", "_wrap_update", "default_factory",
        "forward", "__some_new_protocol__"];

    private static readonly Dictionary<string, Action<PickleDialect>> s_callables = new()
    {
        ["unknown function"] = static to => to.Global("no.such.module", "thing"),
        ["known function"] = static to => to.Global("torch.nn.functional", "relu"),
        ["class of an operand"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
        ["class of a value"] = static to => to.Global("datetime", "date"),
        ["allowed function"] = static to => to.Global("torch._utils", "_rebuild_parameter"),
        ["object"] = static to => to.New("torch.nn.modules.linear", "Linear"),
        ["type hint of an operand"] = static to => to.Call("types", "GenericAlias",
            static type => type.Global("torch.nn.modules.linear", "Linear"), static parameters => parameters.Tuple()),
        ["what scalar gives back"] = static to => AttributeWays.GivenBack(to,
            static given => given.Global("torch.nn.modules.linear", "Linear")),
        ["type hint of what scalar gives back"] = static to => to.Call("types", "GenericAlias", static type =>
            AttributeWays.GivenBack(type, static given => given.Global("torch.nn.functional", "relu")), static none => none.Tuple()),
        ["union of one type"] = static to => to.Call("operator", "getitem", static union => union.Global("typing", "Union"),
            static type => type.Global("torch.nn.modules.linear", "Linear")),
        ["object of an unknown class"] = static to => to.New("no.such.module", "Partial"),
        ["what a call of an unknown function gave"] = static to => to.Call("no.such.module", "partial", static text => text.Text("x")),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_targets = new()
    {
        ["value"] = static to => to.Call("types", "SimpleNamespace"),
        ["error"] = static to => to.Call("exceptions", "ValueError"),
        ["operand"] = static to => to.New("torch.nn.modules.linear", "Linear"),
        ["operand that scalar gives back"] = static to => AttributeWays.GivenBack(to,
            static given => given.New("torch.nn.modules.linear", "Linear")),
        ["dict with attributes"] = static to => to.New("easydict", "EasyDict"),
        ["name"] = static to => to.New("numpy", "ndarray"),
        ["unknown"] = static to => to.New("no.such.module", "Thing"),
    };

    private static IEnumerable<string> Ways => AttributeWays.All.Keys;

    [TestCaseSource(nameof(Ways))]
    public void GivenAnAttributeThatSomethingCalls_IsNeverClean(string way)
    {
        int shapes = 0;
        foreach (var (hook, callable, target, protocol) in Product([.. s_hooks, .. s_methods]))
        {
            byte[] pickle = Write(way, target, name => name.Text(hook), s_callables[callable], protocol);
            Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{hook} = {callable} of {target}, protocol {protocol}");
            shapes++;
        }
        Assert.That(shapes, Is.EqualTo((s_hooks.Length + s_methods.Length) * s_callables.Count * s_targets.Count * s_protocols.Length));
    }

    [TestCaseSource(nameof(Ways))]
    public void GivenAnAttributeWhoseNameIsComputed_IsNeverClean(string way)
    {
        foreach (var (_, callable, target, protocol) in Product(["x"]))
        {
            byte[] pickle = Write(way, target, static name => name.Call("__builtin__", "str", static text => text.Text("x")),
                s_callables[callable], protocol);
            Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{callable} of {target}, protocol {protocol}");
        }
    }

    private static readonly Dictionary<string, Action<PickleDialect>> s_dicts = new()
    {
        ["dict"] = static to => to.Dict(),
        ["what scalar gives back"] = static to => AttributeWays.GivenBack(to, static given => given.Dict()),
        ["called"] = static to => to.Call("__builtin__", "dict"),
        ["ordered"] = static to => to.Call("collections", "OrderedDict"),
        ["new"] = static to => to.New("__builtin__", "dict"),
        ["new by a function"] = static to => to.Call("copy_reg", "__newobj__", static type => type.Global("__builtin__", "dict")),
        ["rebuilt"] = static to => to.Call("copy_reg", "_reconstructor", static type => type.Global("__builtin__", "dict"),
            static basis => basis.Global("__builtin__", "dict"), static given => given.Dict()),
    };

    private static IEnumerable<string> Dicts => s_dicts.Keys;

    // setattr reaches what an entry of __dict__ does not, whatever its name.
    [TestCaseSource(nameof(Dicts))]
    public void GivenASlotThatCanBeCalled_IsNeverCleanWhateverItsDictIs(string dict)
    {
        foreach (string callable in (string[])["class of an operand", "known function", "what scalar gives back",
            "type hint of an operand", "type hint of what scalar gives back"])
        {
            foreach (int protocol in s_protocols)
            {
                var dialect = new PickleDialect(protocol);
                s_targets["operand"](dialect);
                byte[] pickle = dialect.Tuple(static none => none.Op(PickleOpcode.None), slots =>
                {
                    s_dicts[dict](slots);
                    slots.Text("x").Tell(s_callables[callable]).Op(PickleOpcode.SetItem);
                }).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{callable} in {dict}, protocol {protocol}");
            }
        }
    }

    // A function that gives back what it is given, and then sets the state of that.
    [TestCase("numpy.core.multiarray")]
    [TestCase("numpy._core.multiarray")]
    public void GivenAStateForWhatAFunctionGivesBack_IsNeverClean(string module)
    {
        foreach (int protocol in s_protocols)
        {
            byte[] pickle = new PickleDialect(protocol).Call("torch._tensor", "_rebuild_from_type_v2",
                function => function.Global(module, "scalar"), static type => type.Global("torch", "Tensor"),
                static given => given.Tuple(static type => type.Call("numpy", "dtype", static text => text.Text("O8")),
                    static thing => thing.New("torch.nn.modules.linear", "Linear")), static state => state.Dict()).Stop();
            Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    // No honest object has a hook as an attribute, whatever its value.
    [TestCaseSource(nameof(Ways))]
    public void GivenAHookThatIsANumber_IsSuspiciousOnObjects(string way)
    {
        foreach (string hook in s_hooks)
        {
            foreach (int protocol in s_protocols)
            {
                byte[] pickle = Write(way, "operand", name => name.Text(hook), static value => value.Int(3), protocol);
                Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{hook}, protocol {protocol}");
            }
        }
    }

    [Test]
    public void GivenHonestAttributes_AreClean()
    {
        string[] names = ["lr", "weight", "keys", "items", "values", "__version__", "training", "state", "forward"];
        Dictionary<string, Action<PickleDialect>> values = new()
        {
            ["number"] = static to => to.Int(3),
            ["text"] = static to => to.Text("relu"),
            ["list"] = static to => to.List(),
            ["dict"] = static to => to.Call("collections", "OrderedDict"),
            ["date"] = static to => to.Call("datetime", "timedelta", static days => days.Int(1)),
            ["dtype"] = static to => to.Global("torch", "float32"),
        };
        foreach (string way in AttributeWays.Honest)
        {
            foreach (string name in names)
            {
                foreach (var (value, write) in values)
                {
                    foreach (string target in (string[])["value", "operand", "dict with attributes"])
                    {
                        foreach (int protocol in s_protocols)
                        {
                            // A namespace and a module have no items.
                            if (target is "value" or "operand" && way.StartsWith("item", StringComparison.Ordinal)) continue;
                            byte[] pickle = Write(way, target, text => text.Text(name), write, protocol);
                            ScanReport report = Report(pickle);
                            Assert.That(report.Verdict, Is.EqualTo(Verdict.Clean),
                                $"{way}: {name} = {value} of {target}, protocol {protocol}: {report.Findings.FirstOrDefault()?.Message}");
                        }
                    }
                }
            }
        }
    }

    [TestCase("torch.nn.functional", "relu", Description = "a function of tensors")]
    [TestCase("torch.nn.modules.batchnorm", "BatchNorm2d", Description = "the class of layers to make")]
    public void GivenHonestModuleWithAFunctionAsAttribute_IsClean(string module, string name)
    {
        foreach (string attribute in (string[])["activation", "norm_layer", "act_fn", "dtype", "loss_fn", "score_func"])
        {
            foreach (int protocol in s_protocols)
            {
                byte[] pickle = Write("state", "operand", text => text.Text(attribute), to => to.Global(module, name), protocol);
                Assert.That(Scan(pickle), Is.EqualTo(Verdict.Clean), attribute);
            }
        }
    }

    // A method of any class, of any release: only names under which honest objects hold classes and functions are passed over.
    [TestCaseSource(nameof(Ways))]
    public void GivenAClassOrFunctionUnderANameOfNoHonestObject_IsNeverClean(string way)
    {
        string[] unsafeOnes = ["known function", "class of an operand", "type hint of an operand", "object"];
        foreach (string name in (string[])["predict", "_zq_method_of_no_release", "training_step", "save_pretrained", "x"])
        {
            foreach (var (_, callable, target, protocol) in Product(["x"]).Where(shape => unsafeOnes.Contains(shape.Callable)))
            {
                byte[] pickle = Write(way, target, text => text.Text(name), s_callables[callable], protocol);
                Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{name} = {callable} of {target}");
            }
        }
    }

    private static IEnumerable<(string Hook, string Callable, string Target, int Protocol)> Product(string[] hooks) =>
        from hook in hooks from callable in s_callables.Keys from target in s_targets.Keys from protocol in s_protocols
        select (hook, callable, target, protocol);

    private static byte[] Write(
        string way, string target, Action<PickleDialect> name, Action<PickleDialect> value, int protocol)
    {
        var dialect = new PickleDialect(protocol);
        AttributeWays.All[way](dialect, s_targets[target], name, value);
        return dialect.Stop();
    }

    private static Verdict Scan(byte[] pickle) => Report(pickle).Verdict;

    // As a pickle, since a tensor's function needs storages that only an archive has.
    private static ScanReport Report(byte[] pickle)
    {
        using var source = new MemoryByteSource(pickle, "model.pkl");
        return Scanner.Scan(source);
    }
}
