using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// joblib asks the wrapper of an array how the array's bytes are read: its methods, which its state can replace, and whether it may map
/// them. A wrapper that is none as joblib writes it is suspicious, and what follows is searched.
/// </summary>
public sealed class JoblibWrapperTests
{
    private static readonly Dictionary<string, Action<PickleBuilder>> s_odd = new()
    {
        ["a function"] = static p => p.Global("builtins", "bool"),
        ["a class"] = static p => p.Global("collections", "OrderedDict"),
        ["an object"] = static p => p.Global("collections", "OrderedDict").EmptyTuple().Reduce(),
        ["a text"] = static p => p.Text("x"),
        ["a number"] = static p => p.Int(7),
        ["nothing"] = static p => p.Op(PickleOpcode.None),
    };

    private static readonly string[] s_methods =
    [
        "read", "read_array", "read_mmap", "safe_get_numpy_array_alignment_bytes", "write_array", "__class__", "not_there",
    ];

    // How a function gets the class, or an object of it that was not read.
    private static readonly Dictionary<string, Action<PickleBuilder>> s_given = new()
    {
        ["the class"] = static p => p.Global(JoblibPickles.Module, JoblibPickles.Class),
        ["an object"] = static p => p.Global(JoblibPickles.Module, JoblibPickles.Class).EmptyTuple().Op(PickleOpcode.NewObj),
        ["a tuple"] = static p => p.Mark().Global(JoblibPickles.Module, JoblibPickles.Class).Tuple(),
        ["a list"] = static p => p.Op(PickleOpcode.EmptyList).Global(JoblibPickles.Module, JoblibPickles.Class).Op(PickleOpcode.Append),
        ["a dict"] = static p => p.EmptyDict().Text("x").Global(JoblibPickles.Module, JoblibPickles.Class).Op(PickleOpcode.SetItem),
        ["a key"] = static p => p.EmptyDict().Global(JoblibPickles.Module, JoblibPickles.Class).Int(1).Op(PickleOpcode.SetItem),
        ["an object's attribute"] = static p => p.Global("types", "SimpleNamespace").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Text("x").Global(JoblibPickles.Module, JoblibPickles.Class).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
    };

    private static readonly (string Module, string Name)[] s_functions =
    [
        ("numpy.ma.core", "_mareconstruct"), ("pandas.core.indexes.datetimes", "_new_DatetimeIndex"),
        ("numpy.core.multiarray", "_reconstruct"), ("copyreg", "__newobj__"),
        ("collections", "OrderedDict"), ("torch._tensor", "_rebuild_from_type_v2"),
    ];

    // A first array, at whose bytes plain pickle stops.
    private static PickleBuilder Start() =>
        PickleBuilder.Protocol(4).Array("u1", 4).Raw([0xFF, 0xFF, 0xFF, 0xFF]).Op(PickleOpcode.Pop);

    // The array's bytes swallow the call for who takes them for opcodes; joblib passes over the head and calls.
    private static byte[] Hidden(PickleBuilder wrapper) =>
        [.. wrapper.ToArray(), .. JoblibPickles.Swallow(JoblibPickles.Call), (byte)PickleOpcode.Stop];

    private static void AssertSeen(byte[] file, string name = "model.joblib")
    {
        ScanReport report = Scanned.Bytes(file, name);
        Assert.That(report.Verdict, Is.AtLeast(Verdict.Suspicious));
        Assert.That(report.Complete, Is.False);
    }

    [Test]
    public void GivenAnAttributeThatJoblibDoesNotWrite_ItIsSuspicious([ValueSource(nameof(Methods))] string method,
        [ValueSource(nameof(Odd))] string value, [Values("u1", "O8")] string dtype) =>
        AssertSeen(Hidden(Start().Array(dtype, 5, new() { [method] = s_odd[value] })));

    [Test]
    public void GivenAnAttributeThatIsNotLiteral_ItIsSuspicious(
        [Values("subclass", "order", "allow_mmap", "numpy_array_alignment_bytes")] string attribute,
        [Values("a function", "an object", "a text")] string value, [Values("u1", "O8")] string dtype) =>
        AssertSeen(Hidden(Start().Array(dtype, 5, new() { [attribute] = s_odd[value] })));

