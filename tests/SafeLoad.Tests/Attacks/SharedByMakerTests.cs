using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A function that makes objects is given a class of which there is one object, or one for each name: what it gives others hold too, and a
/// state that is set on it changes theirs. Nothing that is named here does anything.
/// </summary>
public sealed class SharedByMakerTests
{
    private static readonly (string Module, string Name)[] s_shared =
        [("http", "HTTPStatus"), ("re", "RegexFlag"), ("pandas._libs.missing", "NAType")];

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_makers = new()
    {
        ["_reconstructor"] = static (to, type) => to.Call("copyreg", "_reconstructor", type, type, static value => value.Int(200)),
        ["_new_Index"] = static (to, type) => to.Call("pandas.core.indexes.base", "_new_Index", type, static data => data.Dict()),
        ["itself"] = static (to, type) => to.Tell(type).Tuple(static value => value.Int(200)).Op(PickleOpcode.Reduce),
    };

    [Test]
    public void GivenAStateForWhatOthersHold_IsNeverClean([Values("_reconstructor", "_new_Index", "itself")] string maker)
    {
        foreach (var (module, name) in s_shared)
        {
            foreach (int protocol in (int[])[2, 4])
            {
                var to = new PickleDialect(protocol);
                s_makers[maker](to, type => type.Global(module, name));
                Assert.That(Scan(State(to)), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{name}, protocol {protocol}");
            }
        }
    }

    // pandas finds its types of elements by their names.
    [Test]
    public void GivenAStateForWhatIsLookedUp_IsNeverClean()
    {
        var to = new PickleDialect(4);
        to.Call("pandas.core.indexes.base", "_new_Index", static type => type.Global("pandas.core.dtypes.dtypes", "PeriodDtype"),
            static data => data.Dict().Text("freq").Text("M").Op(PickleOpcode.SetItem));
        Assert.That(Scan(State(to)), Is.EqualTo(Verdict.Suspicious));
    }

    // torch/_tensor.py, _rebuild_from_type_v2: it sets the state of what it gets.
    [Test]
    public void GivenATensorThatIsAMember_IsNeverClean()
    {
        byte[] pickle = new PickleDialect(4).Call("torch._tensor", "_rebuild_from_type_v2",
            static function => function.Global("torch.cuda.amp.grad_scaler", "OptState"),
            static type => type.Global("torch.cuda.amp.grad_scaler", "OptState"), static given => given.Tuple(static one => one.Int(0)),
            static state => state.Dict().Text("name").Int(1).Op(PickleOpcode.SetItem)).Stop();
        Assert.That(Scan(pickle), Is.EqualTo(Verdict.Suspicious));
    }

    [Test]
    public void GivenAStateForANewObject_IsClean()
    {
        var to = new PickleDialect(0);
        to.New("pandas.core.dtypes.dtypes", "CategoricalDtype");
        Assert.That(Scan(State(to)), Is.EqualTo(Verdict.Clean));
        to = new PickleDialect(2);
        to.Call("pandas.core.indexes.base", "_new_Index", static type => type.Global("pandas", "Index"), static data => data.Dict());
        Assert.That(Scan(to.Stop()), Is.EqualTo(Verdict.Clean));
    }

    private static byte[] State(PickleDialect to) =>
        to.Dict().Text("ordered").Op(PickleOpcode.NewFalse).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Stop();

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
