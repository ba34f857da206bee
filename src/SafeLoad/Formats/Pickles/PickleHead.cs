using SafeLoad.Pickle;

namespace SafeLoad.Formats.Pickles;

/// <summary>Tells pickles by their first opcodes.</summary>
internal static class PickleHead
{
    private const int MostText = 1 << 24, Window = 1 << 16;

    /// <summary>Whether a source begins with PROTO.</summary>
    public static bool HasProtocol(ByteSource source)
    {
        Span<byte> head = stackalloc byte[2];
        return PickleReader.HasProtocol(head[..source.Read(0, head)]);
    }

    /// <summary>Whether a byte of a source is one of the opcodes that name something: numbers can be other opcodes by the million, and
    /// nothing runs by those.</summary>
    public static bool CanName(ByteSource source)
    {
        byte[] window = new byte[(int)Math.Min(Window, source.Length)];
        for (long start = 0; start < source.Length; start += window.Length)
        {
            Span<byte> bytes = window.AsSpan(0, (int)Math.Min(window.Length, source.Length - start));
            source.ReadExactly(start, bytes);
            if (bytes.ContainsAny((byte)PickleOpcode.Global, (byte)PickleOpcode.Inst, (byte)PickleOpcode.StackGlobal)
                || bytes.ContainsAny((byte)PickleOpcode.Ext1, (byte)PickleOpcode.Ext2, (byte)PickleOpcode.Ext4)) return true;
        }
        return false;
    }

    /// <summary>Whether a file begins as a pickle does. Those before protocol 2 have no magic: then the first opcodes must be read
    /// without a break,
    /// up to STOP or to the end of what was looked at, and text must not pass for one.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head, ByteSource source) => IsAt(head, source.Length) || IsLongText(head, source);

    private static bool IsAt(ReadOnlySpan<byte> head, long length)
    {
        if (PickleReader.HasProtocol(head)) return true;
        var reader = new PickleReader(head, 0);
        PickleStatus status;
        int opcodes = 0;
        bool isJoblib = false;
        while ((status = reader.Read()) == PickleStatus.Read)
        {
            opcodes++;
            isJoblib |= reader.Opcode == PickleOpcode.Global && JoblibName.IsArray(reader.Argument, reader.Second);
            if (reader.Opcode == PickleOpcode.Stop) return opcodes > 1 || length <= 2;
        }
        // Behind its wrapper stand the bytes of an array.
        return isJoblib || (status == PickleStatus.Truncated && opcodes >= 2 && head.Length < length);
    }

    // A pickle of one long text has no second opcode near its start: it ends with that text, perhaps stored in the memo, and STOP.
    private static bool IsLongText(ReadOnlySpan<byte> head, ByteSource source)
    {
        if (head.IsEmpty || head.Length == source.Length || source.Length > MostText) return false;
        Span<byte> last = stackalloc byte[1];
        source.ReadExactly(source.Length - 1, last);
        if (last[0] != (byte)PickleOpcode.Stop) return false;
        var reader = new PickleReader(head, 0);
        if (reader.Read() != PickleStatus.Truncated || reader.Needed > (ulong)source.Length) return false;
        byte[] all = new byte[source.Length];
        source.ReadExactly(0, all);
        return IsAt(all, all.Length);
    }
}
