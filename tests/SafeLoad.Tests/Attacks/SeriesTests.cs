using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Series that have no end, or as many items as a number says: a pickle may keep them, and whatever goes through one while it is
/// loaded never ends, or fills memory.</summary>
public sealed class SeriesTests
{
    private static readonly Dictionary<string, Action<PickleDialect>> s_series = new()
    {
        ["count"] = static to => to.Call("itertools", "count", static from => from.Int(1)),
        ["repeat"] = static to => to.Call("itertools", "repeat",
            static pair => pair.Tuple(static key => key.Text("a"), static value => value.Int(1))),
        ["range"] = static to => to.Call("builtins", "range", static from => from.Int(0), static end => end.Int(1 << 30),
            static step => step.Int(1)),
        ["range of Python 2"] = static to => to.Call("__builtin__", "xrange", static from => from.Int(0), static end => end.Int(1 << 30),
            static step => step.Int(1)),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_ways = new()
    {
        ["list"] = static (to, series) => to.Call("builtins", "list", series),
        ["tuple"] = static (to, series) => to.Call("builtins", "tuple", series),
        ["set"] = static (to, series) => to.Call("__builtin__", "set", series),
        ["bytes"] = static (to, series) => to.Call("builtins", "bytes", series),
        ["bytearray"] = static (to, series) => to.Call("builtins", "bytearray", series),
        ["deque"] = static (to, series) => to.Call("collections", "deque", series),
        ["counter"] = static (to, series) => to.Call("collections", "Counter", series),
        ["ordered dict"] = static (to, series) => to.Call("collections", "OrderedDict", series),
        ["pair of a dict"] = static (to, series) => to.Call("builtins", "dict", pairs => pairs.List().Tell(series)
            .Op(PickleOpcode.Append)),
        ["size"] = static (to, series) => to.Call("torch", "Size", series),
        ["array"] = static (to, series) => to.Call("array", "array", static code => code.Text("i"), series),
        ["output of a model"] = static (to, series) => to.Call("transformers.modeling_outputs", "MaskedImageModelingOutput", series),
        ["second argument of an exception"] = static (to, series) => to.Call("builtins", "SyntaxError",
            static text => text.Text("x"), series),
        ["several tensors"] = static (to, series) => to.Call("torch.return_types", "max", series),
        ["index of pandas"] = static (to, series) => to.Call("pandas._libs.sparse", "IntIndex", static length => length.Int(5), series),
        ["holidays of pandas"] = static (to, series) => to.Call("pandas._libs.tslibs.offsets", "CustomBusinessDay",
            static n => n.Int(1), series),
        ["argument of an index"] = static (to, series) => Index(to, series),
        ["in a list of an index"] = static (to, series) => Index(to, items => items.List().Tell(series).Op(PickleOpcode.Append)),
        ["in a dict of a list of an index"] = static (to, series) => Index(to, items => items.List().Dict().Text("a").Tell(series)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Append)),
        ["argument of a time"] = static (to, series) => to.Call("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", series,
            static none => none.Op(PickleOpcode.None), static none => none.Op(PickleOpcode.None)),
        ["pair of a list as a state"] = static (to, series) => to.New("torch.nn.modules.linear", "Linear").List().Tell(series)
            .Op(PickleOpcode.Append).Op(PickleOpcode.Build),
        ["pair of a tuple as a state"] = static (to, series) => to.New("torch.nn.modules.linear", "Linear")
            .Tuple(pairs => pairs.List().Tell(series).Op(PickleOpcode.Append), static none => none.Op(PickleOpcode.None))
            .Op(PickleOpcode.Build),
        ["state of a module"] = static (to, series) => to.New("torch.nn.modules.linear", "Linear").Tell(series).Op(PickleOpcode.Build),
    };

    // Of what is finite as much is made as a number says, which another test asks.
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_given = new()
    {
        ["maximum"] = static (to, series) => to.Call("torch.return_types", "max", series),
        ["holidays"] = static (to, series) => to.Call("pandas._libs.tslibs.offsets", "CustomBusinessDay", static n => n.Int(1),
            static no => no.Op(PickleOpcode.None), static days => days.Text("Mon"), series),
        ["arrays of Arrow"] = static (to, series) => to.Call("pyarrow.lib", "chunked_array",
            arrays => arrays.List().Tell(series).Op(PickleOpcode.Append)),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_kept = new()
    {
        ["itself"] = static (to, series) => series(to),
        ["in a list"] = static (to, series) => to.List().Tell(series).Op(PickleOpcode.Append),
        ["in a list of a call"] = static (to, series) => to.Call("builtins", "list", items => items.Tuple(series)),
        ["in a dict"] = static (to, series) => to.Dict().Text("a").Tell(series).Op(PickleOpcode.SetItem),
        ["what an exception says"] = static (to, series) => to.Call("builtins", "ValueError", series),
        ["attribute"] = static (to, series) => to.New("torch.nn.modules.linear", "Linear").Dict().Text("a").Tell(series)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
    };

    private static void Index(PickleDialect to, Action<PickleDialect> data) => to.Call("pandas.core.indexes.base", "_new_Index",
        static type => type.Global("pandas.core.indexes.base", "Index"),
        arguments => arguments.Dict().Text("data").Tell(data).Op(PickleOpcode.SetItem));

    [Test]
    public void GivenASeriesThatIsGoneThrough_IsNeverClean() => Check(s_ways, Verdict.Suspicious);

    [Test]
    public void GivenASeriesWithoutEndAmongArguments_IsNeverClean() => Check(s_given, Verdict.Suspicious, "count", "repeat");

    [Test]
    public void GivenASeriesThatIsKept_IsClean() => Check(s_kept, Verdict.Clean);

    private static void Check(
        Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> ways, Verdict expected, params string[] kinds)
    {
        foreach (var (kind, series) in s_series.Where(series => kinds.Length == 0 || kinds.Contains(series.Key)))
        {
            foreach (var (way, use) in ways)
            {
                foreach (int protocol in (int[])[0, 2, 4])
                {
                    byte[] pickle = new PickleDialect(protocol).Tell(to => use(to, series)).Stop();
                    Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(expected), $"{kind}: {way}, protocol {protocol}");
                }
            }
        }
    }
}
