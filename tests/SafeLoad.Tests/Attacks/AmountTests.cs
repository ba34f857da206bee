using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Numbers that say how much is made at once: a range that is written out, names of columns, bounds that are repeated.</summary>
public sealed class AmountTests
{
    private const int Honest = 10_000_000;

    private static readonly Dictionary<string, Action<PickleDialect, int>> s_ranges = new()
    {
        ["index"] = static (to, count) => to.Call("pandas.core.indexes.base", "_new_Index",
            static type => type.Global("pandas.core.indexes.range", "RangeIndex"), parts => parts.Dict()
                .Text("name").Op(PickleOpcode.None).Op(PickleOpcode.SetItem).Text("start").Int(-1).Op(PickleOpcode.SetItem)
                .Text("stop").Int(count - 1).Op(PickleOpcode.SetItem).Text("step").Int(1).Op(PickleOpcode.SetItem)),
        ["index that goes down"] = static (to, count) => to.Call("pandas.core.indexes.base", "_new_Index",
            static type => type.Global("pandas", "RangeIndex"), parts => parts.Dict()
                .Text("start").Int(count).Op(PickleOpcode.SetItem).Text("stop").Int(0).Op(PickleOpcode.SetItem)
                .Text("step").Int(-1).Op(PickleOpcode.SetItem)),
        ["range"] = static (to, count) => to.Call("builtins", "range", static from => from.Int(0), end => end.Int(count),
            static step => step.Int(1)),
        ["range of Python 2"] = static (to, count) => to.Call("__builtin__", "xrange", static from => from.Int(0), end => end.Int(count),
            static step => step.Int(1)),
    };

    private static readonly Action<PickleDialect, Action<PickleDialect>> s_data = static (to, range) => to
        .Call("pandas.core.indexes.base", "_new_Index", static type => type.Global("pandas", "Index"), parts => parts.Dict()
            .Text("data").Tell(range).Op(PickleOpcode.SetItem));

    private static readonly Action<PickleDialect, Action<PickleDialect>> s_columns = static (to, range) => to
        .New("pandas.core.internals.managers", "BlockManager").Tuple(static a => a.List(), static b => b.List(), static c => c.List(),
            tables => tables.Dict().Text("0.14.1").Dict().Text("axes").List().Tell(range).Op(PickleOpcode.Append)
                .Op(PickleOpcode.SetItem).Text("blocks").List().Op(PickleOpcode.SetItem).Op(PickleOpcode.SetItem)).Op(PickleOpcode.Build);

    [TestCase(9, true)]
    [TestCase(Honest, true)]
    [TestCase(Honest + 1, false)]
    [TestCase(2_000_000_000, false)]
    public void GivenARangeThatIsWrittenOut_OnlyAnHonestLengthIsClean(int count, bool isClean)
    {
        foreach (var (kind, range) in s_ranges) Check(to => s_data(to, x => range(x, count)), isClean, kind);
        Check(to => s_columns(to, x => s_ranges["index"](x, count)), isClean, "columns");
    }

    // sklearn/neighbors/_binary_tree.pxi, _update_sample_weight.
    [TestCase(9, true)]
    [TestCase(2_000_000_000, false)]
    public void GivenARangeAsTheWeightsOfATree_OnlyAnHonestLengthIsClean(int count, bool isClean)
    {
        foreach (var (kind, range) in s_ranges.Where(static range => range.Key.StartsWith("range", StringComparison.Ordinal)))
        {
            Check(to => to.Call("sklearn.neighbors._kd_tree", "newObj", static type => type.Global("sklearn.neighbors._kd_tree", "KDTree"))
                .Tuple(static size => size.Int(40), static levels => levels.Int(1), x => range(x, count))
                .Op(PickleOpcode.Build), isClean, kind);
        }
    }

    // A table of many rows names them so.
    [Test]
    public void GivenARangeThatIsKept_IsClean()
    {
        foreach (var (kind, range) in s_ranges)
        {
            Check(to => range(to, 2_000_000_000), true, kind);
            // No pickle of pandas has a range of Python's there.
            if (kind.StartsWith("range", StringComparison.Ordinal)) continue;
            Check(to => to.Call("pandas.core.internals.managers", "BlockManager", static blocks => blocks.Tuple(),
                axes => axes.List().Tell(x => range(x, 2_000_000_000)).Op(PickleOpcode.Append)), true, kind);
        }
    }

    [Test]
    public void GivenARangeOfWhatIsNoNumber_IsNeverClean() => Check(static to => s_data(to, static range => range
        .Call("pandas.core.indexes.base", "_new_Index", static type => type.Global("pandas", "RangeIndex"), static parts => parts.Dict()
            .Text("stop").Tuple().Op(PickleOpcode.SetItem))), false, "tuple");

    [TestCase(1, true)]
    [TestCase(10_000, true)]
    [TestCase(10_001, false)]
    [TestCase(int.MaxValue, false)]
    public void GivenBoundsThatAreRepeated_OnlyAnHonestNumberIsClean(int elements, bool isClean)
    {
        Action<PickleDialect>[] given = [static name => name.Text("a"), static type => type.Text("numeric"),
            static bounds => bounds.Tuple(static low => low.Int(1), static high => high.Int(2)), count => count.Int(elements)];
        Check(to => to.Call("sklearn.gaussian_process.kernels", "Hyperparameter", given), isClean, "call");
        foreach (int protocol in (int[])[2, 4])
        {
            byte[] pickle = new PickleDialect(protocol).Global("sklearn.gaussian_process.kernels", "Hyperparameter").Tuple(given)
                .Op(PickleOpcode.NewObj).Stop();
            Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict == Verdict.Clean, Is.EqualTo(isClean), $"object, protocol {protocol}");
        }
    }

    private static void Check(Action<PickleDialect> write, bool isClean, string what)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            Assert.That(Scanned.Bytes(new PickleDialect(protocol).Tell(write).Stop(), "model.pkl").Verdict == Verdict.Clean,
                Is.EqualTo(isClean), $"{what}, protocol {protocol}");
        }
    }
}
