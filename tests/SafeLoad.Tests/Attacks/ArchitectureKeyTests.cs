using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>A checkpoint's entry that names the class of its model: whatever mapping it is, and whenever that is filled.</summary>
public sealed class ArchitectureKeyTests
{
    private static readonly Dictionary<string, Action<PickleDialect, string>> s_forms = new()
    {
        ["dict"] = static (to, module) => Entry(Entry(to.Dict(), "module", module), "class", "Thing"),
        ["ordered dict"] = static (to, module) =>
            Entry(Entry(to.Call("collections", "OrderedDict"), "module", module), "class", "Thing"),
        ["ordered dict of pairs"] = static (to, module) => to.Call("collections", "OrderedDict",
            pairs => pairs.List().Op(PickleOpcode.Mark).Tell(one => Pair(one, "module", module))
                .Tell(static two => Pair(two, "class", "Thing")).Op(PickleOpcode.Appends)),
        ["dict of a dict"] = static (to, module) => to.Call("collections", "OrderedDict",
            from => Entry(Entry(from.Dict(), "module", module), "class", "Thing")),
    };

    [Test]
    public void GivenAnArchitecture_ItsClassIsJudged([ValueSource(nameof(Forms))] string form)
    {
        foreach (string module in (string[])["nosuch.thing", "pyannote.audio.models"])
        {
            byte[] pickle = new PickleDialect(4).Dict().Text("architecture").Tell(to => s_forms[form](to, module))
                .Op(PickleOpcode.SetItem).Stop();
            Assert.That(Scan(pickle), module[0] == 'p' ? Is.EqualTo(Verdict.Clean) : Is.GreaterThanOrEqualTo(Verdict.Suspicious), module);
        }
    }

    [Test]
    public void GivenAnArchitectureThatIsFilledLater_ItsClassIsJudged()
    {
        foreach (string module in (string[])["nosuch.thing", "pyannote.audio.models"])
        {
            var to = new PickleDialect(4);
            Action<PickleDialect> outer = to.Dict().Keep();
            to.Text("architecture").Dict();
            Action<PickleDialect> inner = to.Keep();
            to.Op(PickleOpcode.SetItem).Op(PickleOpcode.Pop).Tell(inner);
            byte[] pickle = Entry(Entry(to, "module", module), "class", "Thing").Op(PickleOpcode.Pop).Tell(outer).Stop();
            Assert.That(Scan(pickle), module[0] == 'p' ? Is.EqualTo(Verdict.Clean) : Is.GreaterThanOrEqualTo(Verdict.Suspicious), module);
        }
    }

    private static PickleDialect Entry(PickleDialect to, string key, string value) =>
        to.Text(key).Text(value).Op(PickleOpcode.SetItem);

    private static void Pair(PickleDialect to, string key, string value) => to.Tuple(one => one.Text(key), two => two.Text(value));

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;

    private static IEnumerable<string> Forms() => s_forms.Keys;
}
