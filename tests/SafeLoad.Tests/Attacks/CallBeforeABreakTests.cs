using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A pickle without PROTO that calls a name which nobody knows and then breaks: whoever unpickles the file has made the call by then,
/// whatever the file is named and whatever stands behind. The product of calls, what comes before and behind them, and places.
/// </summary>
public sealed class CallBeforeABreakTests
{
    private static readonly Dictionary<string, byte[]> s_calls = new()
    {
        ["REDUCE"] = new PickleBuilder().Global("not_there", "nothing").EmptyTuple().Reduce().ToArray(),
        ["INST"] = new PickleBuilder().Mark().Line(PickleOpcode.Inst, "not_there\nnothing").ToArray(),
        ["OBJ"] = new PickleBuilder().Mark().Global("not_there", "nothing").Op(PickleOpcode.Obj).ToArray(),
        ["NEWOBJ"] = new PickleBuilder().Global("not_there", "nothing").EmptyTuple().Op(PickleOpcode.NewObj).ToArray(),
        ["NEWOBJ_EX"] = new PickleBuilder().Global("not_there", "nothing").EmptyTuple().EmptyDict().Op(PickleOpcode.NewObjEx).ToArray(),
        ["STACK_GLOBAL"] = new PickleBuilder().Text("not_there").Text("nothing").Op(PickleOpcode.StackGlobal).EmptyTuple().Reduce()
            .ToArray(),
        ["copyreg.__newobj__"] = new PickleBuilder().Global("copyreg", "__newobj__").Mark().Global("not_there", "nothing").Tuple().Reduce()
            .ToArray(),
        ["copyreg._reconstructor"] = new PickleBuilder().Global("copyreg", "_reconstructor").Mark().Global("not_there", "nothing")
            .Global("builtins", "object").Op(PickleOpcode.None).Tuple().Reduce().ToArray(),
        ["a generator's constructor"] = new PickleBuilder().Global("numpy.random._pickle", "__generator_ctor").Mark().Text("x")
            .Global("not_there", "nothing").Tuple().Reduce().ToArray(),
        ["BUILD"] = new PickleBuilder().Global("not_there", "nothing").Op(PickleOpcode.None).Op(PickleOpcode.Build).ToArray(),
        ["SETITEM"] = new PickleBuilder().Global("not_there", "nothing").Op(PickleOpcode.None).Op(PickleOpcode.None)
            .Op(PickleOpcode.SetItem).ToArray(),
        ["APPEND"] = new PickleBuilder().Global("not_there", "nothing").Op(PickleOpcode.None).Op(PickleOpcode.Append).ToArray(),
        ["a key of a dict"] = new PickleBuilder().EmptyDict().Global("not_there", "nothing").Op(PickleOpcode.None).Op(PickleOpcode.SetItem)
            .ToArray(),
        ["an item of a set"] = new PickleBuilder().Op(PickleOpcode.EmptySet).Mark().Global("not_there", "nothing")
            .Op(PickleOpcode.AddItems).ToArray(),
        ["an item of a frozen set"] = new PickleBuilder().Mark().Global("not_there", "nothing").Op(PickleOpcode.FrozenSet).ToArray(),
        ["getattr"] = new PickleBuilder().Global("builtins", "getattr").Mark().Global("not_there", "nothing").Text("x").Tuple().Reduce()
            .ToArray(),
        ["a list of it"] = new PickleBuilder().Global("builtins", "list").Mark().Global("not_there", "nothing").Tuple().Reduce().ToArray(),
        ["behind a number that one unpickler takes"] = new PickleBuilder().Line(PickleOpcode.Float, " 1.5 ").Op(PickleOpcode.Pop)
            .Global("not_there", "nothing").EmptyTuple().Reduce().ToArray(),
        ["EXT1"] = new PickleBuilder().Op(PickleOpcode.Ext1, [200]).EmptyTuple().Reduce().ToArray(),
        ["EXT4"] = new PickleBuilder().Op(PickleOpcode.Ext4, [200, 1, 0, 0]).EmptyTuple().Op(PickleOpcode.NewObj).ToArray(),
    };

    private static readonly Dictionary<string, byte[]> s_before = new()
    {
        ["nothing"] = [],
        ["a mark"] = [(byte)PickleOpcode.Mark],
        ["a harmless name"] = new PickleBuilder().Global("collections", "OrderedDict").ToArray(),
        ["a text"] = new PickleBuilder().Line(PickleOpcode.Unicode, "weights").ToArray(),
    };

    private static readonly Dictionary<string, byte[]> s_behind = new()
    {
        ["no opcode"] = [0xFF],
        ["the end"] = [],
        ["a cut text"] = [(byte)PickleOpcode.BinUnicode, 200, 0, 0, 0, .. "short"u8],
        ["no opcode and a pickle"] = [0xFF, .. Scanned.Benign],
        ["a step that none takes"] = [(byte)PickleOpcode.Append, (byte)PickleOpcode.Stop],
    };

