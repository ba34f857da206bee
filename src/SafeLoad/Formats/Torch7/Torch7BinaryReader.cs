using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Torch7;

/// <summary>Reads a binary Torch 7 file: little-endian, and longs as wide as the machine had them that wrote it.</summary>
internal sealed class Torch7BinaryReader(ByteSource source, Budget budget, int longSize) : Torch7Reader(source, budget)
{
    public override int SizeOf(Torch7Element element) => element == Torch7Element.Long ? longSize : base.SizeOf(element);

    public override int ReadInt()
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(Next(4));
        Cursor.Advance(4);
        return value;
    }

    public override long ReadLong()
    {
        HasLongs = true;
        ReadOnlySpan<byte> bytes = Next(longSize);
        long value = longSize == 4 ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Cursor.Advance(longSize);
        return value;
    }

    public override double ReadDouble()
    {
        double value = BinaryPrimitives.ReadDoubleLittleEndian(Next(8));
        Cursor.Advance(8);
        return value;
    }

    public override ByteSource ReadElements(Torch7Element element, long count)
    {
        int size = SizeOf(element);
        if (count > Remaining / size)
            throw Problems.Torch7(FormattableString.Invariant(
                $"a storage has {count:N0} elements of {size} bytes; {Remaining:N0} bytes are left: the file was cut short"), At);
        long start = Position;
        var elements = new SliceByteSource(Source, start, count * size);
        Cursor.Advance(count * size);
        EndElements(start);
        return elements;
    }

    public override bool IsAtEnd() => Remaining == 0;

    protected override void EndCharacters(int length) { }

    private ReadOnlySpan<byte> Next(int count)
    {
        ReadOnlySpan<byte> bytes = Cursor.Peek(count);
        return bytes.Length == count ? bytes
            : throw Problems.Torch7(
                FormattableString.Invariant($"a number has {bytes.Length} of its {count} bytes: the file was cut short"), At);
    }
}
