using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Hooks and attributes come out of containers that calls made of other containers, on which no opcode ever set them. Nothing that is named
/// here does anything.
/// </summary>
public sealed class MadeContainerTests
{
    // Pairs of a name and something that can be called, by calls.
    private static readonly Dictionary<string, Action<PickleDialect>> s_sources = new()
    {
        ["list"] = static to => to.Call("__builtin__", "list", static items => items.Tuple(Pair)),
        ["tuple"] = static to => to.Call("__builtin__", "tuple", static items => items.List().Tell(Pair).Op(PickleOpcode.Append)),
        ["set"] = static to => to.Call("__builtin__", "set", static items => items.Tuple(Pair)),
        ["frozenset"] = static to => to.Call("__builtin__", "frozenset", static items => items.Tuple(Pair)),
        ["deque"] = static to => to.Call("collections", "deque", static items => items.Tuple(Pair)),
        ["immutable list"] = static to =>
            to.Call("torch.fx.immutable_collections", "immutable_list", static items => items.Tuple(Pair)),
        ["repeat"] = static to => to.Call("itertools", "repeat", Pair, static times => times.Int(1)),
        ["list of a list"] = static to => to.Call("__builtin__", "list",
            static inner => inner.Call("__builtin__", "list", static items => items.Tuple(Pair))),
        ["dict of a list"] = static to => to.Call("__builtin__", "dict",
            static inner => inner.Call("__builtin__", "list", static items => items.Tuple(Pair))),
        ["ordered dict of a dict"] = static to => to.Call("collections", "OrderedDict",
            static inner => inner.Dict().Text("name").Global("torch.nn.modules.linear", "Linear").Op(PickleOpcode.SetItem)),
        ["list that was appended to"] = static to =>
            to.Call("__builtin__", "list", static items => items.Tuple()).Tell(Pair).Op(PickleOpcode.Append),
        ["deque that was appended to"] = static to => to.Call("collections", "deque", static items => items.Tuple())
            .Op(PickleOpcode.Mark).Tell(Pair).Op(PickleOpcode.Appends),
        ["literal tuple of a made pair"] = static to => to.Tuple(static pair => pair.Call("__builtin__", "list", Pair)),
        ["literal tuple of a set"] = static to => to.Tuple(static pair => pair.Op(PickleOpcode.Mark).Text("name")
            .Global("torch.nn.modules.linear", "Linear").Op(PickleOpcode.FrozenSet)),
        ["literal tuple of a deque"] = static to => to.Tuple(static pair => pair.Call("collections", "deque", Pair)),
    };

    private static readonly (string Module, string Name)[] s_makers =
    [
        ("__builtin__", "dict"), ("collections", "OrderedDict"), ("torch.fx.immutable_collections", "immutable_dict"),
        ("collections", "Counter"),
    ];

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_uses = new()
    {
        ["hooks of a module"] = static (to, made) => to.New("torch.nn.modules.linear", "Linear").Dict().Text("_forward_pre_hooks")
            .Tell(made).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["hooks of a tensor"] = static (to, made) => to.Call("torch._utils", "_rebuild_parameter", static data => data.Int(1),
            static flag => flag.Int(0), made),
        ["slots"] = static (to, made) => to.New("torch.nn.modules.linear", "Linear")
            .Tuple(static none => none.Op(PickleOpcode.None), made).Op(PickleOpcode.Build),
    };

    [Test]
    public void GivenCallablesOutOfMadeContainers_IsNeverClean()
    {
        var wrong = new List<string>();
        foreach (var (source, pairs) in s_sources)
        {
            foreach (var (module, name) in s_makers)
            {
                foreach (var (use, hand) in s_uses)
                {
                    var to = new PickleDialect(4);
                    hand(to, made => made.Call(module, name, pairs));
                    if (Scanned.Bytes(to.Stop(), "model.pkl").Verdict < Verdict.Suspicious) wrong.Add($"{use}: {name} of {source}");
                }
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    private static void Pair(PickleDialect to) =>
        to.Tuple(static name => name.Text("name"), static value => value.Global("torch.nn.modules.linear", "Linear"));
}
