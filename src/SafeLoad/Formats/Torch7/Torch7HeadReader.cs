using System.Buffers.Text;
using SafeLoad.IO;

namespace SafeLoad.Formats.Torch7;

/// <summary>Reads the fields at the beginning of what may be a Torch 7 file, binary or text, and says so where they are none.</summary>
internal ref struct Torch7HeadReader(ReadOnlySpan<byte> head, long length)
{
    private readonly ReadOnlySpan<byte> _head = head;
    private ByteReader _fields = new(head);

    /// <summary>Whether the fields are lines of text.</summary>
    public bool IsText { get; } = head.Length > 1 && head[1] == '\n';

    /// <summary>Whether the last text goes on behind what was looked at, so that nothing more can be said.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Bytes of the shortest object, nil.</summary>
    public readonly int LeastObject => IsText ? 2 : 4;

    /// <summary>Bytes of the file from here on.</summary>
    public readonly long Remaining => length - _fields.Position;

    public bool TryReadInt(out int value)
    {
        value = 0;
        if (IsText)
            return TryReadLine(out ReadOnlySpan<byte> line) && line[0] is >= (byte)'0' and <= (byte)'9'
                && Utf8Parser.TryParse(line, out value, out int used) && used == line.Length;
        bool isRead = _fields.TryReadUInt32(out uint bits);
        value = (int)bits;
        return isRead;
    }

    public bool TryReadNumber(out double value)
    {
        value = 0;
        if (IsText)
            return TryReadLine(out ReadOnlySpan<byte> line) && line.IndexOfAnyExcept("0123456789+-.e"u8) < 0
                && Utf8Parser.TryParse(line, out value, out int used) && used == line.Length;
        bool isRead = _fields.TryReadUInt64(out ulong bits);
        value = BitConverter.Int64BitsToDouble((long)bits);
        return isRead;
    }

    /// <summary>A text behind its length; of one that goes on behind what was looked at, the part that is there.</summary>
    public bool TryReadText(int most, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryReadInt(out int size) || size < 0 || size > most || size > Remaining) return false;
        IsCut = size >= _fields.Remaining && Remaining > _fields.Remaining;
        _fields.TryReadBytes(Math.Min(size, _fields.Remaining), out text);
        return !IsText || size == 0 || _fields.Remaining == 0 || (_fields.TryReadBytes(1, out var end) && end[0] == '\n');
    }

    // No number takes more; a line that does is text.
    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        const int longest = 32;
        ReadOnlySpan<byte> rest = _head[_fields.Position..];
        int end = rest.IndexOf((byte)'\n');
        line = end is > 0 and <= longest ? rest[..end] : default;
        return end is > 0 and <= longest && _fields.TryReadBytes(end + 1, out _);
    }
}
