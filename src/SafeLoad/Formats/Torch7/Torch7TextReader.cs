using System.Buffers.Binary;
using System.Buffers.Text;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Text;

namespace SafeLoad.Formats.Torch7;

/// <summary>
/// Reads an ascii Torch 7 file: numbers as text with space between them, a new line after each run, and characters as they are.
/// The numbers of a storage are converted while the file is opened, since nothing else tells where they end; they are kept in memory.
/// </summary>
/// <remarks>torch7 writes <c>%d</c>, <c>%ld</c>, <c>%.9g</c> and <c>%.17g</c> and reads them with fscanf, which would also take hexadecimal
/// numbers and stop in the middle of a word; this reader takes what is written.</remarks>
internal sealed class Torch7TextReader(ByteSource source, Budget budget) : Torch7Reader(source, budget)
{
    // Long enough for the 24 characters of a double and the 20 of a long.
    private const int LongestNumber = 40;

    public override int ReadInt() => (int)ReadInteger(int.MinValue, int.MaxValue);

    public override long ReadLong() => ReadInteger(long.MinValue, long.MaxValue);

    public override double ReadDouble()
    {
        ReadOnlySpan<byte> text = Word();
        double value = ParseDouble(text);
        EndWord(text.Length);
        return value;
    }

    public override ByteSource ReadElements(Torch7Element element, long count)
    {
        long start = Position;
        bool isText = SizeOf(element) > 1;
        // Each number takes a digit, and all but the last one a space.
        if (count > (isText ? Remaining / 2 + 1 : Remaining))
            throw Problems.Torch7(FormattableString.Invariant(
                $"a storage has {count:N0} elements; {Remaining:N0} bytes are left: the file was cut short"), At);
        ByteSource elements = isText ? Convert(element, count) : new SliceByteSource(Source, start, count);
        if (!isText)
        {
            Cursor.Advance(count);
            if (count > 0) SkipNewLine();
        }
        EndElements(start);
        return elements;
    }

    public override bool IsAtEnd()
    {
        SkipSpace();
        return Remaining == 0;
    }

    protected override void EndCharacters(int length)
    {
        if (length > 0) SkipNewLine();
    }

    private ChunkedByteSource Convert(Torch7Element element, long count)
    {
        int size = SizeOf(element);
        Budget.ChargeBuffered(count * size, At);
        var converted = new ChunkedByteSource(Source.Name);
        Span<byte> number = stackalloc byte[8];
        for (long i = 0; i < count; i++)
        {
            // Some milliseconds of work.
            if ((i & 0xFFFF) == 0) Budget.Watch(At);
            ReadElement(element, number);
            converted.Append(number[..size]);
        }
        return converted;
    }

    private void ReadElement(Torch7Element element, Span<byte> number)
    {
        switch (element)
        {
            case Torch7Element.Short: BinaryPrimitives.WriteInt64LittleEndian(number, ReadInteger(short.MinValue, short.MaxValue)); break;
            case Torch7Element.Int: BinaryPrimitives.WriteInt64LittleEndian(number, ReadInteger(int.MinValue, int.MaxValue)); break;
            case Torch7Element.Long: BinaryPrimitives.WriteInt64LittleEndian(number, ReadInteger(long.MinValue, long.MaxValue)); break;
            case Torch7Element.Half:
                BinaryPrimitives.WriteInt64LittleEndian(number, BitConverter.HalfToUInt16Bits((Half)ReadSingle())); break;
            case Torch7Element.Float: BinaryPrimitives.WriteInt64LittleEndian(number, BitConverter.SingleToInt32Bits(ReadSingle())); break;
            default: BinaryPrimitives.WriteInt64LittleEndian(number, BitConverter.DoubleToInt64Bits(ReadDouble())); break;
        }
    }

    private long ReadInteger(long least, long most)
    {
        ReadOnlySpan<byte> text = Word();
        if (!Utf8Parser.TryParse(text, out long value, out int used) || used != text.Length) throw NoNumber(text);
        if (value < least || value > most)
            throw Problems.Torch7(FormattableString.Invariant($"the number {value} does not fit its type"), At);
        EndWord(text.Length);
        return value;
    }

    // Read as a float at once: the nearest double's nearest float can be another one.
    private float ReadSingle()
    {
        ReadOnlySpan<byte> text = Word();
        if (Special(text) is not { } special)
        {
            if (!IsPlain(text) || !Utf8Parser.TryParse(text, out float value, out int used) || used != text.Length) throw NoNumber(text);
            EndWord(text.Length);
            return value;
        }
        EndWord(text.Length);
        return (float)special;
    }

    private double ParseDouble(ReadOnlySpan<byte> text) =>
        Special(text)
        ?? (IsPlain(text) && Utf8Parser.TryParse(text, out double value, out int used) && used == text.Length ? value
            : throw NoNumber(text));

    // As C's printf writes them; the sign of a NaN is kept by no reader.
    private static double? Special(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("nan"u8) || text.SequenceEqual("-nan"u8) ? double.NaN
        : text.SequenceEqual("inf"u8) ? double.PositiveInfinity
        : text.SequenceEqual("-inf"u8) ? double.NegativeInfinity : null;

    private static bool IsPlain(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept("0123456789+-.e"u8) < 0;

    // The next word, without going over it.
    private ReadOnlySpan<byte> Word()
    {
        SkipSpace();
        ReadOnlySpan<byte> text = Cursor.Peek(LongestNumber + 1);
        int end = text.IndexOfAny(" \n\t\r\v\f"u8);
        if (end < 0) end = text.Length;
        if (end == 0) throw Problems.Torch7("a number belongs here; the file ends", At);
        return end <= LongestNumber ? text[..end] : throw NoNumber(text);
    }

    private void EndWord(int length)
    {
        Cursor.Advance(length);
        SkipNewLine();
    }

    private void SkipNewLine()
    {
        if (Cursor.Peek(1) is [(byte)'\n']) Cursor.Advance(1);
    }

    private void SkipSpace()
    {
        while (true)
        {
            ReadOnlySpan<byte> bytes = Cursor.Peek(LongestNumber + 1);
            int spaces = bytes.IndexOfAnyExcept(" \n\t\r\v\f"u8);
            Cursor.Advance(spaces < 0 ? bytes.Length : spaces);
            if (spaces >= 0 || bytes.IsEmpty) return;
        }
    }

    private MalformedCheckpointException NoNumber(ReadOnlySpan<byte> text) =>
        Problems.Torch7($"'{Printable.Escape(Utf8Text.Decode(text, lenient: true), LongestNumber)}' is no number as Torch writes it", At);
}