    private static readonly Dictionary<string, Func<byte[], (string Name, byte[] File)>> s_places = new()
    {
        ["sav"] = static file => ("model.sav", file),
        ["dat"] = static file => ("model.dat", file),
        ["no ending"] = static file => ("model", file),
        ["npy"] = static file => ("x.npy", file),
        ["joblib"] = static file => ("model.joblib", file),
        ["pickle"] = static file => ("model.pickle", file),
        ["bin"] = static file => ("pytorch_model.bin", file),
        ["a text's name"] = static file => ("README.md", file),
        ["gzip"] = static file => ("model.pkl.gz", KindSamples.Gzip(file)),
        ["pkl in a zip"] = static file => ("model.zip", new ZipBuilder().Add("x.pkl", file).ToArray()),
        ["npy in a zip"] = static file => ("model.npz", new ZipBuilder().Add("x.npy", file).ToArray()),
        ["data.pkl"] = static file => ("model.pt", ZipBuilder.Torch(file).ToArray()),
        ["a record of a checkpoint"] = static file => ("model.pt", ZipBuilder.Torch(Scanned.Benign).Add("archive/notes", file).ToArray()),
        ["a member of a tar"] = static file => ("model.tar", Samples.Tar(("notes", file))),
    };

    private static IEnumerable<TestCaseData> Product() =>
        from call in s_calls.Keys
        from before in s_before.Keys
        from behind in s_behind.Keys
        from place in s_places.Keys
        select new TestCaseData(call, before, behind, place);

    [TestCaseSource(nameof(Product))]
    public void GivenACallOfAnUnknownName_ItIsNotForgotten(string call, string before, string behind, string place)
    {
        var (name, file) = s_places[place]([.. s_before[before], .. s_calls[call], .. s_behind[behind]]);
        ScanReport report = Scanned.Bytes(file, name);
        Assert.That(report.Verdict, Is.AtLeast(Verdict.Suspicious));
        Assert.That(report.Ids(), Does.Contain(call.StartsWith("EXT", StringComparison.Ordinal)
            ? DiagnosticId.ExtensionCode : DiagnosticId.UnknownGlobal));
    }

    // Names that are known, used as their entries forbid.
    private static readonly Dictionary<string, byte[]> s_misuses = new()
    {
        ["a class whose objects are made with keywords"] = new PickleBuilder().Global("sklearn.linear_model", "LinearRegression")
            .EmptyTuple().EmptyDict().Text("x").Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.NewObjEx).ToArray(),
        ["a class that is only an operand, called"] = new PickleBuilder().Global("sklearn.linear_model", "LinearRegression").EmptyTuple()
            .Reduce().ToArray(),
        ["a class that is only an operand, by INST"] = new PickleBuilder().Mark()
            .Line(PickleOpcode.Inst, "sklearn.linear_model\nLinearRegression").ToArray(),
        ["a result that is called"] = new PickleBuilder().Global("collections", "OrderedDict").EmptyTuple().Reduce().EmptyTuple().Reduce()
            .ToArray(),
        ["an object that is appended to"] = new PickleBuilder().Global("collections", "OrderedDict").EmptyTuple().Reduce().Int(1)
            .Op(PickleOpcode.Append).ToArray(),
        ["a class that BUILD changes"] = new PickleBuilder().Global("collections", "OrderedDict").EmptyDict().Text("x").Int(1)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).ToArray(),
    };

    private static IEnumerable<TestCaseData> Misuses() =>
        from call in s_misuses.Keys
        from before in s_before.Keys
        from behind in s_behind.Keys
        from place in s_places.Keys
        select new TestCaseData(call, before, behind, place);

    [TestCaseSource(nameof(Misuses))]
    public void GivenAMisuseOfAKnownName_ItIsNotForgotten(string call, string before, string behind, string place)
    {
        var (name, file) = s_places[place]([.. s_before[before], .. s_misuses[call], .. s_behind[behind]]);
        Assert.That(Scanned.Bytes(file, name).Verdict, Is.AtLeast(Verdict.Suspicious));
    }

    // pickle.py takes what is left of the file for the line, less its last byte, and calls the class; joblib and dill are made of it.
    [Test]
    public void GivenACallWhoseNameTheEndCuts_ItIsNotForgotten(
        [Values("sav", "dat", "no ending", "joblib", "pickle", "gzip", "pkl in a zip", "data.pkl",
            "a record of a checkpoint")] string place,
        [Values("(", "\x80\x02(", "(I1\n", "c__builtin__\nset\n(")] string before)
    {
        var (name, file) = s_places[place](System.Text.Encoding.Latin1.GetBytes(before + "inot_there\nnothing?"));
        ScanReport report = Scanned.Bytes(file, name);
        Assert.That(report.Verdict, Is.AtLeast(Verdict.Suspicious));
        Assert.That(report.Globals.Select(static global => global.Name), Does.Contain("nothing"));
    }

    // Its place says that somebody unpickles it: then the import of the name is enough.
    [TestCase("data.pkl")]
    [TestCase("pkl in a zip")]
    [TestCase("pickle")]
    [TestCase("joblib")]
    [TestCase("bin")]
    public void GivenOnlyANameBeforeTheBreakWhereAPickleIsExpected_ItIsNotForgotten(string place)
    {
        var (name, file) = s_places[place]([.. new PickleBuilder().Global("not_there", "nothing").ToArray(), 0xFF]);
        ScanReport report = Scanned.Bytes(file, name);
        Assert.That(report.Verdict, Is.AtLeast(Verdict.Suspicious));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.UnknownGlobal));
    }

    // The same letters in a text: nothing is called before every unpickler has stopped.
    [Test]
    public void GivenATextThatBeginsLikeACall_ItStaysClean([Values("notes", "README.md", "model.dat")] string name,
        [Values("(it goes\nwithout saying\n", "cut here\nand there\n", "create\nread\nupdate\n")] string text) =>
        Assert.That(Scanned.Bytes([.. System.Text.Encoding.ASCII.GetBytes(text)], name).Findings, Is.Empty);
}
