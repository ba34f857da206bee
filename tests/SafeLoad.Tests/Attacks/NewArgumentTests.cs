using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Arguments of an object that is made without its constructor: what <c>__new__</c> does with them is known of few classes.
/// Nothing that is named here does anything.</summary>
public sealed class NewArgumentTests
{
    private static readonly (string Module, string Name)[] s_classes =
    [
        ("torch.nn.modules.linear", "Linear"), ("tokenizers.models", "BPE"), ("pandas.core.dtypes.dtypes", "CategoricalDtype"),
        ("sentence_transformers.SentenceTransformer", "SentenceTransformer"), ("huggingface_hub.repocard", "RepoCard"),
        ("sklearn.preprocessing._data", "StandardScaler"), ("networkx.classes.graph", "Graph"), ("collections", "UserDict"),
    ];

    private static readonly (string Module, string Name)[] s_honest =
    [
        ("torch.torch_version", "TorchVersion"), ("collections", "UserString"), ("sympy.core.symbol", "Symbol"),
        ("torchmetrics.aggregation", "MeanMetric"), ("torchmetrics.regression.r2", "R2Score"),
    ];

    private static readonly Dictionary<string, Action<PickleDialect>> s_plain = new()
    {
        ["text"] = static to => to.Text("x"),
        ["number"] = static to => to.Int(7),
        ["nothing"] = static to => to.Op(PickleOpcode.None),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_other = new()
    {
        ["tuple"] = static to => to.Tuple(static text => text.Text("x")),
        ["dict"] = static to => to.Dict(),
        ["object"] = static to => to.New("torch.nn.modules.linear", "Linear"),
        ["class"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
    };

    private static readonly Dictionary<string, Action<PickleDialect, string, string, Action<PickleDialect>>> s_ways = new()
    {
        ["opcode"] = static (to, module, name, argument) => to.Global(module, name).Tuple(argument).Op(PickleOpcode.NewObj),
        ["opcode with keywords"] = static (to, module, name, argument) => to.Global(module, name).Tuple(argument).Dict()
            .Op(PickleOpcode.NewObjEx),
        ["function"] = static (to, module, name, argument) => to.Call("copy_reg", "__newobj__",
            type => type.Global(module, name), argument),
        ["function with keywords"] = static (to, module, name, argument) => to.Call("copyreg", "__newobj_ex__",
            type => type.Global(module, name), given => given.Tuple(argument), static none => none.Dict()),
    };

    [Test]
    public void GivenArgumentsOfAClassThatIsPickledWithNone_IsNeverClean() =>
        Check(s_classes, [.. s_plain, .. s_other], Verdict.Suspicious);

    [Test]
    public void GivenTextsAndNumbersOfAClassThatKeepsThem_IsClean() => Check(s_honest[..2], s_plain, Verdict.Clean);

    [Test]
    public void GivenATextOfAClassThatKeepsIt_IsClean() => Check(s_honest, s_plain.Take(1), Verdict.Clean);

    [Test]
    public void GivenAnythingElseOfAClassThatKeepsTexts_IsNeverClean() => Check(s_honest, s_other, Verdict.Suspicious);

    private static void Check((string Module, string Name)[] classes, IEnumerable<KeyValuePair<string, Action<PickleDialect>>> arguments,
        Verdict expected)
    {
        foreach (var (module, name) in classes)
        {
            foreach (var (argument, write) in arguments)
            {
                foreach (var (way, make) in s_ways)
                {
                    foreach (int protocol in (int[])[2, 4])
                    {
                        byte[] pickle = new PickleDialect(protocol).Tell(to => make(to, module, name, write)).Stop();
                        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(expected),
                            $"{name} of {argument} by {way}, protocol {protocol}");
                    }
                }
            }
        }
    }
}
