using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>What honest programs of Python 2, and old versions of libraries, write in words of their own.</summary>
public sealed class OldProtocolTests
{
    private static readonly int[] s_protocols = [0, 2, 4];

    [Test]
    public void GivenObjectByReconstructor_IsJudgedAsNewObject([ValueSource(nameof(s_protocols))] int protocol)
    {
        Assert.That(Scan(protocol, static to => Reconstruct(to, "torch.nn.modules.linear", "Linear")), Is.EqualTo(Verdict.Clean));
        Assert.That(Scan(protocol, static to => Reconstruct(to, "numpy", "ndarray")), Is.EqualTo(Verdict.Suspicious), "name");
        Assert.That(Scan(protocol, static to => Reconstruct(to, "no.such.module", "Thing")), Is.EqualTo(Verdict.Suspicious), "unknown");
        Assert.That(Scan(protocol, static to => Reconstruct(to, "posix", "system")), Is.EqualTo(Verdict.Dangerous), "dangerous");
        Assert.That(Scan(protocol, static to => to.Call("copy_reg", "_reconstructor",
            static type => type.Global("easydict", "EasyDict"),
            static type => type.Global("__builtin__", "dict"),
            static items => items.Dict().Text("lr").Int(1).Op(PickleOpcode.SetItem))), Is.EqualTo(Verdict.Clean), "dict of an own class");
        Assert.That(Scan(protocol, static to => to.Call("copy_reg", "_reconstructor",
            static type => type.Global("torch.nn.modules.linear", "Linear"),
            static type => type.Global("torch.nn.modules.module", "Module"),
            static none => none.Op(PickleOpcode.None))), Is.EqualTo(Verdict.Suspicious), "a base whose constructor runs");
    }

    [Test]
    public void GivenObjectByNewObjectsFunction_IsJudgedAsNewObject([ValueSource(nameof(s_protocols))] int protocol)
    {
        Assert.That(Scan(protocol, static to => to.Call("copy_reg", "__newobj__",
            static type => type.Global("torch.nn.modules.linear", "Linear"))), Is.EqualTo(Verdict.Clean));
        Assert.That(Scan(protocol, static to => to.Call("copy_reg", "__newobj__",
            static type => type.Global("torch.nn.functional", "relu"))), Is.EqualTo(Verdict.Suspicious));
        Assert.That(Scan(protocol, static to => to.Call("copy_reg", "__newobj_ex__",
            static type => type.Global("torch.nn.modules.linear", "Linear"), static given => given.Tuple(),
            static keywords => keywords.Dict().Text("x").Int(1).Op(PickleOpcode.SetItem))), Is.EqualTo(Verdict.Suspicious));
    }

    [Test]
    public void GivenRange_IsClean([ValueSource(nameof(s_protocols))] int protocol) =>
        Assert.That(Scan(protocol, static to => to.Call("__builtin__", "xrange", static start => start.Int(0), static end => end.Int(5),
            static step => step.Int(1))), Is.EqualTo(Verdict.Clean));

    // pandas 1.5: a block manager is called with blocks and axes, each block with its values and its place.
    [Test]
    public void GivenTableOfPandas15_IsClean([ValueSource(nameof(s_protocols))] int protocol) =>
        Assert.That(Scan(protocol, static to => to.New("pandas.core.frame", "DataFrame").Dict().Text("_mgr")
            .Call("pandas.core.internals.managers", "BlockManager",
                static blocks => blocks.Tuple(static block => block.Call("pandas._libs.internals", "_unpickle_block",
                    static values => values.Call("numpy.core.multiarray", "_reconstruct", static type => type.Global("numpy", "ndarray"),
                        static shape => shape.Tuple(static zero => zero.Int(0)), static code => code.Text("b")),
                    static place => place.Call("__builtin__", "slice", static start => start.Int(0), static end => end.Int(1),
                        static step => step.Int(1)), static dimensions => dimensions.Int(2))),
                static axes => axes.List().Call("pandas.core.indexes.base", "_new_Index",
                    static type => type.Global("pandas.core.indexes.base", "Index"), static data => data.Dict()).Op(PickleOpcode.Append))
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Clean));

    private static void Reconstruct(PickleDialect to, string module, string name) => to.Call("copy_reg", "_reconstructor",
        type => type.Global(module, name), static type => type.Global("__builtin__", "object"), static none => none.Op(PickleOpcode.None));

    private static Verdict Scan(int protocol, Action<PickleDialect> write) =>
        Scanned.Bytes(new PickleDialect(protocol).Tell(write).Stop(), "model.pkl").Verdict;
}
