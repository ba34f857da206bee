using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Hyperparameters whose entries name what Lightning calls, however the key or the dict is made.</summary>
public sealed class HyperparameterKeyTests
{
    private static readonly Action<PickleDialect> s_plain = static key => key.Text("_instantiator");

    private static readonly Action<PickleDialect> s_computed = static key =>
        key.Call("__builtin__", "str", static text => text.Text("_instantiator"));

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>, string>> s_dicts = new()
    {
        ["dict"] = static (to, key, value) => to.Dict().Tell(key).Text(value).Op(PickleOpcode.SetItem),
        ["ordered dict"] = static (to, key, value) => to.Call("collections", "OrderedDict").Tell(key).Text(value).Op(PickleOpcode.SetItem),
        ["pairs"] = static (to, key, value) => to.Call("builtins", "dict", pairs => pairs.List()
            .Tuple(key, text => text.Text(value)).Op(PickleOpcode.Append)),
        ["pairs of a call"] = static (to, key, value) => to.Call("builtins", "dict", made => made.Call("builtins", "tuple", pairs =>
            pairs.List().Tuple(key, text => text.Text(value)).Op(PickleOpcode.Append))),
        ["pairs of a set"] = static (to, key, value) => to.Call("collections", "OrderedDict", made => made.Call("builtins", "set", pairs =>
            pairs.List().Tuple(key, text => text.Text(value)).Op(PickleOpcode.Append))),
    };

    [Test]
    public void GivenAnInstantiator_ItIsFoundHoweverItIsMade()
    {
        foreach (var (way, write) in s_dicts)
        {
            foreach (int protocol in (int[])[0, 2, 4])
            {
                foreach (Action<PickleDialect> key in (Action<PickleDialect>[])[s_plain, s_computed])
                {
                    Verdict found = Scan(protocol, to => write(to, key, "os.system"));
                    Assert.That(found, Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{way}, {key == s_computed}, protocol {protocol}");
                }
            }
        }
    }

    [TestCase("os.system", Verdict.Dangerous)]
    [TestCase("subprocess.run", Verdict.Dangerous)]
    [TestCase("torch.optim.Adam", Verdict.Clean)]
    [TestCase("own.models.Loss", Verdict.Clean)]
    [TestCase("loss", Verdict.Clean)]
    public void GivenAPathOfAClass_ItIsNoProgram(string path, Verdict expected) =>
        Assert.That(Scan(2, to => to.Dict().Text("loss").Dict().Text("class_path").Text(path).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.SetItem)), Is.EqualTo(expected));

    // It is called with the hyperparameters.
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Suspicious)]
    [TestCase("sympy.core.add", "Add", Verdict.Suspicious)]
    [TestCase("builtins", "dict", Verdict.Clean)]
    [TestCase("argparse", "Namespace", Verdict.Clean)]
    [TestCase("omegaconf.dictconfig", "DictConfig", Verdict.Clean)]
    [TestCase("lightning.pytorch.utilities.parsing", "AttributeDict", Verdict.Clean)]
    public void GivenATypeOfHyperparameters_ItIsOneThatKeepsThem(string module, string name, Verdict expected) =>
        Assert.That(Scan(4, to => to.Dict().Text("hparams_type").Global(module, name).Op(PickleOpcode.SetItem)), Is.EqualTo(expected));

    private static Verdict Scan(int protocol, Action<PickleDialect> write)
    {
        var dialect = new PickleDialect(protocol);
        write(dialect);
        return Scanned.Bytes(dialect.Stop(), "model.ckpt").Verdict;
    }
}
