using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>joblib's arrays, as it writes them, with one thing changed.</summary>
internal static class JoblibPickles
{
    public const string Module = "joblib.numpy_pickle", Class = "NumpyArrayWrapper";

    /// <summary>A call of a name that nobody knows, which leaves one value.</summary>
    public static byte[] Call { get; } = new PickleBuilder().Global("not_there", "nothing").EmptyTuple().Reduce().ToArray();

    /// <summary>A wrapper whose state is set; the array's bytes come next.</summary>
    /// <param name="pickle">Where.</param>
    /// <param name="dtype">The dtype's name.</param>
    /// <param name="count">Elements.</param>
    /// <param name="attributes">Instead of what joblib writes, or beside it.</param>
    public static PickleBuilder Array(this PickleBuilder pickle, string dtype, long count,
        Dictionary<string, Action<PickleBuilder>>? attributes = null) =>
        pickle.Global(Module, Class).EmptyTuple().Op(PickleOpcode.NewObj).State(dtype, count, attributes);

    /// <summary>The state of a wrapper, and BUILD.</summary>
    public static PickleBuilder State(this PickleBuilder pickle, string dtype, long count,
        Dictionary<string, Action<PickleBuilder>>? attributes = null)
    {
        var all = new Dictionary<string, Action<PickleBuilder>>
        {
            ["subclass"] = static p => p.Global("numpy", "ndarray"),
            ["shape"] = p => p.Ints(count),
            ["order"] = static p => p.Text("C"),
            ["dtype"] = p => p.Global("numpy", "dtype").Mark().Text(dtype).Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple()
                .Reduce(),
            ["allow_mmap"] = static p => p.Op(PickleOpcode.NewFalse),
        };
        foreach (var (name, value) in attributes ?? []) all[name] = value;
        pickle.EmptyDict().Mark();
        foreach (var (name, value) in all) value(pickle.Text(name));
        return pickle.SetItems().Op(PickleOpcode.Build);
    }

    /// <summary>Bytes between the opcodes.</summary>
    public static PickleBuilder Raw(this PickleBuilder pickle, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes) pickle.Op((PickleOpcode)b);
        return pickle;
    }

    /// <summary>A text that swallows bytes, as opcodes.</summary>
    public static byte[] Swallow(ReadOnlySpan<byte> bytes) =>
        [(byte)PickleOpcode.BinBytes, .. BitConverter.GetBytes(bytes.Length), .. bytes];

    /// <summary>The pickle of an array of objects, of protocol 2, with its STOP.</summary>
    public static byte[] Objects(Action<PickleBuilder>? item = null)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Global("numpy.core.multiarray", "_reconstruct").Put(0).Mark()
            .Global("numpy", "ndarray").Put(1).Ints(0).Put(2).Op(PickleOpcode.ShortBinBytes, [1, (byte)'b']).Put(3).Tuple().Put(4).Reduce()
            .Put(5).Mark().Int(1).Ints(1).Put(6).Global("numpy", "dtype").Put(7).Mark().Text("O8").Put(8).Op(PickleOpcode.NewFalse)
            .Op(PickleOpcode.NewTrue).Tuple().Put(9).Reduce().Put(10).Mark().Int(3).Text("|").Put(11).Op(PickleOpcode.None)
            .Op(PickleOpcode.None).Op(PickleOpcode.None).Int(-1).Int(-1).Int(63).Tuple().Put(12).Op(PickleOpcode.Build)
            .Op(PickleOpcode.NewFalse).Op(PickleOpcode.EmptyList).Put(13);
        (item ?? (static p => p.Text("label").Put(14)))(pickle);
        return pickle.Op(PickleOpcode.Append).Tuple().Put(15).Op(PickleOpcode.Build).Stop();
    }
}
