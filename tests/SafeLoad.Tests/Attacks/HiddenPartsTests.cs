using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A module's hooks and parts as something else than a dict: an object that has a dict among its attributes, what a function gives, a
/// class. The module goes through it by its methods and calls what comes out. Nothing that is named here does anything.
/// </summary>
public sealed class HiddenPartsTests
{
    private static readonly string[] s_names =
        ["_forward_hooks", "_forward_pre_hooks", "_state_dict_hooks", "_modules", "_parameters", "_buffers"];

    private static readonly Dictionary<string, Action<PickleDialect>> s_objects = new()
    {
        ["UserDict"] = static to => Object(to, "collections", "UserDict", "data"),
        ["DictConfig"] = static to => Object(to, "omegaconf.dictconfig", "DictConfig", "_content"),
        ["ParameterDict"] = static to => Object(to, "torch.nn.modules.container", "ParameterDict", "_keys"),
        ["ChainMap"] = static to => Object(to, "collections", "ChainMap", "maps"),
        ["Bunch"] = static to => Entry(to.New("sklearn.utils._bunch", "Bunch"), "0", Thing),
        ["namespace"] = static to => Object(to, "types", "SimpleNamespace", "items"),
        ["array"] = static to => to.Call("numpy.core.multiarray", "_reconstruct", static type => type.Global("numpy", "ndarray"),
            static shape => shape.Tuple(static none => none.Int(0)), static code => code.Text("b")),
        ["member of an enumeration"] =
            static to => to.Call("builtins", "getattr", static owner => owner.Global("http", "HTTPStatus"), static name => name.Text("OK")),
        ["opened file"] = static to => to.Call("torch.storage", "_load_from_bytes", static file => file.Call("_codecs", "encode",
            static text => text.Text("\u0080\u0002N."), static code => code.Text("latin1"))),
        ["class"] = Thing,
    };

    private static readonly (string Module, string Name)[] s_classes =
        [("torch.nn.modules.linear", "Linear"), ("torch.nn.modules.container", "Sequential"), ("torch.optim.sgd", "SGD")];

    [Test]
    public void GivenHooksOrPartsThatAreNoDict_IsNeverClean([ValueSource(nameof(Objects))] string form)
    {
        foreach (string attribute in s_names)
        {
            foreach (var (module, name) in s_classes)
            {
                foreach (bool isWrapped in (bool[])[false, true])
                {
                    byte[] pickle = new PickleDialect(4).New(module, name).Tell(to => State(to, attribute, form, isWrapped))
                        .Op(PickleOpcode.Build).Stop();
                    Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{name}.{attribute}, {isWrapped}");
                }
            }
        }
    }

    // Its own code calls what its state holds under a name of its own.
    [TestCase("torch.nn.utils.weight_norm", "WeightNorm", "compute_weight")]
    [TestCase("torch.nn.utils.spectral_norm", "SpectralNorm", "compute_weight")]
    [TestCase("torch.nn.utils.spectral_norm", "SpectralNormStateDictHook", "fn")]
    [TestCase("torch.nn.utils.prune", "L1Unstructured", "apply_mask")]
    public void GivenAHookThatHoldsSomethingCallable_IsNeverClean(string module, string name, string attribute)
    {
        foreach (Action<PickleDialect> thing in (Action<PickleDialect>[])[Thing, static to => to.New("torch.nn.modules.linear", "Linear"),
            static to => to.List().New("torch.nn.modules.linear", "Linear").Op(PickleOpcode.Append)])
        {
            byte[] pickle = Hooked(hook => Entry(hook.New(module, name).Dict(), attribute, thing).Op(PickleOpcode.Build));
            Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    [Test]
    public void GivenHonestHooks_AreClean()
    {
        byte[] norm = Hooked(static hook => Entry(Entry(hook.New("torch.nn.utils.weight_norm", "WeightNorm").Dict(), "name",
            static to => to.Text("weight")), "dim", static to => to.Int(0)).Op(PickleOpcode.Build));
        byte[] state = Hooked(static hook => Entry(hook.New("torch.nn.utils.spectral_norm", "SpectralNormStateDictHook").Dict(), "fn",
            static fn => Entry(fn.New("torch.nn.utils.spectral_norm", "SpectralNorm").Dict(), "name", static to => to.Text("weight"))
                .Op(PickleOpcode.Build)).Op(PickleOpcode.Build));
        Assert.That(Scan(norm), Is.EqualTo(Verdict.Clean));
        Assert.That(Scan(state), Is.EqualTo(Verdict.Clean));
    }

    // getattr gives a member of an enumeration, and of the same class whatever else it has.
    [TestCase("http", "HTTPStatus", "OK", true)]
    [TestCase("uuid", "SafeUUID", "unknown", true)]
    [TestCase("http", "HTTPStatus", "mro", false)]
    [TestCase("http", "HTTPStatus", "from_bytes", false)]
    [TestCase("http", "HTTPMethod", "join", false)]
    [TestCase("re", "RegexFlag", "to_bytes", false)]
    public void GivenAMember_OnlyItIsClean(string module, string name, string member, bool isMember) => Assert.That(
        Scan(new PickleDialect(4).Call("builtins", "getattr", owner => owner.Global(module, name), text => text.Text(member)).Stop()),
        isMember ? Is.EqualTo(Verdict.Clean) : Is.EqualTo(Verdict.Dangerous));

    private static byte[] Hooked(Action<PickleDialect> hook) =>
        Entry(new PickleDialect(4).New("torch.nn.modules.linear", "Linear").Dict(), "_forward_pre_hooks",
            to => to.Dict().Int(0).Tell(hook).Op(PickleOpcode.SetItem)).Op(PickleOpcode.Build).Stop();

    private static void State(PickleDialect to, string attribute, string form, bool isWrapped)
    {
        if (!isWrapped) Entry(to.Dict(), attribute, s_objects[form]);
        else to.Tuple(static none => none.Op(PickleOpcode.None), slots => Entry(slots.Dict(), attribute, s_objects[form]));
    }

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;

    private static void Thing(PickleDialect to) => to.Global("torch.nn.modules.linear", "Linear");

    private static void Object(PickleDialect to, string module, string name, string attribute) =>
        Entry(to.New(module, name).Dict(), attribute, static dict => Entry(dict.Dict(), "0", Thing)).Op(PickleOpcode.Build);

    private static PickleDialect Entry(PickleDialect to, string name, Action<PickleDialect> value) =>
        to.Text(name).Tell(value).Op(PickleOpcode.SetItem);

    private static IEnumerable<string> Objects() => s_objects.Keys;
}
