using System.Buffers.Binary;
using System.Text;

namespace SafeLoad.Formats.Gguf;

/// <summary>Reads what a GGUF file's metadata are made of. Every read proves its bytes first; null or false where they are not
/// there.</summary>
/// <param name="source">The file, behind whose magic reading begins.</param>
internal sealed class GgufReader(ByteSource source)
{
    /// <summary>The number of the type of texts.</summary>
    public const uint TextType = 8;

    private const uint ArrayType = 9, MostDimensions = 64;
    private const int MostText = 1 << 24;

    /// <summary>Where the next byte is.</summary>
    public long Position { get; private set; } = 4;

    /// <summary>Whether counts have 32 bits.</summary>
    public bool IsNarrow { get; set; }

    public uint? U32()
    {
        Span<byte> bytes = stackalloc byte[4];
        return Take(bytes) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;
    }

    public ulong? Count()
    {
        if (IsNarrow) return U32();
        Span<byte> bytes = stackalloc byte[8];
        return Take(bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : null;
    }

    public string? Text()
    {
        if (TextLength() is not { } length) return null;
        byte[] bytes = new byte[length];
        return Take(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>Goes over a text.</summary>
    /// <returns>Where it begins, behind its length.</returns>
    public long? SkipText()
    {
        if (TextLength() is not { } length) return null;
        long start = Position;
        Position += length;
        return start;
    }

    /// <summary>How many texts an array holds, behind whose head reading goes on then; 0 for any other value, of which nothing is
    /// read.</summary>
    public ulong TextsIn(uint type)
    {
        long start = Position;
        if (type == ArrayType && U32() == TextType && Count() is { } count and > 0) return count;
        Position = start;
        return 0;
    }

    public bool SkipValue(uint type)
    {
        if (type == TextType) return Count() is { } length && Skip(length);
        if (type != ArrayType) return SizeOf(type) is { } size && Skip((ulong)size);
        if (U32() is not { } element || Count() is not { } count) return false;
        if (SizeOf(element) is { } fixedSize) return count <= (ulong)source.Length && Skip(count * (ulong)fixedSize);
        if (element != TextType) return false;
        for (ulong i = 0; i < count; i++)
        {
            if (Count() is not { } length || !Skip(length)) return false;
        }
        return true;
    }

    /// <summary>Goes over what describes the tensors: the name, the number of dimensions and each of them, the type, the offset.</summary>
    public bool SkipTensors(ulong count)
    {
        ulong word = IsNarrow ? 4u : 8u;
        for (ulong i = 0; i < count; i++)
        {
            if (Count() is not { } name || !Skip(name) || U32() is not { } dimensions || dimensions > MostDimensions
                || !Skip(dimensions * word + 4 + 8)) return false;
        }
        return true;
    }

    private long? TextLength() =>
        Count() is { } length && length <= MostText && length <= (ulong)(source.Length - Position) ? (long)length : null;

    private static int? SizeOf(uint type) =>
        type switch { 0 or 1 or 7 => 1, 2 or 3 => 2, 4 or 5 or 6 => 4, 10 or 11 or 12 => 8, _ => null };

    private bool Skip(ulong count)
    {
        if (count > (ulong)(source.Length - Position)) return false;
        Position += (long)count;
        return true;
    }

    private bool Take(Span<byte> bytes)
    {
        if (bytes.Length > source.Length - Position) return false;
        source.ReadExactly(Position, bytes);
        Position += bytes.Length;
        return true;
    }
}
