using SafeLoad.IO;

namespace SafeLoad.Formats;

/// <summary>
/// The outermost fields of a file, if it is a protobuf message as a whole: the format has no magic, and which message it is tell the
/// fields that it has.
/// </summary>
/// <remarks>protobuf.dev, "Encoding": a field is its number and wire type in a varint, then a varint (0), 8 bytes (1), a length and bytes
/// (2), or 4 bytes (5).</remarks>
internal sealed class ProtobufFields
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    // A vocabulary has a field for each word. The beginning of the first field of a number is kept.
    private const int MostFields = 1 << 20, KeptBytes = 256, MostNumber = 1 << 29;

    private readonly Dictionary<int, Field> _fields = [];

    private ProtobufFields() { }

    /// <summary>Field 1, a number or bytes: what a model's file begins with.</summary>
    public static string[] Magics { get; } = ["\u0008", "\u000A"];

    /// <summary>The fields of a file that begins with one of the <see cref="Magics"/>; null if it is no such message.</summary>
    public static ProtobufFields? Of(in FileHead head)
    {
        if (head.Length < 4) return null;
        var fields = new ProtobufFields();
        return fields.TryRead(new SourceCursor(head.Source)) ? fields : null;
    }

    /// <summary>Whether there are no fields but these.</summary>
    public bool HasOnly(params ReadOnlySpan<int> numbers)
    {
        foreach (int number in _fields.Keys)
        {
            if (!numbers.Contains(number)) return false;
        }
        return true;
    }

    /// <summary>Whether a field of bytes is there, and the first of its number passes.</summary>
    public bool HasBytes(int number, Predicate<ReadOnlyMemory<byte>>? passes = null) =>
        _fields.TryGetValue(number, out Field? field) && field.Wire == Bytes && (passes is null || passes(field.Start));

    /// <summary>Whether a field holds a number of at least one and at most this.</summary>
    public bool HasNumber(int number, ulong most) => _fields.TryGetValue(number, out Field? field) && field.Wire == Varint
        && field.Number - 1 < most;

    /// <summary>Whether a field has a number of at least this.</summary>
    public bool HasAnyFrom(int least) => _fields.Keys.Any(number => number >= least);

    private bool TryRead(SourceCursor cursor)
    {
        for (int count = 0; cursor.Remaining > 0; count++)
        {
            if (count == MostFields || !TryReadVarint(cursor, out ulong tag) || tag >> 3 is 0 or > MostNumber) return false;
            var field = new Field((int)(tag & 7));
            if (!TryReadContent(cursor, field)) return false;
            _fields.TryAdd((int)(tag >> 3), field);
        }
        return _fields.Count > 0;
    }

    private static bool TryReadContent(SourceCursor cursor, Field field)
    {
        long length;
        switch (field.Wire)
        {
            case Varint:
                if (!TryReadVarint(cursor, out ulong number)) return false;
                field.Number = number;
                return true;
            case Fixed64: length = 8; break;
            case Fixed32: length = 4; break;
            case Bytes:
                if (!TryReadVarint(cursor, out ulong stated) || stated > (ulong)cursor.Remaining) return false;
                length = (long)stated;
                field.Start = cursor.Peek((int)Math.Min(KeptBytes, length)).ToArray();
                break;
            default: return false;
        }
        if (length > cursor.Remaining) return false;
        cursor.Advance(length);
        return true;
    }

    private static bool TryReadVarint(SourceCursor cursor, out ulong number)
    {
        number = 0;
        ReadOnlySpan<byte> bytes = cursor.Peek(10);
        for (int i = 0; i < bytes.Length; i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (i * 7);
            if (bytes[i] >= 0x80) continue;
            cursor.Advance(i + 1);
            return true;
        }
        return false;
    }

    private sealed class Field(int wire)
    {
        public int Wire => wire;

        public ulong Number { get; set; }

        public ReadOnlyMemory<byte> Start { get; set; }
    }
}
