using System.Text;
using SafeLoad.Common;
using SafeLoad.IO;

namespace SafeLoad.Containers;

/// <summary>The members of a tar, as far as PyTorch before 0.1.10 wrote any: plain files with short names.</summary>
/// <remarks>POSIX.1-2001, ustar and pax headers. PyTorch's own writer (Python's tarfile) puts a pax header before members whose name is not ASCII.</remarks>
internal sealed class TarDirectory
{
    private const int Block = 512, MostMembers = 10_000;

    private TarDirectory(List<(string Name, long Offset, long Size)> members) => Members = members;

    public IReadOnlyList<(string Name, long Offset, long Size)> Members { get; }

    /// <summary>Whether a file begins with a tar header: its checksum tells, since old tars have no magic.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        if (head.Length < Block || head[0] == 0) return false;
        long sum = 0;
        for (int i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? ' ' : head[i];
        return Number(head.Slice(148, 8)) == sum;
    }

    /// <summary>Reads all headers.</summary>
    public static TarDirectory Read(ByteSource source)
    {
        var members = new List<(string, long, long)>();
        Span<byte> header = stackalloc byte[Block];
        for (long position = 0; source.Length - position >= Block;)
        {
            CheckpointLocation at = new(source.Name, null, position);
            source.ReadExactly(position, header);
            if (header.IndexOfAnyExcept((byte)0) < 0) break;
            if (!IsAt(header)) throw Throw.Tar("the header's checksum is wrong", at);
            long size = Number(header.Slice(124, 12)) ?? throw Throw.Tar("the member's size is no number", at);
            if (size < 0 || size > source.Length - position - Block) throw Throw.Tar(FormattableString.Invariant($"the member has {size:N0} bytes; {source.Length - position - Block:N0} are left: the file was cut short"), at);
            string name = Encoding.UTF8.GetString(header[..100].TrimEnd((byte)0));
            switch ((char)header[156])
            {
                case '0' or '\0' or '7':
                    if (members.Count == MostMembers) throw Throw.Tar(FormattableString.Invariant($"there are more than {MostMembers:N0} members"), at);
                    members.Add((name, position + Block, size));
                    break;
                case 'x' or 'g':
                    CheckPax(source, position + Block, size, at);
                    break;
                case '5': break;
                default: throw Throw.Tar($"the member '{Printable.Escape(name)}' is a link, a device or something else than a file", at);
            }
            position += Block + (size + Block - 1) / Block * Block;
        }
        return new TarDirectory(members);
    }

    /// <summary>The content of the one member of a name; null if there is none.</summary>
    public ByteSource? Open(ByteSource source, string name)
    {
        ByteSource? found = null;
        foreach (var member in Members)
        {
            if (member.Name != name) continue;
            if (found is not null) throw Throw.Tar($"there are two members '{name}'", new CheckpointLocation(source.Name, name, member.Offset));
            found = new SliceByteSource(source, member.Offset, member.Size);
        }
        return found;
    }

    // A pax header may give the next member another name or size than its own header: two readers would see two archives.
    private static void CheckPax(ByteSource source, long offset, long size, CheckpointLocation at)
    {
        byte[] text = new byte[(int)Math.Min(size, 1 << 16)];
        source.ReadExactly(offset, text);
        if (text.AsSpan().IndexOf(" path="u8) >= 0 || text.AsSpan().IndexOf(" size="u8) >= 0) throw Throw.Tar("a pax header changes a member's name or size", at);
    }

    // Octal text, or big-endian binary when the top bit is set.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            if (field[0] != 0x80 || field[1..^7].IndexOfAnyExcept((byte)0) >= 0) return null;
            foreach (byte b in field[^7..]) value = (value << 8) | b;
            return value;
        }
        field = field.Trim(" \0"u8);
        foreach (byte digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3) return null;
            value = value * 8 + digit - '0';
        }
        return value;
    }
}
