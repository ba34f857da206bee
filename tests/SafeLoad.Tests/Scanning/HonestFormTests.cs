using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Functions that can do anything are clean in the one form in which pickle itself writes them, and dangerous in every other.
/// </summary>
public sealed class HonestFormTests
{
    private static readonly int[] s_protocols = [0, 2, 4];

    private static readonly Dictionary<string, Action<PickleDialect>> s_honest = new()
    {
        ["member of an enumeration"] = static to => Member(to, "http", "HTTPStatus", "OK"),
        ["flags"] = static to => to.Call("_operator", "or_", static flag => Member(flag, "re", "RegexFlag", "MULTILINE"),
            static flag => Member(flag, "re", "RegexFlag", "IGNORECASE")),
        ["three flags"] = static to => to.Call("_operator", "or_", static flags => flags.Call("_operator", "or_",
            static flag => Member(flag, "re", "RegexFlag", "MULTILINE"), static flag => Member(flag, "re", "RegexFlag", "IGNORECASE")),
            static flag => flag.Call("re", "RegexFlag", static value => value.Int(16))),
        ["class of None"] = static to => to.Call("__builtin__", "type", static none => none.Op(PickleOpcode.None)),
        ["type hint"] = static to => to.Call("_operator", "getitem", static hint => hint.Global("typing", "Optional"),
            static type => type.Global("__builtin__", "int")),
        ["time zone"] = static to => Zone(to).Tuple(static name => name.Text("Europe/Paris"), static cache => cache.Int(1))
            .Op(PickleOpcode.Reduce),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_others = new()
    {
        ["only named"] = static to => to.Global("__builtin__", "getattr"),
        ["only named: type"] = static to => to.Global("__builtin__", "type"),
        ["private name"] = static to => Member(to, "http", "HTTPStatus", "_value2member_map_"),
        ["name between underscores"] = static to => Member(to, "http", "HTTPStatus", "__subclasses__"),
        ["dotted name"] = static to => Member(to, "http", "HTTPStatus", "OK.real"),
        ["method of a class that is no enumeration"] = static to => Member(to, "torch.nn.modules.linear", "Linear", "forward"),
        ["method of an allowed class"] = static to => Member(to, "collections", "OrderedDict", "fromkeys"),
        ["another method of the time zone"] = static to => Member(to, "zoneinfo", "ZoneInfo", "from_file"),
        ["attribute of a module"] = static to => Member(to, "no.such", "thing", "__dict__"),
        ["attribute of an object"] = static to => to.Call("__builtin__", "getattr",
            static owner => owner.New("torch.nn.modules.linear", "Linear"), static name => name.Text("forward")),
        ["computed name"] = static to => to.Call("__builtin__", "getattr", static owner => owner.Global("http", "HTTPStatus"),
            static name => name.Call("__builtin__", "str", static text => text.Text("OK"))),
        ["default"] = static to => to.Call("__builtin__", "getattr", static owner => owner.Global("http", "HTTPStatus"),
            static name => name.Text("OK"), static other => other.Int(0)),
        ["called member"] = static to =>
        {
            Member(to, "http", "HTTPStatus", "from_bytes");
            to.Tuple(static bytes => bytes.Int(1)).Op(PickleOpcode.Reduce);
        },
        ["called member of an unknown class"] = static to =>
        {
            Member(to, "no.such.module", "Mode", "run");
            to.Tuple(static text => text.Text("x")).Op(PickleOpcode.Reduce);
        },
        ["new class"] = static to => to.Call("__builtin__", "type", static name => name.Text("T"), static bases => bases.Tuple(),
            static attributes => attributes.Dict()),
        ["class of a value"] = static to => to.Call("__builtin__", "type", static value => value.Int(1)),
        ["or of lists"] = static to => to.Call("_operator", "or_", static list => list.List(), static list => list.List()),
        ["item of a dict"] = static to => to.Call("_operator", "getitem", static dict => dict.Dict(), static key => key.Int(0)),
        ["made an object of"] = static to => to.Global("__builtin__", "type").Tuple().Op(PickleOpcode.NewObj),
        ["state of the time zone's method"] = static to => Zone(to).Tuple(static name => name.List(), static cache => cache.Int(1))
            .Op(PickleOpcode.Reduce),
        ["factory, after an honest call"] = static to =>
        {
            Member(to, "http", "HTTPStatus", "OK");
            to.Op(PickleOpcode.Pop).Call("collections", "defaultdict", static factory => factory.Global("__builtin__", "getattr"));
        },
        ["value of a dict, after an honest call"] = static to =>
        {
            Member(to, "http", "HTTPStatus", "OK");
            to.Op(PickleOpcode.Pop).Dict().Text("f").Global("__builtin__", "getattr").Op(PickleOpcode.SetItem);
        },
        ["another form, before an honest call"] = static to =>
        {
            Member(to, "http", "HTTPStatus", "__subclasses__");
            to.Op(PickleOpcode.Pop);
            Member(to, "http", "HTTPStatus", "OK");
        },
    };

    private static IEnumerable<string> Honest => s_honest.Keys;

    private static IEnumerable<string> Others => s_others.Keys;

    [TestCaseSource(nameof(Honest))]
    public void GivenTheFormThatPickleWrites_IsClean(string form)
    {
        foreach (int protocol in s_protocols)
            Assert.That(Scan(protocol, s_honest[form]), Is.EqualTo(Verdict.Clean), $"protocol {protocol}");
    }

    [TestCaseSource(nameof(Others))]
    public void GivenAnyOtherForm_IsDangerous(string form)
    {
        foreach (int protocol in s_protocols)
            Assert.That(Scan(protocol, s_others[form]), Is.EqualTo(Verdict.Dangerous), $"protocol {protocol}");
    }

    [Test]
    public void GivenMemberOfAnUnknownEnumeration_IsSuspicious()
    {
        foreach (int protocol in s_protocols)
            Assert.That(Scan(protocol, static to => Member(to, "no.such.module", "Mode", "TRAIN")), Is.EqualTo(Verdict.Suspicious));
    }

    // One unpickler that reads several pickles keeps its memo: the second one knows the function without naming it.
    [Test]
    public void GivenFunctionOfAnEarlierPickle_OtherFormsAreDangerous()
    {
        byte[] first = PickleBuilder.Protocol(2).Global("__builtin__", "getattr").Put(0).Mark().Global("http", "HTTPStatus").Put(1)
            .Text("OK").Tuple().Reduce().Stop();
        byte[] second = PickleBuilder.Protocol(2).Get(0).Mark().Get(1).Text("__subclasses__").Tuple().Reduce().Stop();
        Assert.That(Scanned.Bytes([.. first, .. second], "model.pkl").Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    private static void Member(PickleDialect to, string module, string name, string member) =>
        to.Call("__builtin__", "getattr", owner => owner.Global(module, name), text => text.Text(member));

    private static PickleDialect Zone(PickleDialect to) => to.Tell(static zone => Member(zone, "zoneinfo", "ZoneInfo", "_unpickle"));

    private static Verdict Scan(int protocol, Action<PickleDialect> write) =>
        Scanned.Bytes(new PickleDialect(protocol).Tell(write).Stop(), "model.pkl").Verdict;
}
