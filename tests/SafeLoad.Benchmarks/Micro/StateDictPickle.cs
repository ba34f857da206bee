using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SafeLoad.Pickle;

namespace SafeLoad.Benchmarks.Micro;

/// <summary>The pickle of a state dict, opcode for opcode as torch.save writes it: protocol 2, everything but ints in the memo.</summary>
internal sealed class StateDictPickle
{
    private readonly MemoryStream _bytes = new();
    private readonly Dictionary<string, int> _memo = [];
    private int _memoCount;

    public static byte[] Make(int tensors)
    {
        var pickle = new StateDictPickle();
        pickle.Write(PickleOpcode.Proto, 2);
        pickle.Global("collections", "OrderedDict");
        pickle.Write(PickleOpcode.EmptyTuple);
        pickle.Write(PickleOpcode.Reduce);
        pickle.Put();
        pickle.Write(PickleOpcode.Mark);
        for (int i = 0; i < tensors; i++) pickle.Tensor(i);
        pickle.Write(PickleOpcode.SetItems);
        pickle.Write(PickleOpcode.Stop);
        return pickle._bytes.ToArray();
    }

    private void Tensor(int index)
    {
        Text($"layers.{index}.attention.weight");
        Global("torch._utils", "_rebuild_tensor_v2");
        Write(PickleOpcode.Mark);
        Write(PickleOpcode.Mark);
        Text("storage");
        Global("torch", "FloatStorage");
        Text(index.ToString(CultureInfo.InvariantCulture));
        Text("cpu");
        Int(4096);
        Write(PickleOpcode.Tuple);
        Put();
        Write(PickleOpcode.BinPersId);
        Int(0);
        Int(64);
        Int(64);
        Write(PickleOpcode.Tuple2);
        Put();
        Int(64);
        Int(1);
        Write(PickleOpcode.Tuple2);
        Put();
        Write(PickleOpcode.NewFalse);
        Global("collections", "OrderedDict");
        Write(PickleOpcode.EmptyTuple);
        Write(PickleOpcode.Reduce);
        Put();
        Write(PickleOpcode.Tuple);
        Put();
        Write(PickleOpcode.Reduce);
        Put();
    }

    private void Write(PickleOpcode opcode, params ReadOnlySpan<byte> argument)
    {
        _bytes.WriteByte((byte)opcode);
        _bytes.Write(argument);
    }

    private void Int(int value)
    {
        if (value < 256) Write(PickleOpcode.BinInt1, (byte)value);
        else Write(PickleOpcode.BinInt2, (byte)value, (byte)(value >> 8));
    }

    private void Text(string text)
    {
        if (Get(text)) return;
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        Write(PickleOpcode.BinUnicode, length);
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        Put(text);
    }

    private void Global(string module, string name)
    {
        string full = module + "\n" + name + "\n";
        if (Get(full)) return;
        Write(PickleOpcode.Global, Encoding.UTF8.GetBytes(full));
        Put(full);
    }

    private bool Get(string text)
    {
        if (!_memo.TryGetValue(text, out int index)) return false;
        Indexed(PickleOpcode.BinGet, PickleOpcode.LongBinGet, index);
        return true;
    }

    private void Put(string? text = null)
    {
        if (text is not null) _memo[text] = _memoCount;
        Indexed(PickleOpcode.BinPut, PickleOpcode.LongBinPut, _memoCount++);
    }

    private void Indexed(PickleOpcode narrow, PickleOpcode wide, int index)
    {
        Span<byte> argument = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(argument, index);
        if (index < 256) Write(narrow, argument[..1]);
        else Write(wide, argument);
    }
}
