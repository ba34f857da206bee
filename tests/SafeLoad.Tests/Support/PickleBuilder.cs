using System.Buffers.Binary;
using System.Text;
using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>Builds a pickle one opcode at a time, so that a test shows its bytes by their mnemonics.</summary>
internal sealed class PickleBuilder
{
    private readonly MemoryStream _bytes = new();

    public static PickleBuilder Protocol(int version) => new PickleBuilder().Op(PickleOpcode.Proto, [(byte)version]);

    /// <summary>An opcode and its argument's bytes, if it has any.</summary>
    public PickleBuilder Op(PickleOpcode opcode, ReadOnlySpan<byte> argument = default)
    {
        _bytes.WriteByte((byte)opcode);
        _bytes.Write(argument);
        return this;
    }

    public PickleBuilder Mark() => Op(PickleOpcode.Mark);

    public PickleBuilder Tuple() => Op(PickleOpcode.Tuple);

    public PickleBuilder Reduce() => Op(PickleOpcode.Reduce);

    public PickleBuilder EmptyDict() => Op(PickleOpcode.EmptyDict);

    public PickleBuilder EmptyTuple() => Op(PickleOpcode.EmptyTuple);

    public PickleBuilder SetItems() => Op(PickleOpcode.SetItems);

    /// <summary>GLOBAL, as text.</summary>
    public PickleBuilder Global(string module, string name) => Op(PickleOpcode.Global, Encoding.UTF8.GetBytes(module + "\n" + name + "\n"));

    /// <summary>An opcode whose argument is a line of text.</summary>
    public PickleBuilder Line(PickleOpcode opcode, string line) => Op(opcode, Encoding.Latin1.GetBytes(line + "\n"));

    /// <summary>BINUNICODE.</summary>
    public PickleBuilder Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] argument = new byte[4 + utf8.Length];
        BinaryPrimitives.WriteInt32LittleEndian(argument, utf8.Length);
        utf8.CopyTo(argument, 4);
        return Op(PickleOpcode.BinUnicode, argument);
    }

    /// <summary>SHORT_BINUNICODE.</summary>
    public PickleBuilder ShortText(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Op(PickleOpcode.ShortBinUnicode, [(byte)utf8.Length, .. utf8]);
    }

    /// <summary>BININT, or LONG1 where 4 bytes are not enough.</summary>
    public PickleBuilder Int(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return value is >= int.MinValue and <= int.MaxValue ? Op(PickleOpcode.BinInt, bytes.AsSpan(0, 4))
            : Op(PickleOpcode.Long1, [8, .. bytes]);
    }

    /// <summary>LONG_BINPUT.</summary>
    public PickleBuilder Put(uint index) => Op(PickleOpcode.LongBinPut, BitConverter.GetBytes(index));

    /// <summary>LONG_BINGET.</summary>
    public PickleBuilder Get(uint index) => Op(PickleOpcode.LongBinGet, BitConverter.GetBytes(index));

    /// <summary>A tuple of ints.</summary>
    public PickleBuilder Ints(params long[] values)
    {
        Mark();
        foreach (long value in values) Int(value);
        return Tuple();
    }

    /// <summary>BINPERSID of a storage.</summary>
    public PickleBuilder Storage(string type, string key, long count, string location = "cpu") =>
        Mark().Text("storage").Global("torch", type).Text(key).Text(location).Int(count).Tuple().Op(PickleOpcode.BinPersId);

    /// <summary>A tensor by _rebuild_tensor_v2 over float storage "0".</summary>
    public PickleBuilder Tensor(long storageCount, long offset, long[] shape, long[] strides, string key = "0", string type =
        "FloatStorage") =>
        Global("torch._utils", "_rebuild_tensor_v2").Mark().Storage(type, key, storageCount).Int(offset).Ints(shape).Ints(strides)
            .Op(PickleOpcode.NewFalse).Global("collections", "OrderedDict").EmptyTuple().Reduce().Tuple().Reduce();

    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>The bytes with STOP.</summary>
    public byte[] Stop() => Op(PickleOpcode.Stop).ToArray();
}
