using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// joblib reads an array's bytes out of the middle of the pickle, so what says how many there are decides what is a pickle and what is
/// not. Where the description of an array is not plain, or contradicts itself, a scan is not complete, and the bytes are searched.
/// </summary>
public sealed class JoblibLieTests
{
    private const int Gap = 64;

    private static readonly byte[] s_call = new PickleBuilder().Global("not_there", "nothing").EmptyTuple().Reduce().ToArray();

    // The whole gap as one array, if the name is believed.
    private static readonly Dictionary<string, Func<PickleBuilder>> s_lies = new()
    {
        ["bytes that are smaller in the state"] = static () => Array(dtype: static p => Built(p, "S64", 1, 0)),
        ["bytes that are larger in the state"] = static () => Array(dtype: static p => Built(p, "S1", 64, 0)),
        ["text that is smaller in the state"] = static () => Array(dtype: static p => Built(p, "U16", 4, 8)),
        ["a record that is smaller in the state"] = static () => Array(dtype: static p => Built(p, "V64", 1, 16)),
        ["numbers that are flagged as objects"] =
        static () => Array(dtype: static p => Built(p, "f8", -1, 63), shape: static p => p.Ints(8)),
        ["bytes that are flagged as objects"] = static () => Array(dtype: static p => Built(p, "S64", 64, 1)),
        ["objects that are not flagged"] = static () => Array(dtype: static p => Built(p, "O8", -1, 0)),
        ["a size that is no number"] = static () => Array(dtype: static p => Built(p, "S64", null, 0)),
        ["a state that is too short"] = static () => Array(dtype: static p =>
            Named(p, "S64").Mark().Int(3).Text("|").Tuple().Op(PickleOpcode.Build)),
        ["a state that is set twice"] = static () => Array(dtype: static p =>
            State(Built(p, "S64", 64, 0), 1, 0)),
        ["a dtype of another function"] = static () => Array(dtype: static p =>
            p.Global("numpy.core.multiarray", "dtype").Mark().Text("S64").Tuple().Reduce()),
        ["a dtype that a call names"] = static () => Array(dtype: static p => p.Global("numpy", "dtype").Mark()
            .Global("builtins", "str").EmptyTuple().Reduce().Tuple().Reduce()),
        ["a shape that is a list"] = static () => Array(dtype: static p => Built(p, "S64", 64, 0), shape: static p =>
            p.Op(PickleOpcode.EmptyList).Int(1).Op(PickleOpcode.Append)),
        ["a shape of what is no number"] = static () => Array(dtype: static p => Built(p, "S64", 64, 0), shape: static p =>
            p.Mark().Op(PickleOpcode.NewTrue).Tuple()),
        ["a shape below zero"] = static () => Array(dtype: static p => Built(p, "S64", 64, 0), shape: static p => p.Ints(-1)),
        ["a shape beyond all numbers"] = static () => Array(dtype: static p => Built(p, "S64", 64, 0), shape: static p =>
            p.Ints(long.MaxValue, 4)),
        ["an order that is none"] = static () => Array(dtype: static p => Built(p, "S64", 64, 0), order: "K"),
        ["a state before the state"] = static () => Fill(
            Wrapper().EmptyDict().Text("numpy_array_alignment_bytes").Int(16).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Op(PickleOpcode.Build),
        ["arguments of the constructor"] = static () => Fill(
            PickleBuilder.Protocol(4).Global("joblib.numpy_pickle", "NumpyArrayWrapper").Mark().Op(PickleOpcode.None).Ints(1).Text("C")
                .Op(PickleOpcode.None).Tuple().Reduce(),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Op(PickleOpcode.Build),
        ["slots"] = static () => Fill(Wrapper().Mark().Op(PickleOpcode.None),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Tuple().Op(PickleOpcode.Build),
        ["a wrapper made by a type hint"] = static () => Fill(PickleBuilder.Protocol(4).Global("types", "GenericAlias").Mark()
            .Global("joblib.numpy_pickle", "NumpyArrayWrapper").Op(PickleOpcode.EmptyTuple).Tuple().Reduce().EmptyTuple().Reduce(),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Op(PickleOpcode.Build),
        ["a wrapper made by copyreg of a type hint"] = static () => Fill(PickleBuilder.Protocol(4).Global("copyreg", "__newobj__").Mark()
            .Global("types", "GenericAlias").Mark().Global("joblib.numpy_pickle", "NumpyArrayWrapper").Op(PickleOpcode.EmptyTuple)
            .Tuple().Reduce().Tuple().Reduce(),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Op(PickleOpcode.Build),
        ["a wrapper made by copyreg._reconstructor of another base"] = static () => Reconstructed("builtins", "dict", PickleOpcode.None),
        ["a wrapper made by copyreg._reconstructor with a state"] = static () =>
            Reconstructed("builtins", "object", PickleOpcode.EmptyDict),
        ["a wrapper made by copyreg.__newobj__"] = static () => Fill(PickleBuilder.Protocol(4).Global("copyreg", "__newobj__").Mark()
            .Global("joblib.numpy_pickle", "NumpyArrayWrapper").Tuple().Reduce(),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Op(PickleOpcode.Build),
        ["a wrapper that a function gives back"] = static () => Fill(PickleBuilder.Protocol(4)
            .Global("numpy.core.multiarray", "scalar").Mark().Global("numpy", "dtype").Mark().Text("O8").Tuple().Reduce()
            .Global("joblib.numpy_pickle", "NumpyArrayWrapper").EmptyTuple().Op(PickleOpcode.NewObj).Tuple().Reduce(),
            static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C").Op(PickleOpcode.Build),
        ["a dtype that becomes another one between two arrays"] = static () =>
        {
            PickleBuilder first = Array(dtype: static p => Built(p, "S64", 64, 0).Put(7));
            var both = new PickleBuilder();
            foreach (byte b in (byte[])[.. first.ToArray(), .. new byte[Gap]]) both.Op((PickleOpcode)b);
            State(both.Get(7), 64, 1).Op(PickleOpcode.Pop).Global("joblib.numpy_pickle", "NumpyArrayWrapper").EmptyTuple()
                .Op(PickleOpcode.NewObj);
            return Fill(both, static p => p.Get(7), static p => p.Ints(1), "C").Op(PickleOpcode.Build);
        },
    };

    private static readonly Dictionary<string, Func<PickleBuilder>> s_honest = new()
    {
        ["float64"] = static () => Array(dtype: static p => Built(p, "f8", -1, 0), shape: static p => p.Ints(8)),
        ["float64 without a state"] = static () => Array(dtype: static p => Named(p, "f8"), shape: static p => p.Ints(2, 4)),
        ["int32, columns first"] =
        static () => Array(dtype: static p => Built(p, ">i4", -1, 0), shape: static p => p.Ints(4, 4), order: "F"),
        ["text"] = static () => Array(dtype: static p => Built(p, "U16", 64, 8)),
        ["bytes"] = static () => Array(dtype: static p => Built(p, "S8", 8, 0), shape: static p => p.Ints(8)),
        ["a record"] = static () => Array(dtype: static p => Built(p, "V64", 64, 16)),
        ["a wrapper made by copyreg._reconstructor"] = static () => Reconstructed("builtins", "object", PickleOpcode.None),
        ["a wrapper made by copy_reg._reconstructor"] = static () =>
            Reconstructed("__builtin__", "object", PickleOpcode.None, "copy_reg"),
        ["times"] = static () => Array(dtype: static p => Built(p, "M8[ns]", -1, 0), shape: static p => p.Ints(8)),
    };

    private static PickleBuilder Reconstructed(string module, string start, PickleOpcode state, string copyreg = "copyreg") =>
        Fill(PickleBuilder.Protocol(4).Global(copyreg, "_reconstructor").Mark().Global("joblib.numpy_pickle", "NumpyArrayWrapper")
            .Global(module, start).Op(state).Tuple().Reduce(), static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C")
            .Op(PickleOpcode.Build);

    private static PickleBuilder Wrapper() =>
        PickleBuilder.Protocol(4).Global("joblib.numpy_pickle", "NumpyArrayWrapper").EmptyTuple().Op(PickleOpcode.NewObj);

    private static PickleBuilder Array(Func<PickleBuilder, PickleBuilder> dtype, Func<PickleBuilder, PickleBuilder>? shape = null,
        string order = "C") => Fill(Wrapper(), dtype, shape ?? (static p => p.Ints(1)), order).Op(PickleOpcode.Build);

    private static PickleBuilder Fill(PickleBuilder pickle, Func<PickleBuilder, PickleBuilder> dtype,
        Func<PickleBuilder, PickleBuilder> shape, string order)
    {
        pickle.EmptyDict().Mark().Text("subclass").Global("numpy", "ndarray").Text("shape");
        dtype(shape(pickle).Text("order").Text(order).Text("dtype"));
        return pickle.Text("allow_mmap").Op(PickleOpcode.NewFalse).SetItems();
    }

    private static PickleBuilder Named(PickleBuilder pickle, string dtype) => pickle.Global("numpy", "dtype").Mark().Text(dtype)
        .Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple().Reduce();

    private static PickleBuilder Built(PickleBuilder pickle, string dtype, int? size, int flags) =>
        State(Named(pickle, dtype), size, flags);

    private static PickleBuilder State(PickleBuilder pickle, int? size, int flags)
    {
        pickle.Mark().Int(3).Text("|").Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.None);
        if (size is { } bytes) pickle.Int(bytes);
        else pickle.Op(PickleOpcode.None);
        return pickle.Int(1).Int(flags).Tuple().Op(PickleOpcode.Build);
    }

    private static byte[] WithGap(PickleBuilder pickle, byte[] gap)
    {
        byte[] filled = new byte[Gap];
        gap.CopyTo(filled, 0);
        return [.. pickle.ToArray(), .. filled, (byte)PickleOpcode.Stop];
    }

    [Test]
    public void GivenALieAboutAnArray_ItsBytesAreSearchedAndTheScanIsNotComplete([ValueSource(nameof(Lies))] string lie,
        [Values("model.joblib", "model.pkl", "model.dat", "model")] string name)
    {
        ScanReport report = Scanned.Bytes(WithGap(s_lies[lie](), s_call), name);
        Assert.That(report.Globals.Select(static global => global.Name), Does.Contain("nothing"));
        Assert.That((report.Verdict, report.Complete), Is.Not.EqualTo((Verdict.Clean, true)));
    }

    // joblib's unpickler takes opcodes out of the frame and the array from behind it.
    [Test]
    public void GivenABuildInsideOfAFrame_TheBytesBehindTheFrameAreSearched([Values(2, 20, 100)] int more)
    {
        byte[] inside = [.. s_honest["bytes"]().ToArray()[2..], .. Enumerable.Repeat((byte[])[(byte)'N', (byte)'0'], more / 2)
            .SelectMany(static both => both)];
        byte[] behind = [.. new byte[Gap - 5].Select(static _ => (byte)'N'), (byte)PickleOpcode.BinUnicode,
            .. BitConverter.GetBytes(s_call.Length), .. s_call, (byte)PickleOpcode.Stop];
        byte[] file = [.. PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, BitConverter.GetBytes((long)inside.Length)).ToArray(),
            .. inside, .. behind];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That(report.Globals.Select(static global => global.Name), Does.Contain("nothing"));
        Assert.That((report.Verdict, report.Complete), Is.Not.EqualTo((Verdict.Clean, true)));
    }

    // As joblib writes it: the frame ends with BUILD.
    [Test]
    public void GivenAFrameThatEndsWithBuild_ItsBytesAreData()
    {
        byte[] inside = s_honest["bytes"]().ToArray()[2..];
        byte[] file = [.. PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, BitConverter.GetBytes((long)inside.Length)).ToArray(), .. inside,
            .. new byte[Gap], (byte)PickleOpcode.Stop];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [Test]
    public void GivenAnHonestArray_ItsBytesAreData([ValueSource(nameof(Honest))] string array,
        [Values("model.joblib", "model.pkl", "model.dat", "model")] string name)
    {
        ScanReport report = Scanned.Bytes(WithGap(s_honest[array](), BitConverter.GetBytes(-1.5)), name);
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.Joblib)));
    }

    // Releases before 1.2 take padding for elements, and what is left of the elements for opcodes.
    [TestCase(16, 16, 0xFF, "", true)]
    [TestCase(1, 1, 0xFF, "", true)]
    [TestCase(200, 200, 0xFF, "", false)]
    [TestCase(16, 16, 0x00, "", false)]
    [TestCase(16, 16, 0xFF, "cnot_there\nx\n)R.", false)]
    [TestCase(16, 16, 0xFF, "(iq\nx\n.", false)]
    [TestCase(16, 16, 0xFF, "00\x93)R.", false)]
    [TestCase(16, 16, 0xFF, "c\x01\x02\n\x03\n", true)]
    [TestCase(16, 16, 0xFF, "\x82\x01.", false)]
    public void GivenPadding_ItIsShortAndWhatOlderReleasesReadIsNoCall(byte length, int bytes, byte fill, string tail, bool isClean)
    {
        byte[] elements = new byte[Gap];
        if (tail.Length > 0) System.Text.Encoding.Latin1.GetBytes(tail).CopyTo(elements, Gap - length - 1);
        PickleBuilder pickle = Fill(new PickleBuilder().Raw(PickleBuilder.Protocol(4).Text("not_there").Text("x").Op(PickleOpcode.None)
            .ToArray()).Raw(Wrapper().ToArray()[2..]), static p => Built(p, "S64", 64, 0), static p => p.Ints(1), "C")
            .Text("numpy_array_alignment_bytes").Int(16).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
        byte[] file = [.. pickle.ToArray(), length, .. Enumerable.Repeat(fill, bytes), .. elements, (byte)PickleOpcode.Stop];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That(report.Verdict == Verdict.Clean && report.Complete, Is.EqualTo(isClean));
    }

    // joblib writes the objects of an array without frames. Behind one that ends later than the pickle some unpicklers go on.
    [TestCase(0)]
    [TestCase(10)]
    [TestCase(100_000)]
    public void GivenAFrameAroundTheObjectsOfAnArray_TheBytesBehindAreSearched(int more)
    {
        byte[] objects = PickleBuilder.Protocol(4).Op(PickleOpcode.EmptyList).Stop()[2..];
        byte[] rest = [(byte)PickleOpcode.BinBytes, .. BitConverter.GetBytes(more + s_call.Length), .. new byte[more], .. s_call];
        byte[] file = [.. Array(dtype: static p => Built(p, "O8", -1, 63)).ToArray(), (byte)PickleOpcode.Proto, 4, (byte)PickleOpcode.Frame,
            .. BitConverter.GetBytes((long)objects.Length + 5 + more), .. objects, .. rest, (byte)PickleOpcode.Stop];
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That(report.Globals.Select(static global => global.Name), Does.Contain("nothing"));
        Assert.That((report.Verdict, report.Complete), Is.Not.EqualTo((Verdict.Clean, true)));
    }

    // What was looked at once is not looked at again, whatever shares it.
    [Test]
    public void GivenObjectsThatShareManyArguments_EachIsLookedAtOnce()
    {
        PickleBuilder pickle = Wrapper().Op(PickleOpcode.Pop).Global("copyreg", "__newobj__").Mark().Global("collections", "OrderedDict");
        for (int i = 0; i < 900; i++) pickle.Int(1);
        pickle.Tuple().Reduce().EmptyDict().Put(9).Op(PickleOpcode.Build);
        for (int i = 0; i < 500_000; i++) pickle.Op(PickleOpcode.EmptyDict).Op(PickleOpcode.Build);
        ScanReport report = Scanned.Bytes(pickle.Stop(), "model.joblib", new ScanOptions { Timeout = TimeSpan.FromSeconds(60) });
        Assert.That(report.Findings.Any(static finding => finding.Message.Contains("Timeout", StringComparison.Ordinal)), Is.False);
    }

    private static IEnumerable<string> Lies() => s_lies.Keys;

    private static IEnumerable<string> Honest() => s_honest.Keys;
}
