using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Rules;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Functions that make an object of a class that they are given: the class is judged as NEWOBJ's, and so is the object, whichever of them
/// makes it. Nothing that is named here does anything.
/// </summary>
public sealed class MadeObjectTests
{
    private static readonly int[] s_protocols = [0, 2, 4];

    // copyreg's and pandas' take more than the class.
    private static readonly (string Module, string Name)[] s_makers = [.. HarmlessGlobals.All
        .Where(static entry => entry.Known.Use == GlobalUse.Value
            && entry.Known.Reason.Contains("of a class that the pickle names", StringComparison.Ordinal)
            && !entry.Name.EndsWith("_ctor", StringComparison.Ordinal))
        .Select(static entry => (entry.Module, entry.Name))];

    [Test]
    public void GivenAFunctionThatMakesAnObject_ItsClassIsKnown()
    {
        Assert.That(s_makers, Has.Length.GreaterThan(12));
        Assert.That(s_makers.Where(static maker => Callables.ClassArgument(new PyGlobal(maker.Module, maker.Name)) != 0), Is.Empty);
    }

    [TestCaseSource(nameof(s_makers))]
    public void GivenAClassThatIsOnlyNamed_IsNeverClean((string Module, string Name) maker)
    {
        foreach (int protocol in s_protocols)
            Assert.That(Scan(Made(maker, "numpy", "ndarray", protocol).Stop()), Is.EqualTo(Verdict.Suspicious), $"protocol {protocol}");
    }

    [TestCaseSource(nameof(s_makers))]
    public void GivenTheObjectAsAMethod_IsNeverClean((string Module, string Name) maker)
    {
        foreach (int protocol in s_protocols)
        {
            byte[] pickle = new PickleDialect(protocol).New("argparse", "Namespace").Dict().Text("keys")
                .Tell(to => Make(to, maker, "torch.nn.modules.linear", "Linear")).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Stop();
            Assert.That(Scan(pickle), Is.EqualTo(Verdict.Suspicious), $"protocol {protocol}");
        }
    }

    [TestCaseSource(nameof(s_makers))]
    public void GivenAnObjectOfAnOperand_IsClean((string Module, string Name) maker)
    {
        foreach (int protocol in s_protocols)
        {
            (string module, string name) = maker.Module.StartsWith("sklearn.", StringComparison.Ordinal)
                ? ("sklearn.neighbors._kd_tree", "KDTree") : ("pandas", "Index");
            Assert.That(Scan(Made(maker, module, name, protocol).Stop()), Is.EqualTo(Verdict.Clean), $"protocol {protocol}");
        }
    }

    private static PickleDialect Made((string Module, string Name) maker, string module, string name, int protocol) =>
        new PickleDialect(protocol).Tell(to => Make(to, maker, module, name));

    private static void Make(PickleDialect to, (string Module, string Name) maker, string module, string name)
    {
        if (maker.Name == "_reconstructor")
        {
            to.Call(maker.Module, maker.Name, type => type.Global(module, name), static basis => basis.Global("__builtin__", "object"),
                static none => none.Op(PickleOpcode.None));
        }
        else if (maker.Name == "__newobj_ex__")
        {
            to.Call(maker.Module, maker.Name, type => type.Global(module, name), static given => given.Tuple(),
                static keywords => keywords.Dict());
        }
        else if (maker.Name.StartsWith("_new_", StringComparison.Ordinal))
            to.Call(maker.Module, maker.Name, type => type.Global(module, name), static data => data.Dict());
        else to.Call(maker.Module, maker.Name, type => type.Global(module, name));
    }

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
