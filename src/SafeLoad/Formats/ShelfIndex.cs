using System.Buffers.Text;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats;

/// <summary>The index of a database that Python keeps in plain files: a line for each value, its key and where it stands in the file of
/// values. What <c>shelve</c> keeps there are pickles.</summary>
/// <remarks>Lib/dbm/dumb.py: <c>_update</c> gives each line to <c>ast.literal_eval</c>, <c>_addkey</c> writes
/// <c>"%r, %r\n" % (key, (position, size))</c>.</remarks>
internal static class ShelfIndex
{
    private const int Window = 1 << 16;

    /// <summary>Whether a file begins as one: all of its first lines are such.</summary>
    public static bool IsAt(in FileHead head)
    {
        ReadOnlySpan<byte> rest = head.Bytes;
        int lines = 0;
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            if (!TryRead(rest[..end], out _, out _)) return false;
            lines++;
        }
        return lines > 0;
    }

    /// <summary>Where the values stand.</summary>
    /// <param name="index">The index.</param>
    /// <param name="budget">How many there may be.</param>
    /// <param name="isWhole">Whether each line could be read. Python takes more than it writes.</param>
    public static List<(long Offset, long Length)> Read(ByteSource index, Budget budget, out bool isWhole)
    {
        var at = new CheckpointLocation(index.Name);
        var values = new List<(long Offset, long Length)>();
        byte[] window = new byte[(int)Math.Min(Window, index.Length)];
        isWhole = true;
        for (long start = 0; start < index.Length;)
        {
            budget.Watch(at);
            ReadOnlySpan<byte> bytes = window.AsSpan(0, (int)Math.Min(window.Length, index.Length - start));
            index.ReadExactly(start, window.AsSpan(0, bytes.Length));
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0) end = bytes.Length;
            int done = 0;
            for (; end >= 0; end = bytes[done..].IndexOf((byte)'\n'))
            {
                ReadOnlySpan<byte> line = bytes.Slice(done, end);
                budget.CheckRecords((ulong)values.Count + 1, at);
                if (TryRead(line, out long offset, out long length)) values.Add((offset, length));
                else isWhole &= line.Trim(" \t\r"u8).IsEmpty;
                done = Math.Min(bytes.Length, done + end + 1);
                if (done == bytes.Length) break;
            }
            start += done;
        }
        return values;
    }

    // A text in quotes, a comma, two numbers in brackets.
    private static bool TryRead(ReadOnlySpan<byte> line, out long offset, out long length)
    {
        (offset, length) = (0, 0);
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty || line[0] is not ((byte)'\'' or (byte)'"')) return false;
        int at = 1;
        while (at < line.Length && line[at] != line[0]) at += line[at] == (byte)'\\' ? 2 : 1;
        if (at >= line.Length) return false;
        ReadOnlySpan<byte> rest = line[(at + 1)..];
        return Take(ref rest, (byte)',') && Take(ref rest, (byte)'(') && TakeNumber(ref rest, out offset) && Take(ref rest, (byte)',')
            && TakeNumber(ref rest, out length) && Take(ref rest, (byte)')') && rest.IsEmpty;
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, byte expected)
    {
        rest = rest.TrimStart((byte)' ');
        if (rest.IsEmpty || rest[0] != expected) return false;
        rest = rest[1..];
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> rest, out long number)
    {
        rest = rest.TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(rest, out number, out int used) || number < 0) return false;
        rest = rest[used..];
        return true;
    }
}
