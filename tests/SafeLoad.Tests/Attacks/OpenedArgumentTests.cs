using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// What is printed, compared, hashed, gone through or closed while a pickle loads, and holds something to call. Nothing that is named here
/// does anything.
/// </summary>
public sealed class OpenedArgumentTests
{
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_ways = new()
    {
        ["generator"] = static (to, thing) => to.Call("numpy.random._pickle", "__generator_ctor", thing),
        ["generator of old"] = static (to, thing) => to.Call("numpy.random._pickle", "__randomstate_ctor", thing),
        ["bits"] = static (to, thing) => to.Call("numpy.random._pickle", "__bit_generator_ctor", thing),
        ["error"] = static (to, thing) => to.Call("builtins", "SyntaxError", static text => text.Text("x"), thing),
        ["error of a block"] = static (to, thing) => to.Call("builtins", "IndentationError", static text => text.Text("x"), thing),
        ["type hint"] = static (to, thing) =>
            to.Call("types", "GenericAlias", static type => type.Global("builtins", "list"), types => types.Tuple(thing)),
        ["version"] = static (to, thing) => State(to.New("sklearn.preprocessing._data", "StandardScaler"), "_sklearn_version", thing),
        ["hull"] = static (to, thing) => State(to.New("argparse", "Namespace"), "_qhull", thing),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_honest = new()
    {
        ["generator"] = static to => s_ways["generator"](to, static name => name.Text("PCG64")),
        ["generator of a generator"] = static to => s_ways["generator"](to,
            static bits => s_ways["bits"](bits, static type => type.Global("numpy.random._pcg64", "PCG64"))),
        ["error"] = static to => s_ways["error"](to, static place => place.Tuple(static file => file.Text("a.py"),
            static line => line.Int(1), static column => column.Int(2), static text => text.Text("x"))),
        ["type hint"] = static to => s_ways["type hint"](to, static type => type.Global("builtins", "int")),
        ["type hint of a type hint"] = static to => s_ways["type hint"](to,
            static inner => s_ways["type hint"](inner, static type => type.Global("builtins", "int"))),
        ["type hint of a name"] = static to => s_ways["type hint"](to, static name => name.Text("Thing")),
        ["version"] = static to => s_ways["version"](to, static text => text.Text("1.2.1")),
        ["hull"] = static to => s_ways["hull"](to, static none => none.Op(PickleOpcode.None)),
    };

    [TestCaseSource(nameof(Ways))]
    public void GivenSomethingToCallInside_IsNeverClean(string way)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            var to = new PickleDialect(protocol);
            s_ways[way](to, static thing => thing.List().Tell(static inner => State(inner.New("types", "SimpleNamespace"), "label",
                static linear => linear.New("torch.nn.modules.linear", "Linear"))).Op(PickleOpcode.Append));
            Assert.That(Scan(to.Stop()), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"protocol {protocol}");
            to = new PickleDialect(protocol);
            s_ways[way](to, static thing => State(thing.New("collections", "UserList"), "data",
                static list => list.List().Tell(static linear => linear.New("torch.nn.modules.linear", "Linear")).Op(PickleOpcode.Append)));
            Assert.That(Scan(to.Stop()), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"object, protocol {protocol}");
        }
    }

    [TestCaseSource(nameof(Honest))]
    public void GivenWhatHonestPicklesHold_IsClean(string way) =>
        Assert.That(Scan(new PickleDialect(2).Tell(s_honest[way]).Stop()), Is.EqualTo(Verdict.Clean));

    // What __del__ calls of a member.
    [Test]
    public void GivenAMethodThatIsCalledOfAMember_IsNeverClean([Values("close", "remove", "free")] string name)
    {
        var to = new PickleDialect(2);
        State(to.New("types", "SimpleNamespace"), name, static function => function.Global("torch.nn.functional", "relu"));
        Assert.That(Scan(to.Stop()), Is.EqualTo(Verdict.Suspicious));
    }

    private static void State(PickleDialect to, string name, Action<PickleDialect> value) =>
        to.Dict().Text(name).Tell(value).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);

    private static IEnumerable<string> Ways() => s_ways.Keys;

    private static IEnumerable<string> Honest() => s_honest.Keys;

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
