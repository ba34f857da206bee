using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// States that a class's own code sets: slots that are properties, pairs that stand for methods, positions in a generator's words, and
/// types of elements whose names are a file's. Nothing that is named here does anything.
/// </summary>
public sealed class SetterStateTests
{
    [TestCase("sklearn.gaussian_process.kernels", "RBF", "theta")]
    [TestCase("scipy.sparse._csr", "csr_matrix", "shape")]
    [TestCase("pandas.core.series", "Series", "name")]
    [TestCase("numpy", "poly1d", "coeffs")]
    public void GivenSlotsOfAClassThatHasNone_IsNeverClean(string module, string name, string slot)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            foreach (bool isEmpty in (bool[])[false, true])
            {
                byte[] pickle = new PickleDialect(protocol).New(module, name).Tuple(static attributes => attributes.Dict(),
                    slots => Entry(slots.Dict(), isEmpty ? null : slot, static value => value.Int(1))).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.EqualTo(isEmpty ? Verdict.Clean : Verdict.Suspicious), $"protocol {protocol}");
            }
        }
    }

    // scipy/interpolate/_interpolate.py: the class has __slots__, and they hold arrays.
    [Test]
    public void GivenSlotsOfAClassThatHasSome_IsClean()
    {
        byte[] pickle = new PickleDialect(2).New("scipy.interpolate._interpolate", "PPoly").Tuple(
            static none => none.Op(PickleOpcode.None), static slots => Entry(slots.Dict(), "axis", static value => value.Int(0)))
            .Op(PickleOpcode.Build).Stop();
        Assert.That(Scan(pickle), Is.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenPairsThatStandForMethods_IsNeverClean()
    {
        foreach (string name in (string[])["forward", "__call__", "weight", "label"])
        {
            foreach (bool isObject in (bool[])[false, true])
            {
                byte[] pickle = new PickleDialect(4).New("torch.nn.modules.linear", "Linear").List()
                    .Tuple(key => key.Text(name), value =>
                    {
                        if (isObject) value.New("torch.nn.modules.container", "Sequential");
                        else value.Int(1);
                    }).Op(PickleOpcode.Append).Op(PickleOpcode.Build).Stop();
                bool isHonest = !isObject && name != "__call__";
                Assert.That(Scan(pickle), isHonest ? Is.EqualTo(Verdict.Clean) : Is.EqualTo(Verdict.Suspicious), $"{name}, {isObject}");
            }
        }
    }

    [Test]
    public void GivenAPositionInAGenerator_ItIsWithinItsWords()
    {
        foreach (int position in (int[])[-1, 0, 1, 623, 624, 625, 1 << 30])
        {
            Verdict expected = position is >= 0 and <= 624 ? Verdict.Clean : Verdict.Suspicious;
            Assert.That(Scan(Generator(state => Entry(state.Dict(), "state", inner => Entry(inner.Dict(), "pos", at => at.Int(position))))),
                Is.EqualTo(expected), $"{position} in a dict");
            Assert.That(Scan(Generator(state => state.Tuple(static name => name.Text("MT19937"), static key => key.List(),
                at => at.Int(position)))), Is.EqualTo(expected), $"{position} in a tuple");
        }
        foreach (int position in (int[])[-1, 0, 4, 5])
        {
            Assert.That(Scan(Generator(state => Entry(state.Dict(), "buffer_pos", at => at.Int(position)))),
                Is.EqualTo(position is >= 0 and <= 4 ? Verdict.Clean : Verdict.Suspicious), $"{position} of Philox");
        }
    }

    [Test]
    public void GivenATypeOfIntervals_ItsZoneIsNoFile()
    {
        foreach (string key in (string[])["subtype", "_subtype"])
        {
            foreach (string text in (string[])["datetime64[ns, dateutil//nowhere/x]", "datetime64[ns, UTC]", "int64"])
            {
                byte[] pickle = new PickleDialect(4).New("pandas.core.dtypes.dtypes", "IntervalDtype").Dict()
                    .Text(key).Text(text).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.EqualTo(text.Contains("dateutil") ? Verdict.Suspicious : Verdict.Clean), $"{key}: {text}");
            }
        }
    }

    [Test]
    public void GivenAnArrayOfAClassOfNumPyThatIsNone_IsNeverClean()
    {
        foreach (var (module, name, isArray) in ((string, string, bool)[])[("numpy", "ndarray", true), ("numpy", "matrix", true),
            ("numpy", "poly1d", false), ("numpy.random.mtrand", "RandomState", false)])
        {
            byte[] pickle = new PickleDialect(2).Call("numpy.core.multiarray", "_reconstruct", type => type.Global(module, name),
                static shape => shape.Tuple(static none => none.Int(0)), static code => code.Call("_codecs", "encode",
                    static text => text.Text("b"), static encoding => encoding.Text("latin1"))).Stop();
            Assert.That(Scan(pickle), Is.EqualTo(isArray ? Verdict.Clean : Verdict.Suspicious), name);
        }
    }

    private static byte[] Generator(Action<PickleDialect> state) => new PickleDialect(2).Call("numpy.random._pickle", "__randomstate_ctor",
        static name => name.Text("MT19937")).Tell(state).Op(PickleOpcode.Build).Stop();

    private static PickleDialect Entry(PickleDialect to, string? key, Action<PickleDialect> value) =>
        key is null ? to : to.Text(key).Tell(value).Op(PickleOpcode.SetItem);

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
