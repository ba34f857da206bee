using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Functions that are safe to call with data, and call a class or function that they are given: as a method or a hook they are
/// given whatever its caller has.</summary>
public sealed class CallerAsMethodTests
{
    private static readonly (string Module, string Name)[] s_callers =
    [
        ("torch._tensor", "_rebuild_from_type_v2"), ("collections", "defaultdict"), ("numpy.random._pickle", "__generator_ctor"),
        ("numpy.random._pickle", "__randomstate_ctor"), ("copyreg", "_reconstructor"), ("copyreg", "__newobj__"),
        ("pandas.core.indexes.base", "_new_Index"), ("jax._src.array", "_reconstruct_array"),
    ];

    // Functions of data, and a class whose objects hold it.
    private static readonly (string Module, string Name)[] s_honest = [("collections", "OrderedDict"), ("builtins", "dict")];

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_places = new()
    {
        ["method"] = static (to, function) => to.Dict().Text("label").Tell(function).Op(PickleOpcode.SetItem),
        ["hook"] = static (to, function) => to.Dict().Text("_forward_hooks").Dict().Int(0).Tell(function).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.SetItem),
        ["part"] = static (to, function) => to.Dict().Text("_modules").Dict().Text("0").Tell(function).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.SetItem),
    };

    [Test]
    public void GivenAFunctionThatCallsWhatItIsGiven_ItIsNoMethod() => Check(s_callers, Verdict.Suspicious);

    [Test]
    public void GivenAFunctionOfData_ItMayBeKept() => Check(s_honest, Verdict.Clean);

    private static void Check((string Module, string Name)[] functions, Verdict expected)
    {
        foreach (var (module, name) in functions)
        {
            foreach (var (place, write) in s_places)
            {
                foreach (int protocol in (int[])[0, 2, 4])
                {
                    byte[] pickle = new PickleDialect(protocol).New("torch.nn.modules.linear", "Linear")
                        .Tell(to => write(to, function => function.Global(module, name))).Op(PickleOpcode.Build).Stop();
                    Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(expected), $"{name} as {place}, {protocol}");
                }
            }
        }
    }
}
