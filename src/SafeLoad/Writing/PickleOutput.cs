using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SafeLoad.Writing;

/// <summary>Opcodes of protocol 2 on their way into memory, and the memo that repeats names for two bytes.</summary>
/// <remarks>Only opcodes that <c>torch.load(weights_only=True)</c> reads: torch/_weights_only_unpickler.py.
/// pickletools has their meaning.</remarks>
internal sealed class PickleOutput
{
    /// <summary>Texts of up to so many bytes are known by what they say.</summary>
    public const int LongestKnownText = 256;

    private const int MaxLong = 255;

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private byte[] _bytes = new byte[1 << 12];

    public PickleOutput()
    {
        Op(0x80);
        Op(2);
    }

    public int Length { get; private set; }

    /// <summary>How many entries the memo has.</summary>
    public int MemoCount { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Op(char opcode) => Op((byte)opcode);

    /// <summary>Stores what is on top of the stack, and says where.</summary>
    public int Put()
    {
        Indexed('q', 'r', MemoCount);
        return MemoCount++;
    }

    public void Get(int index) => Indexed('h', 'j', index);

    /// <summary>A str; short ones are written once.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        string? key = utf8.Length <= LongestKnownText ? "t" + Encoding.Latin1.GetString(utf8) : null;
        if (key is not null && _texts.TryGetValue(key, out int index))
        {
            Get(index);
            return;
        }
        Op('X');
        Int32(utf8.Length);
        Raw(utf8);
        if (key is not null) _texts.Add(key, Put());
    }

    public void Text(string ascii) => Text(Encoding.UTF8.GetBytes(ascii));

    /// <summary>A global, by its Python 2 name where it has one, as protocol 2 has it.</summary>
    public void Global(string module, string name)
    {
        string key = $"g{module} {name}";
        if (_texts.TryGetValue(key, out int index))
        {
            Get(index);
            return;
        }
        Op('c');
        Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
        _texts.Add(key, Put());
    }

    public void Int(BigInteger value)
    {
        if (value >= 0 && value <= 0xFF)
        {
            Op('K');
            Op((byte)value);
        }
        else if (value >= 0 && value <= 0xFFFF)
        {
            Op('M');
            Op((byte)((int)value & 0xFF));
            Op((byte)((int)value >> 8));
        }
        else if (value >= int.MinValue && value <= int.MaxValue)
        {
            Op('J');
            Int32((int)value);
        }
        else
        {
            byte[] bytes = value.ToByteArray();
            if (bytes.Length > MaxLong)
                throw new NotSupportedException(
                    $"An int of {bytes.Length} bytes cannot be written: PyTorch's safe loader reads {MaxLong}.");
            Op(0x8A);
            Op((byte)bytes.Length);
            Raw(bytes);
        }
    }

    public void Double(double value)
    {
        Op('G');
        BinaryPrimitives.WriteDoubleBigEndian(Grow(8), value);
    }

    public void Bool(bool value) => Op(value ? (byte)0x88 : (byte)0x89);

    /// <summary>TUPLE1 to TUPLE3; EMPTY_TUPLE for none. More items need a mark before them and <c>t</c> behind.</summary>
    public void SmallTuple(int count) => Op(count == 0 ? (byte)')' : (byte)(0x84 + count));

    public void Op(byte opcode)
    {
        Grow(1)[0] = opcode;
    }

    private void Indexed(char small, char large, int index)
    {
        if (index <= 0xFF)
        {
            Op(small);
            Op((byte)index);
            return;
        }
        Op(large);
        Int32(index);
    }

    private void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Grow(4), value);

    private void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    private Span<byte> Grow(int count)
    {
        if (count > _bytes.Length - Length)
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, Length + (long)count))));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
