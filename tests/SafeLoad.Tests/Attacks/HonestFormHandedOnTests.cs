using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A function that is honest in one form of call is called so, and also handed on: in a container, as an argument, through what gives back
/// what it is given. Whoever gets it can call it with anything.
/// </summary>
public sealed class HonestFormHandedOnTests
{
    private static readonly Dictionary<string, (string Module, string Name, Action<PickleDialect>[] Arguments)> s_forms = new()
    {
        ["getattr"] = ("builtins", "getattr", [static to => to.Global("http", "HTTPStatus"), static to => to.Text("OK")]),
        ["getattr, as Python 2 spells it"] =
            ("__builtin__", "getattr", [static to => to.Global("http", "HTTPStatus"), static to => to.Text("OK")]),
        ["type"] = ("builtins", "type", [static to => to.Op(PickleOpcode.None)]),
        ["or"] = ("_operator", "or_", [static to => to.Int(1), static to => to.Int(2)]),
        ["getitem"] = ("operator", "getitem", [static to => to.Global("typing", "List"), static to => to.Global("builtins", "int")]),
    };

    // What is done with the function, which the action puts on the stack.
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_ways = new()
    {
        ["in a list"] = static (to, form) => to.List().Tell(form).Op(PickleOpcode.Append),
        ["in a list of several"] = static (to, form) =>
            to.List().Op(PickleOpcode.Mark).Tell(form).Int(1).Op(PickleOpcode.Appends),
        ["in a list made at once"] = static (to, form) => to.Op(PickleOpcode.Mark).Tell(form).Op(PickleOpcode.List),
        ["in a tuple"] = static (to, form) => to.Tuple(form),
        ["in a set"] = static (to, form) => to.Op(PickleOpcode.EmptySet).Op(PickleOpcode.Mark).Tell(form).Op(PickleOpcode.AddItems),
        ["in a frozenset"] = static (to, form) => to.Op(PickleOpcode.Mark).Tell(form).Op(PickleOpcode.FrozenSet),
        ["value of a dict"] = static (to, form) => to.Dict().Text("name").Tell(form).Op(PickleOpcode.SetItem),
        ["key of a dict"] = static (to, form) => to.Dict().Tell(form).Int(1).Op(PickleOpcode.SetItem),
        ["in a dict made at once"] = static (to, form) => to.Op(PickleOpcode.Mark).Text("name").Tell(form).Op(PickleOpcode.Dict),
        ["argument"] = static (to, form) => to.Call("builtins", "slice", form),
        ["argument of a list"] = static (to, form) => to.Call("builtins", "list", items => items.Tuple(form)),
        ["argument of itself"] = static (to, form) =>
        {
            form(to);
            to.Tuple(static type => type.Global("http", "HTTPStatus"), form).Op(PickleOpcode.Reduce);
        },
        ["argument of a type hint"] = static (to, form) => to.Call("types", "GenericAlias",
            static type => type.Global("builtins", "list"), types => types.Tuple(form)),
        ["given back"] = static (to, form) => AttributeWays.GivenBack(to, form),
        ["given back as a union"] = static (to, form) => to.Call("operator", "getitem",
            static union => union.Global("typing", "Union"), types => types.Tuple(form, form)),
        ["class of a persistent id"] = static (to, form) =>
            to.Tuple(static kind => kind.Text("module"), form, static file => file.Text("a"), static text => text.Text("b"))
                .Op(PickleOpcode.BinPersId),
        ["left on the stack"] = static (to, form) => form(to),
        ["doubled"] = static (to, form) => to.Tell(form).Op(PickleOpcode.Dup).Op(PickleOpcode.Tuple2),
    };

    [Test]
    public void GivenAFormThatIsAlsoHandedOn_IsDangerous()
    {
        var wrong = new List<string>();
        foreach (var (name, form) in s_forms)
        {
            foreach (var (way, use) in s_ways)
            {
                foreach (bool isFirst in (bool[])[false, true])
                {
                    foreach (bool isKept in (bool[])[false, true])
                    {
                        Verdict verdict = Scan(form, use, isFirst, isKept);
                        if (verdict != Verdict.Dangerous) wrong.Add($"{name}, {way}, first {isFirst}, by the memo {isKept}: {verdict}");
                    }
                }
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void GivenAFormThatIsOnlyCalled_IsClean()
    {
        foreach (var (name, form) in s_forms)
        {
            var to = new PickleDialect(2);
            to.Global(form.Module, form.Name);
            Action<PickleDialect> kept = to.Keep();
            to.Tuple(form.Arguments).Op(PickleOpcode.Reduce);
            kept(to);
            to.Tuple(form.Arguments).Op(PickleOpcode.Reduce).Op(PickleOpcode.Tuple2);
            Assert.That(Scanned.Bytes(to.Stop(), "model.pkl").Verdict, Is.EqualTo(Verdict.Clean), name);
        }
    }

    private static Verdict Scan((string Module, string Name, Action<PickleDialect>[] Arguments) form,
        Action<PickleDialect, Action<PickleDialect>> use, bool isFirst, bool isKept)
    {
        var to = new PickleDialect(4);
        Action<PickleDialect> function = name => name.Global(form.Module, form.Name);
        if (isKept)
        {
            function(to);
            function = to.Keep();
            to.Tuple(form.Arguments).Op(PickleOpcode.Reduce).Op(PickleOpcode.Pop);
        }
        if (isFirst) use(to, function);
        function(to);
        to.Tuple(form.Arguments).Op(PickleOpcode.Reduce);
        if (!isFirst) use(to, function);
        return Scanned.Bytes(to.Tuple().Stop(), "model.pkl").Verdict;
    }
}