    [Test]
    public void GivenAKeyThatIsAnObject_ItIsSuspicious()
    {
        PickleBuilder wrapper = Start().Global(JoblibPickles.Module, JoblibPickles.Class).EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict();
        s_odd["an object"](wrapper);
        AssertSeen(Hidden(wrapper.Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)));
    }

    [Test]
    public void GivenAFunctionThatGotTheClass_WhatItGaveIsSuspicious([ValueSource(nameof(Functions))] (string Module, string Name) function,
        [ValueSource(nameof(Given))] string given, [Values(0, 1)] int at)
    {
        PickleBuilder wrapper = Start().Global(function.Module, function.Name).Mark();
        if (at == 1) wrapper.Op(PickleOpcode.None);
        s_given[given](wrapper);
        AssertSeen(Hidden(wrapper.Tuple().Reduce().State("u1", 5)));
    }

    [Test]
    public void GivenAnObjectOfWhatAnotherOneGot_ItIsSuspicious([ValueSource(nameof(Given))] string given)
    {
        PickleBuilder wrapper = Start().Global("collections", "OrderedDict").Mark().Global("builtins", "list").Mark();
        s_given[given](wrapper);
        AssertSeen(Hidden(wrapper.Tuple().Reduce().Tuple().Reduce().State("u1", 5)));
    }

    [Test]
    public void GivenObjectsThatMayBeMapped_ItIsSuspicious()
    {
        PickleBuilder wrapper = Start().Array("O8", 1, new() { ["allow_mmap"] = static p => p.Op(PickleOpcode.NewTrue) });
        AssertSeen([.. wrapper.ToArray(), .. JoblibPickles.Objects(), (byte)PickleOpcode.Stop]);
    }

    [Test]
    public void GivenBothClassesInOneFile_ItIsSuspicious([Values] bool otherFirst)
    {
        const string Other = "sklearn.externals.joblib.numpy_pickle";
        PickleBuilder file = PickleBuilder.Protocol(4);
        foreach (string module in otherFirst ? (string[])[Other, JoblibPickles.Module] : [JoblibPickles.Module, Other])
            file.Global(module, JoblibPickles.Class).EmptyTuple().Op(PickleOpcode.NewObj).State("u1", 2).Raw([0xFF, 0xFF]);
        AssertSeen(Hidden(file));
    }

    // The C unpickler reads the frame whole, and who reads on begins behind it.
    [Test]
    public void GivenAFrameBeyondThePickleOfObjects_ItIsSuspicious([Values(1, 10, 1000, 140_000)] int more, [Values] bool nested)
    {
        byte[] objects = JoblibPickles.Objects()[2..];
        AssertSeen([.. Start().Array("O8", 1).ToArray(), (byte)PickleOpcode.Proto, 4, .. Frame(nested ? objects.Length + 9 : 0),
            .. Frame(objects.Length + more), .. objects, .. JoblibPickles.Swallow(new byte[more]), (byte)PickleOpcode.Stop]);
    }

    [Test]
    public void GivenAFrameThatEndsInsideOfAnArgument_ItIsSuspicious([Values(2, 10, 30)] int length)
    {
        byte[] objects = JoblibPickles.Objects()[2..];
        AssertSeen([.. Start().Array("O8", 1).ToArray(), (byte)PickleOpcode.Proto, 4, .. Frame(length), .. objects,
            (byte)PickleOpcode.Stop]);
    }

    // Newer releases pickle the objects by the newest protocol.
    [Test]
    public void GivenAFrameThatEndsWithThePickleOfObjects_ItIsClean([Values(4, 5)] byte protocol, [Values] bool several)
    {
        byte[] objects = JoblibPickles.Objects()[2..], name = new PickleBuilder().Global("numpy", "ndarray").Op(PickleOpcode.Pop).ToArray();
        byte[] first = several ? [.. Frame(name.Length), .. name] : [];
        byte[] file = [.. PickleBuilder.Protocol(4).Array("O8", 1).ToArray(), (byte)PickleOpcode.Proto, protocol, .. first,
            .. Frame(objects.Length), .. objects, (byte)PickleOpcode.Stop];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    private static byte[] Frame(int length) =>
        new PickleBuilder().Op(PickleOpcode.Frame, BitConverter.GetBytes((long)length)).ToArray();

    // Releases before 1.2 take the byte that counts the padding for the array's first, so the array ends earlier for them.
    [Test]
    public void GivenACallWhereOldReleasesGoOn_ItIsFound([Values(16, 100, 200)] int padding,
        [Values("q_q w", "posix system")] string called, [Values] bool breaks)
    {
        string[] name = called.Split(' ');
        byte[] call = new PickleBuilder().Global(name[0], name[1]).EmptyTuple().Reduce().Op(breaks ? (PickleOpcode)0xFF : PickleOpcode.Stop)
            .ToArray();
        byte[] data = new byte[300];
        call.CopyTo(data, data.Length - padding - 1);
        byte[] file = [.. PickleBuilder.Protocol(4).Array("u1", data.Length, Aligned).ToArray(), (byte)padding, .. new byte[padding],
            .. data, (byte)PickleOpcode.Stop];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That(report.Globals.Select(static global => global.Name), Does.Contain(name[1]));
        Assert.That(report.Verdict, Is.AtLeast(Verdict.Suspicious));
    }

    [Test]
    public void GivenAnHonestArrayWithPadding_ItIsClean([Values(1, 7, 16)] int padding, [Values("u1", "f4", "S1")] string dtype,
        [Values] bool mapped)
    {
        var attributes = new Dictionary<string, Action<PickleBuilder>>(Aligned)
        {
            ["allow_mmap"] = p => p.Op(mapped ? PickleOpcode.NewTrue : PickleOpcode.NewFalse),
        };
        int size = dtype == "f4" ? 4 : 1;
        byte[] data = [.. Enumerable.Range(0, 64 * size).Select(static i => (byte)(i * 37 + 1))];
        byte[] file = [.. PickleBuilder.Protocol(4).Array(dtype, 64, attributes).ToArray(), (byte)padding,
            .. Enumerable.Repeat((byte)0xFF, padding), .. data, (byte)PickleOpcode.Stop];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.Joblib)));
    }

    // Protocols 0 and 1 have no head, and no opcode for an object of a class.
    [Test]
    public void GivenAFileOfProtocol0Or1_ItIsClean([Values] bool isText, [Values("u1", "O8")] string dtype,
        [Values("model.joblib", "model.pkl", "model")] string name)
    {
        PickleBuilder file = isText ? new PickleBuilder().Mark().Op(PickleOpcode.List).Line(PickleOpcode.Put, "0")
            : new PickleBuilder().Op(PickleOpcode.EmptyList).Op(PickleOpcode.BinPut, [0]);
        file.Global("copy_reg", "_reconstructor").Mark().Global(JoblibPickles.Module, JoblibPickles.Class).Global("__builtin__", "object")
            .Op(PickleOpcode.None).Tuple().Reduce().State(dtype, dtype == "u1" ? 3 : 1)
            .Raw(dtype == "u1" ? [0xFF, 0xFE, 0xFD] : JoblibPickles.Objects()).Op(PickleOpcode.Append);
        ScanReport report = Scanned.Bytes(file.Stop(), name);
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.Joblib)));
    }

    [Test]
    public void GivenBuildsOnAnObjectOfManyArguments_TheLooksAreBounded()
    {
        const int Arguments = 1000, Builds = 50_000;
        PickleBuilder pickle = PickleBuilder.Protocol(4).Global("copyreg", "__newobj__").Mark().Global("collections", "OrderedDict");
        for (int i = 0; i < Arguments; i++) pickle.Op(PickleOpcode.None);
        pickle.Tuple().Reduce();
        for (int i = 0; i < Builds; i++) pickle.EmptyDict().Op(PickleOpcode.Build);
        byte[] bytes = pickle.Stop();
        var budget = new Budget(CheckpointLimits.Default);
        var arrays = new JoblibArrays(budget);
        var host = new ScanHost(null, new PickleAllowance()) { Joblib = arrays };
        PickleMachine.Run(new PickleData(bytes, 0, bytes.Length, 0, "x", null), host, budget, out _);
        Assert.That(arrays.LookedAt, Is.AtMost(JoblibArrays.MostLookedAt));
        Assert.That(arrays.HasUnclear, Is.True);
    }

    private static Dictionary<string, Action<PickleBuilder>> Aligned => new() { ["numpy_array_alignment_bytes"] = static p => p.Int(16) };

    private static IEnumerable<string> Odd() => s_odd.Keys;

    private static IEnumerable<string> Methods() => s_methods;

    private static IEnumerable<string> Given() => s_given.Keys;

    private static IEnumerable<(string Module, string Name)> Functions() => s_functions;
}
