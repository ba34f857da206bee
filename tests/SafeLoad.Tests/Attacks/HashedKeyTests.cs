using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Objects as keys of dicts and items of sets: they are hashed and compared by methods of their classes, which call methods of what the
/// pickle has set as their attributes. Nothing that is named here does anything.
/// </summary>
public sealed class HashedKeyTests
{
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_ways = new()
    {
        ["key"] = static (to, key) => to.Dict().Tell(key).Int(1).Op(PickleOpcode.SetItem),
        ["key of a dict made at once"] = static (to, key) => to.Op(PickleOpcode.Mark).Tell(key).Int(1).Op(PickleOpcode.Dict),
        ["key of an ordered dict"] = static (to, key) =>
            to.Call("collections", "OrderedDict").Tell(key).Int(1).Op(PickleOpcode.SetItem),
        ["key of a pair"] = static (to, key) => to.Call("collections", "OrderedDict",
            pairs => pairs.List().Tuple(key, static one => one.Int(1)).Op(PickleOpcode.Append)),
        ["item"] = static (to, key) => to.Op(PickleOpcode.EmptySet).Op(PickleOpcode.Mark).Tell(key).Op(PickleOpcode.AddItems),
        ["item of a frozenset"] = static (to, key) => to.Op(PickleOpcode.Mark).Tell(key).Op(PickleOpcode.FrozenSet),
        ["item of a set that is called"] = static (to, key) =>
            to.Call("builtins", "set", items => items.List().Tell(key).Op(PickleOpcode.Append)),
        ["item of a set of a deque"] = static (to, key) => to.Call("builtins", "frozenset",
            items => items.Call("collections", "deque", list => list.List().Tell(key).Op(PickleOpcode.Append))),
        ["counted"] = static (to, key) => to.Call("collections", "Counter", items => items.Tuple(key)),
    };

    private static readonly (string Module, string Name, string Attribute)[] s_keys =
    [
        ("pandas.core.dtypes.dtypes", "CategoricalDtype", "_categories"), ("omegaconf.dictconfig", "DictConfig", "_content"),
        ("pandas.core.frame", "DataFrame", "_mgr"), ("argparse", "Namespace", "x"),
    ];

    [Test]
    public void GivenAKeyWithSomethingCallableInIt_IsNeverClean([ValueSource(nameof(Ways))] string way)
    {
        foreach (var (module, name, attribute) in s_keys)
        {
            foreach (bool isInTuple in (bool[])[false, true])
            {
                Action<PickleDialect> key = to => State(to, module, name, attribute, static inner => State(inner, "types",
                    "SimpleNamespace", "other", static thing => thing.New("torch.nn.modules.linear", "Linear")));
                byte[] pickle = new PickleDialect(4)
                    .Tell(to => s_ways[way](to, isInTuple ? tuple => tuple.Tuple(static one => one.Int(1), key) : key)).Stop();
                Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious),
                    $"{name}, {isInTuple}");
            }
        }
    }

    // PyTorch's modules are found by where they are, whatever is in them; other keys hold data.
    [Test]
    public void GivenAnHonestKey_IsClean([ValueSource(nameof(Ways))] string way)
    {
        // What comes out of containers that calls make is not taken apart.
        if (way is "item of a set of a deque" or "counted") return;
        foreach (Action<PickleDialect> key in (Action<PickleDialect>[])[
            static to => State(to, "torch.nn.modules.container", "Sequential", "_modules", static parts => parts.Dict().Text("0")
                .New("torch.nn.modules.linear", "Linear").Op(PickleOpcode.SetItem)),
            static to => to.Call("fractions", "Fraction", static one => one.Int(1), static two => two.Int(2)),
            static to => State(to, "omegaconf.dictconfig", "DictConfig", "_content",
                static dict => dict.Dict().Text("a").Int(1).Op(PickleOpcode.SetItem))])
        {
            byte[] pickle = new PickleDialect(4).Tell(to => s_ways[way](to, key)).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(Verdict.Clean));
        }
    }

    private static void State(PickleDialect to, string module, string name, string attribute, Action<PickleDialect> value) =>
        to.New(module, name).Dict().Text(attribute).Tell(value).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);

    private static IEnumerable<string> Ways() => s_ways.Keys;
}
