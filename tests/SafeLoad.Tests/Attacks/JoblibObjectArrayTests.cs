using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// The pickle of an array of objects ends with a STOP in the middle of a joblib file, and has stored values of its own: who reads what
/// follows as a second pickle fetches those. Honest files are clean all the same, and what is named there counts.
/// </summary>
public sealed class JoblibObjectArrayTests
{
    // Each uses a value that the file has stored, and the array's own pickle too, under the same number.
    private static readonly Dictionary<string, Action<PickleBuilder, uint>> s_uses = new()
    {
        ["called"] = static (p, at) => p.Get(at).EmptyTuple().Reduce(),
        ["an object of it"] = static (p, at) => p.Get(at).EmptyTuple().Op(PickleOpcode.NewObj),
        ["an attribute's value"] = static (p, at) => p.Global("types", "SimpleNamespace").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Text("x").Get(at).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["an argument"] = static (p, at) => p.Global("builtins", "list").Mark().Mark().Get(at).Tuple().Tuple().Reduce(),
    };

    private static readonly Dictionary<string, Action<PickleBuilder, uint>> s_names = new()
    {
        ["an attribute's name"] = static (p, at) => p.Global("types", "SimpleNamespace").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Get(at).Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["a key"] = static (p, at) => p.EmptyDict().Get(at).Int(1).Op(PickleOpcode.SetItem),
        ["a global's name"] = static (p, at) => p.Text("collections").Get(at).Op(PickleOpcode.StackGlobal),
    };

    private static byte[] Honest(Action<PickleBuilder> stored, uint at, Action<PickleBuilder, uint> use, byte[]? behind = null)
    {
        PickleBuilder file = PickleBuilder.Protocol(4).EmptyDict().Mark().Text("first");
        stored(file);
        file.Put(at).Text("labels").Array("O8", 1).Raw(JoblibPickles.Objects()).Text("second");
        use(file, at);
        return file.Raw(behind ?? []).SetItems().Stop();
    }

    [Test]
    public void GivenAClassThatIsUsedBehindTheArray_ItIsClean([ValueSource(nameof(Uses))] string use, [Range(0, 15)] int at,
        [Values("model.joblib", "model.pkl")] string name)
    {
        byte[] file = Honest(static p => p.Global("collections", "OrderedDict"), (uint)at, s_uses[use]);
        ScanReport report = Scanned.Bytes(file, name);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [Test]
    public void GivenANameThatIsUsedBehindTheArray_ItIsClean([ValueSource(nameof(Names))] string use, [Range(0, 15)] int at,
        [Values("model.joblib", "model.pkl")] string name)
    {
        byte[] file = Honest(static p => p.Text("OrderedDict"), (uint)at, s_names[use]);
        ScanReport report = Scanned.Bytes(file, name);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [Test]
    public void GivenAnotherNameBehindTheArray_ItCounts([Values("not_there", "posix")] string module, [Values] bool isInTheArray)
    {
        Action<PickleBuilder> call = p => p.Global(module, "system").EmptyTuple().Reduce();
        byte[] file = isInTheArray
            ? PickleBuilder.Protocol(4).Array("O8", 1).Raw(JoblibPickles.Objects(call)).Stop()
            : Honest(static p => p.Text("x"), 3, (p, _) => call(p));
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That(report.Verdict, Is.EqualTo(module == "posix" ? Verdict.Dangerous : Verdict.Suspicious));
    }

    // The next array of objects ends what plain pickle takes for a second pickle, which then takes no false step.
    [Test]
    public void GivenTwoArraysOfObjects_ItIsClean([ValueSource(nameof(Uses))] string use, [Range(0, 15)] int at)
    {
        PickleBuilder file = PickleBuilder.Protocol(4).EmptyDict().Mark().Text("first").Global("collections", "OrderedDict").Put((uint)at)
            .Text("labels").Array("O8", 1).Raw(JoblibPickles.Objects()).Text("second");
        s_uses[use](file, (uint)at);
        file.Text("more").Array("O8", 1).Raw(JoblibPickles.Objects()).SetItems();
        ScanReport report = Scanned.Bytes(file.Stop(), "model.joblib");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    // Behind the array stands something that needs nothing of what was stored before it: whoever reads two pickles of the file calls it.
    [Test]
    public void GivenACallOfAResultBehindTheArray_ItIsSuspicious()
    {
        byte[] file = [.. PickleBuilder.Protocol(4).Array("O8", 1).Raw(JoblibPickles.Objects()).ToArray(),
            .. new PickleBuilder().Global("collections", "OrderedDict").EmptyTuple().Reduce().EmptyTuple().Reduce().Stop()];
        Assert.That(Scanned.Bytes(file, "model.joblib").Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    private static IEnumerable<string> Uses() => s_uses.Keys;

    private static IEnumerable<string> Names() => s_names.Keys;
}
