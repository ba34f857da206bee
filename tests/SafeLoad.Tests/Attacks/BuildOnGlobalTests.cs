using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// BUILD on a class or function itself, judged by what CPython does with that target and that form of state: entries of slots are set on
/// whatever it is; entries of a dict go into the <c>__dict__</c> of a function, and stop the unpickler at that of a class.
/// </summary>
public sealed class BuildOnGlobalTests
{
    private static readonly Dictionary<string, (Action<PickleDialect> Write, bool IsClass)> s_targets = new()
    {
        ["operand"] = (static to => to.Global("torch.nn.modules.linear", "Linear"), true),
        ["value"] = (static to => to.Global("datetime", "date"), false),
        ["name"] = (static to => to.Global("torch.nn.functional", "relu"), false),
        ["allowed function"] = (static to => to.Global("torch._utils", "_rebuild_parameter"), false),
        ["allowed class"] = (static to => to.Global("collections", "OrderedDict"), false),
        ["unknown"] = (static to => to.Global("no.such.module", "thing"), false),
        ["what a call gives back"] = (static to => AttributeWays.GivenBack(to,
            static given => given.Global("torch.nn.functional", "relu")), false),
        ["what a call gives back twice"] = (static to => AttributeWays.GivenBack(to, static given =>
            AttributeWays.GivenBack(given, static inner => inner.Global("torch.nn.functional", "relu")), "numpy._core.multiarray"),
            false),
        ["type hint"] = (static to => to.Call("types", "GenericAlias",
            static type => type.Global("torch.nn.functional", "relu"), static none => none.Tuple()), false),
        ["type hint of a class"] = (static to => to.Call("types", "GenericAlias",
            static type => type.Global("torch.nn.modules.linear", "Linear"), static none => none.Tuple()), true),
        ["type hint of what a call gives back"] = (static to => to.Call("types", "GenericAlias", static type =>
            AttributeWays.GivenBack(type, static given => given.Global("torch.nn.functional", "relu")), static none => none.Tuple()),
            false),
        ["union of one type"] = (static to => to.Call("operator", "getitem", static union => union.Global("typing", "Union"),
            static type => type.Global("torch.nn.functional", "relu")), false),
        ["union of a tuple of one type"] = (static to => to.Call("operator", "getitem", static union => union.Global("typing", "Union"),
            static types => types.Tuple(static type => type.Global("torch.nn.functional", "relu"))), false),
    };

    private static readonly Dictionary<string, (Action<PickleDialect> Write, bool SetsNothing, bool HasSlots)> s_states = new()
    {
        ["nothing"] = (static to => to.Op(PickleOpcode.None), true, false),
        ["empty dict"] = (static to => to.Dict(), true, false),
        ["empty slots"] = (static to => to.Tuple(static none => none.Op(PickleOpcode.None), static dict => dict.Dict()), true, false),
        ["dict"] = (Filled, false, false),
        ["dict beside empty slots"] = (static to => to.Tuple(Filled, static dict => dict.Dict()), false, false),
        ["slots"] = (static to => to.Tuple(static none => none.Op(PickleOpcode.None), Filled), false, true),
        ["slots beside a dict"] = (static to => to.Tuple(static dict => dict.Dict(), Filled), false, true),
        ["slots that are an object"] = (static to => to.Tuple(static none => none.Op(PickleOpcode.None),
            static map => map.Call("collections", "OrderedDict")), false, true),
    };

    [Test]
    public void GivenEveryTargetAndFormOfState_IsJudgedByWhatCPythonDoes()
    {
        foreach (var (target, (writeTarget, isClass)) in s_targets)
        {
            foreach (var (state, (writeState, setsNothing, hasSlots)) in s_states)
            {
                foreach (int protocol in (int[])[0, 2, 4])
                {
                    var dialect = new PickleDialect(protocol);
                    writeTarget(dialect);
                    writeState(dialect);
                    ScanReport report = Scanned.Bytes(dialect.Op(PickleOpcode.Build).Stop(), "model.pkl");
                    string shape = $"{target}, {state}, protocol {protocol}";
                    bool isModified = !setsNothing && (hasSlots || !isClass);
                    Assert.That(report.Ids().Contains(DiagnosticId.GlobalModified), Is.EqualTo(isModified), shape);
                    if (!setsNothing) Assert.That(report.Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious), shape);
                }
            }
        }
    }

    [Test]
    public void GivenItemsForEveryTarget_AreSuspicious()
    {
        foreach (var (target, (writeTarget, _)) in s_targets)
        {
            foreach (int protocol in (int[])[0, 2, 4])
            {
                var dialect = new PickleDialect(protocol);
                writeTarget(dialect);
                byte[] pickle = dialect.Text("x").Int(1).Op(PickleOpcode.SetItem).Stop();
                Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious),
                    $"{target}, protocol {protocol}");
            }
        }
    }

    // Only flags are numbers that others may know: what any other function gives has operators of its own.
    [TestCase("re", "RegexFlag", true)]
    [TestCase("numpy.core.multiarray", "scalar", false)]
    [TestCase("numpy._core.multiarray", "scalar", false)]
    [TestCase("logging", "getLogger", false)]
    [TestCase("pytz", "_UTC", false)]
    public void GivenOrOfWhatACallGives_IsHonestForFlagsOnly(string module, string name, bool isHonest)
    {
        foreach (Action<PickleDialect> given in (Action<PickleDialect>[])[static to => to.Int(2),
            static to => to.Text("x")])
        {
            void Member(PickleDialect to) => to.Call(module, name, static first => first.Int(1), given);
            byte[] pickle = new PickleDialect(2).Call("operator", "or_", Member, Member).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict == Verdict.Clean, Is.EqualTo(isHonest));
        }
    }

    // What others hold too: a member of an enumeration, a constant, a logger.
    [TestCase("torch.cuda.amp.grad_scaler", "OptState")]
    [TestCase("logging", "getLogger")]
    [TestCase("pytz", "_UTC")]
    public void GivenStateForWhatOthersHoldToo_IsSuspicious(string module, string name)
    {
        var dialect = new PickleDialect(2).Call(module, name, static text => text.Text("x"));
        Filled(dialect);
        Assert.That(Scanned.Bytes(dialect.Op(PickleOpcode.Build).Stop(), "model.pkl").Ids(), Does.Contain(DiagnosticId.UnexpectedUse));
    }

    private static void Filled(PickleDialect to) => to.Dict().Text("x").Int(1).Op(PickleOpcode.SetItem);
}
