using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Which tuples keep what NEWOBJ gives them: named ones do, each argument as an item. A tuple itself, structures of C and classes with a
/// <c>__new__</c> of their own go through it; and whoever hashes a tuple hashes its items. Nothing that is loaded here does anything.
/// </summary>
public sealed class KeptItemTests
{
    private static readonly Dictionary<string, Action<PickleDialect>> s_given = new()
    {
        ["loader of data"] = static to => to.New("torch.utils.data.dataloader", "DataLoader"),
        ["part of data"] = static to => to.New("torch.utils.data.dataset", "Subset"),
        ["settings"] = static to => to.New("transformers.models.bert.configuration_bert", "BertConfig"),
    };

    private static readonly Dictionary<string, Action<PickleDialect, string, string, Action<PickleDialect>>> s_makers = new()
    {
        ["NEWOBJ"] = static (to, module, name, given) => to.Global(module, name).Tuple(given).Op(PickleOpcode.NewObj),
        ["NEWOBJ_EX"] = static (to, module, name, given) => to.Global(module, name).Tuple(given).Dict().Op(PickleOpcode.NewObjEx),
        ["__newobj__"] = static (to, module, name, given) => to.Call("copyreg", "__newobj__", type => type.Global(module, name), given),
    };

    [TestCase("builtins", "tuple")]
    [TestCase("__builtin__", "tuple")]
    [TestCase("torch.return_types", "max")]
    [TestCase("torch.return_types", "linalg_svd")]
    [TestCase("torch.nn.utils.rnn", "PackedSequence")]
    [TestCase("sklearn.gaussian_process.kernels", "Hyperparameter")]
    public void GivenWhatGoesThroughItsArguments_IsNeverClean(string module, string name)
    {
        foreach (var (kind, given) in s_given)
        {
            foreach (var (way, make) in s_makers)
                Assert.That(Scan(to => make(to, module, name, given)), Is.EqualTo(Verdict.Suspicious), $"{kind} by {way}");
        }
    }

    [TestCase("torch.nn.modules.module", "_IncompatibleKeys")]
    [TestCase("torch.ao.quantization.qconfig", "QConfig")]
    [TestCase("transformers.trainer_utils", "TrainOutput")]
    public void GivenANamedTupleAsAKey_ItsItemsAreHashed(string module, string name)
    {
        foreach (var (kind, given) in s_given)
        {
            foreach (var (way, make) in s_makers)
            {
                // Its hash asks the categories for their items.
                void Key(PickleDialect to) => make(to, module, name, item => item
                    .New("pandas.core.dtypes.dtypes", "CategoricalDtype").Dict().Text("categories").Tell(given)
                    .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build));
                Assert.That(Scan(to => to.Dict().Tell(Key).Int(1).Op(PickleOpcode.SetItem)), Is.EqualTo(Verdict.Suspicious),
                    $"{kind}, {way}");
                Assert.That(Scan(to => to.Call("builtins", "set", items => items.List().Tell(Key).Op(PickleOpcode.Append))),
                    Is.EqualTo(Verdict.Suspicious), $"{kind}, {way}: set");
            }
            Assert.That(Scan(to => to.Dict().Global(module, name).Tuple(static text => text.Text("a")).Op(PickleOpcode.NewObj).Int(1)
                .Op(PickleOpcode.SetItem)), Is.EqualTo(Verdict.Clean), "of data");
        }
    }

    // What is called for each item of a loader is one of PyTorch's two functions.
    [TestCase("collate_fn")]
    [TestCase("worker_init_fn")]
    public void GivenWhatALoaderOfDataCalls_ItIsAFunctionOfPyTorch(string attribute)
    {
        (Action<PickleDialect> Write, Verdict Expected)[] values =
        [
            (static to => to.New("torch.nn.modules.linear", "Identity"), Verdict.Suspicious),
            (static to => to.Global("sentence_transformers.SentenceTransformer", "SentenceTransformer"), Verdict.Suspicious),
            (static to => to.Global("torch.nn.modules.linear", "Identity"), Verdict.Suspicious),
            (static to => to.Global("torch.utils.data._utils.collate", "default_collate"), Verdict.Clean),
            (static to => to.Op(PickleOpcode.None), Verdict.Clean),
        ];
        for (int i = 0; i < values.Length; i++)
        {
            Verdict found = Scan(to => to.New("torch.utils.data.dataloader", "DataLoader").Dict().Text(attribute).Tell(values[i].Write)
                .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build));
            Assert.That(found, Is.EqualTo(values[i].Expected), $"value {i}");
        }
    }

    // Symbols take keywords, and make switches of their values.
    [Test]
    public void GivenAnObjectAsAKeyword_IsNeverClean()
    {
        foreach (var (kind, given) in s_given)
        {
            Assert.That(Scan(to => to.Global("sympy.core.symbol", "Symbol").Tuple(static name => name.Text("x")).Dict().Text("positive")
                .Tell(given).Op(PickleOpcode.SetItem).Op(PickleOpcode.NewObjEx)), Is.EqualTo(Verdict.Suspicious), kind);
        }
        Assert.That(Scan(static to => to.Global("sympy.core.symbol", "Symbol").Tuple(static name => name.Text("x")).Dict().Text("positive")
            .Op(PickleOpcode.NewTrue).Op(PickleOpcode.SetItem).Op(PickleOpcode.NewObjEx)), Is.EqualTo(Verdict.Clean));
    }

    private static Verdict Scan(Action<PickleDialect> write)
    {
        var dialect = new PickleDialect(4);
        write(dialect);
        return Scanned.Bytes(dialect.Stop(), "model.pkl").Verdict;
    }
}
