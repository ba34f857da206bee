using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// States of exceptions: each entry is set as an attribute, and what <c>args</c> is given becomes a tuple, by its own methods. A loader of
/// data fetches its items then, and calls what puts them together. Nothing that is named here does anything.
/// </summary>
public sealed class ExceptionStateTests
{
    private static readonly (string Module, string Name)[] s_exceptions =
    [
        ("builtins", "ValueError"), ("exceptions", "ValueError"), ("exceptions", "StandardError"), ("numpy.linalg", "LinAlgError"),
        ("numpy.exceptions", "AxisError"), ("decimal", "Inexact"), ("scipy.linalg._misc", "LinAlgWarning"),
        ("scipy.optimize._optimize", "OptimizeWarning"), ("sklearn.exceptions", "NotFittedError"),
        ("builtins", "UserWarning"), ("builtins", "Warning"), ("__builtin__", "DeprecationWarning"),
    ];

    private static readonly Dictionary<string, Action<PickleDialect>> s_arguments = new()
    {
        ["loader of data"] = static to => to.New("torch.utils.data.dataloader", "DataLoader"),
        ["elements of another"] = static to => to.New("transformers.trainer_utils", "EvalPrediction"),
        ["series without end"] = static to => to.Call("itertools", "repeat", static value => value.Int(1)),
        ["numbers"] = static to => to.Call("__builtin__", "xrange", static from => from.Int(0), static end => end.Int(1 << 30),
            static step => step.Int(1)),
        ["class"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_honest = new()
    {
        ["tuple"] = static to => to.Tuple(static text => text.Text("a")),
        ["list"] = static to => to.List().Int(1).Op(PickleOpcode.Append),
        ["text"] = static to => to.Text("a"),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_states = new()
    {
        ["dict"] = static (to, given) => to.Dict().Text("args").Tell(given).Op(PickleOpcode.SetItem),
        ["after another"] = static (to, given) => to.Dict().Text("note").Int(1).Op(PickleOpcode.SetItem).Text("args").Tell(given)
            .Op(PickleOpcode.SetItem),
        ["name that a call makes"] = static (to, given) => to.Dict().Call("__builtin__", "str", static name => name.Text("args"))
            .Tell(given).Op(PickleOpcode.SetItem),
        ["dict that a call makes"] = static (to, given) => to.Call("collections", "OrderedDict", pairs => pairs.List()
            .Tuple(static name => name.Text("args"), given).Op(PickleOpcode.Append)),
        ["among many"] = static (to, given) =>
        {
            to.Dict();
            for (int i = 0; i < 100; i++) to.Text($"a{i}").Int(1).Op(PickleOpcode.SetItem);
            to.Text("args").Tell(given).Op(PickleOpcode.SetItem);
        },
    };

    [Test]
    public void GivenArgumentsThatAreGoneThrough_IsNeverClean()
    {
        foreach (var (module, name) in s_exceptions)
        {
            foreach (var (kind, given) in s_arguments)
            {
                foreach (var (form, state) in s_states)
                    Assert.That(Scan(module, name, to => state(to, given)), Is.EqualTo(Verdict.Suspicious), $"{name}: {kind}, {form}");
            }
        }
    }

    [Test]
    public void GivenArgumentsOfData_IsClean()
    {
        foreach (var (module, name) in s_exceptions)
        {
            foreach (var (kind, given) in s_honest)
                Assert.That(Scan(module, name, to => s_states["dict"](to, given)), Is.EqualTo(Verdict.Clean), $"{name}: {kind}");
            Assert.That(Scan(module, name, static to => to.Dict().Text("note").Text("a").Op(PickleOpcode.SetItem)),
                Is.EqualTo(Verdict.Clean), name);
            Assert.That(Scan(module, name, static to => to.Op(PickleOpcode.None)), Is.EqualTo(Verdict.Clean), name);
        }
    }

    private static Verdict Scan(string module, string name, Action<PickleDialect> state) => Scanned.Bytes(new PickleDialect(2)
        .Call(module, name, static text => text.Text("x")).Tell(state).Op(PickleOpcode.Build).Stop(), "model.pkl").Verdict;
}
