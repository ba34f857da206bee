using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// What can be called is handed to something that calls it, now or later: as hooks of a tensor, of a module or an optimizer, as the factory
/// of a dict, as the class to make, as an object whose own methods a builtin goes through. Nothing that is named here does anything.
/// </summary>
public sealed class HandedCallableTests
{
    private static readonly Dictionary<string, Action<PickleDialect>> s_callables = new()
    {
        ["known function"] = static to => to.Global("torch.nn.functional", "relu"),
        ["class of an operand"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
        ["object"] = static to => to.New("torch.nn.modules.linear", "Linear"),
        ["what scalar gives back"] = static to => AttributeWays.GivenBack(to,
            static given => given.Global("torch.nn.modules.linear", "Linear")),
        ["what the newer scalar gives back"] = static to => AttributeWays.GivenBack(to,
            static given => given.New("torch.nn.modules.linear", "Linear"), "numpy._core.multiarray"),
        ["type hint of an operand"] = static to => to.Call("types", "GenericAlias",
            static type => type.Global("torch.nn.modules.linear", "Linear"), static parameters => parameters.Tuple()),
        ["type hint of what scalar gives back"] = static to => to.Call("types", "GenericAlias", static type =>
            AttributeWays.GivenBack(type, static given => given.Global("torch.nn.functional", "relu")), static none => none.Tuple()),
        ["unknown function"] = static to => to.Global("no.such.module", "thing"),
        ["object of an unknown class"] = static to => to.New("no.such.module", "Partial"),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_places = new()
    {
        ["hooks of a parameter"] = static (to, hook) => Parameter(to, hooks => Hooks(hooks, hook)),
        ["hooks of a parameter, as a dict"] = static (to, hook) => Parameter(to, hooks => Item(hooks.Dict(), hook)),
        ["hooks of a parameter, of pairs"] = static (to, hook) => Parameter(to, hooks => hooks.Call("collections", "OrderedDict",
            pairs => pairs.List().Tuple(static key => key.Int(0), hook).Op(PickleOpcode.Append))),
        ["hooks of a parameter, filled afterwards"] = static (to, hook) =>
        {
            to.Call("collections", "OrderedDict");
            var kept = to.Keep();
            to.Op(PickleOpcode.Pop);
            Parameter(to, kept);
            kept(to);
            Item(to, hook);
        },
        ["the hooks themselves"] = static (to, hook) => Parameter(to, hook),
        ["hooks of a parameter with state"] = static (to, hook) => to.Call("torch._utils", "_rebuild_parameter_with_state",
            static data => data.Int(1), static flag => flag.Int(0), hooks => Hooks(hooks, hook), static state => state.Dict()),
        ["data of a parameter"] = static (to, hook) => to.Call("torch._utils", "_rebuild_parameter", hook,
            static flag => flag.Int(0), static hooks => hooks.Call("collections", "OrderedDict")),
        ["data of a parameter with state"] = static (to, hook) => to.Call("torch._utils", "_rebuild_parameter_with_state", hook,
            static flag => flag.Int(0), static hooks => hooks.Call("collections", "OrderedDict"), static state => state.Dict()),
        ["data of a parameter that is called"] = static (to, hook) => to.Call("torch.nn.parameter", "Parameter", hook),
        ["hooks of a tensor"] = static (to, hook) => to.Call("torch._utils", "_rebuild_tensor_v2", static storage => storage.Int(1),
            static offset => offset.Int(0), static shape => shape.Tuple(), static strides => strides.Tuple(), static flag => flag.Int(0),
            hooks => Hooks(hooks, hook)),
        ["hooks of a tensor inside of a function that calls"] = static (to, hook) => to.Call("torch._tensor", "_rebuild_from_type_v2",
            static function => function.Global("torch._utils", "_rebuild_parameter"), static type => type.Global("torch", "Tensor"),
            given => given.Tuple(static data => data.Int(1), static flag => flag.Int(0), hooks => Hooks(hooks, hook)),
            static state => state.Dict()),
        ["hooks of a module"] = static (to, hook) => to.New("torch.nn.modules.linear", "Linear").Dict()
            .Tell(state => Item(state, "_forward_hooks", hooks => Hooks(hooks, hook))).Op(PickleOpcode.Build),
        ["hooks of an optimizer"] = static (to, hook) => to.New("torch.optim.sgd", "SGD").Dict()
            .Tell(state => Item(state, "_optimizer_step_pre_hooks", hooks => Hooks(hooks, hook))).Op(PickleOpcode.Build),
        ["what a hook wraps"] = static (to, hook) => to.New("torch.nn.modules.module", "_WrappedHook").Dict()
            .Tell(state => Item(state, "hook", hook)).Op(PickleOpcode.Build),
        ["factory of a dict"] = static (to, hook) => to.Call("collections", "defaultdict", hook),
        ["factory of a dict, by Python 2's name"] = static (to, hook) => to.Call("UserDict", "defaultdict", hook),
        ["function that a tensor is made by"] = static (to, hook) => to.Call("torch._tensor", "_rebuild_from_type_v2", hook,
            static type => type.Global("torch", "Tensor"), static given => given.Tuple(), static state => state.Dict()),
        ["class of a generator"] = static (to, hook) => to.Call("numpy.random._pickle", "__bit_generator_ctor", hook),
        ["function of a generator"] = static (to, hook) => to.Call("numpy.random._pickle", "__generator_ctor",
            static name => name.Text("MT19937"), hook),
        ["function of an old generator"] = static (to, hook) => to.Call("numpy.random._pickle", "__randomstate_ctor",
            static name => name.Text("MT19937"), hook),
        ["base of an object"] = static (to, hook) => to.Call("copy_reg", "_reconstructor",
            static type => type.Global("torch.nn.modules.linear", "Linear"), hook, static none => none.Op(PickleOpcode.None)),
    };

    private static readonly string[] s_converters = ["list", "tuple", "dict", "str", "int", "float", "bytes", "set", "frozenset", "range"];

    [Test]
    public void GivenSomethingCallable_IsNeverCleanWhereItIsCalled()
    {
        foreach (var (place, hand) in s_places)
        {
            foreach (var (callable, write) in s_callables)
            {
                foreach (int protocol in (int[])[0, 2, 4])
                {
                    var dialect = new PickleDialect(protocol);
                    hand(dialect, write);
                    Assert.That(Scanned.Bytes(dialect.Stop(), "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious),
                        $"{place}: {callable}, protocol {protocol}");
                }
            }
        }
    }

    [TestCaseSource(nameof(s_converters))]
    public void GivenAnObjectToGoThrough_IsNeverClean(string converter)
    {
        foreach (Action<PickleDialect> write in (Action<PickleDialect>[])[
            static item => item.New("torch.nn.modules.container", "Sequential"), static item => item.Global("datetime", "date")])
        {
            byte[] pickle = new PickleDialect(2).Call("__builtin__", converter, write).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Ids(), Does.Contain(DiagnosticId.ComputedCall));
        }
    }

    // A hook of the utilities of PyTorch itself, and no hooks at all.
    [Test]
    public void GivenHonestHooks_AreClean()
    {
        byte[] weightNorm = new PickleDialect(2).New("torch.nn.modules.linear", "Linear").Dict()
            .Tell(static state => Item(state, "_forward_pre_hooks",
                static hooks => Hooks(hooks, static hook => hook.New("torch.nn.utils.weight_norm", "WeightNorm"))))
            .Tell(static state => Item(state, "_forward_hooks", static hooks => hooks.Call("collections", "OrderedDict")))
            .Op(PickleOpcode.Build).Stop();
        Assert.That(Scanned.Bytes(weightNorm, "model.pkl").Verdict, Is.EqualTo(Verdict.Clean));
    }

    private static void Parameter(PickleDialect to, Action<PickleDialect> hooks) =>
        to.Call("torch._utils", "_rebuild_parameter", static data => data.Int(1), static flag => flag.Int(0), hooks);

    private static void Hooks(PickleDialect to, Action<PickleDialect> hook) => Item(to.Call("collections", "OrderedDict"), hook);

    private static void Item(PickleDialect to, Action<PickleDialect> value)
    {
        to.Int(0);
        value(to);
        to.Op(PickleOpcode.SetItem);
    }

    private static void Item(PickleDialect to, string name, Action<PickleDialect> value)
    {
        to.Text(name);
        value(to);
        to.Op(PickleOpcode.SetItem);
    }
}
