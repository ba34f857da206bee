using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Tar;

/// <summary>The members of a tar. PyTorch before 0.1.10 wrote plain files with short names;
/// whatever else a tar can have is reported.</summary>
/// <remarks>POSIX.1-2001, ustar and pax headers. PyTorch's own writer (Python's tarfile) puts a pax header before members whose name is not
/// ASCII.</remarks>
internal sealed class TarDirectory
{
    /// <summary>Bytes of a header, and of what everything is filled up to.</summary>
    public const int Block = 512;

    private const int MostMembers = 10_000, MostText = 1 << 16;

    private static readonly string[] s_torchMembers = ["storages", "tensors", "pickle"];

    private readonly List<TarMember> _members = [];

    private string _lastName = "an extended header";
    private string? _longLink;
    private bool _isSparse;

    private TarDirectory() { }

    public IReadOnlyList<TarMember> Members => _members;

    /// <summary>Whether the members are those that PyTorch before 0.1.10 wrote, whatever else there is.</summary>
    public bool IsOfTorch => Array.TrueForAll(s_torchMembers, name => _members.Exists(member => member.Name == name));

    /// <summary>Why reading ended early; null if it did not.</summary>
    public MalformedCheckpointException? Broken { get; private set; }

    /// <summary>Whether two readers can find different members: a size where there should be no data, a header that changes one.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>What PyTorch's own tars never have: links, devices, headers that rename members.
    /// Null if there is nothing of the kind.</summary>
    public MalformedCheckpointException? Unusual { get; private set; }

    /// <summary>Headers, members and what fills their blocks, up to the empty blocks that close the archive.</summary>
    public PartList Parts { get; } = new();

    /// <summary>Where the archive ends, with the empty blocks that close it.</summary>
    public long End => Parts.End;

    /// <summary>Whether a file begins with a tar header: its checksum tells, since old tars have no magic.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        // Hardly anything else has a number there.
        if (head.Length < Block || Number(head.Slice(148, 8)) is not { } stated) return false;
        if (head[..Block].IndexOfAnyExcept((byte)0) < 0) return false;
        // Some old writers added the bytes up as signed ones; Python takes both sums.
        long sum = 0, signed = 0;
        for (int i = 0; i < Block; i++)
        {
            byte value = i is >= 148 and < 156 ? (byte)' ' : head[i];
            sum += value;
            signed += (sbyte)value;
        }
        return stated == sum || stated == signed;
    }

    /// <summary>Reads all headers, up to the end or the first that is broken.</summary>
    public static TarDirectory Read(ByteSource source)
    {
        var tar = new TarDirectory();
        tar.ReadHeaders(source);
        return tar;
    }

    /// <summary>The members that begin at any block whose checksum fits:
    /// what a reader can find that skips other bytes than this one.</summary>
    public static IEnumerable<TarMember> ReadBlocks(ByteSource source)
    {
        byte[] header = new byte[Block];
        for (long at = 0; source.Length - at >= Block; at += Block)
        {
            source.ReadExactly(at, header);
            if (!IsAt(header)) continue;
            long left = source.Length - at - Block, size = Number(header.AsSpan(124, 12)) ?? left;
            yield return new TarMember(NameOf(header), at + Block, size < 0 || size > left ? left : size);
        }
    }

    private void ReadHeaders(ByteSource source)
    {
        Span<byte> header = stackalloc byte[Block];
        string? longName = null;
        for (; source.Length - End >= Block;)
        {
            CheckpointLocation at = new(source.Name, null, End);
            source.ReadExactly(End, header);
            if (header.IndexOfAnyExcept((byte)0) < 0)
            {
                Parts.Add(PartKind.Padding, "end of the archive", SkipZeros(source, End) - End);
                return;
            }
            long left = source.Length - End - Block, size = Number(header.Slice(124, 12)) ?? -1;
            Broken = !IsAt(header) ? Problems.Tar("the header's checksum is wrong", at)
                : size < 0 ? Problems.Tar("the member's size is no number", at)
                : size > left
                ? Problems.Tar(
                    FormattableString.Invariant($"the member has {size:N0} bytes; {left:N0} are left: the file was cut short"), at)
                : _members.Count == MostMembers
                ? Problems.Tar(FormattableString.Invariant($"there are more than {MostMembers:N0} members"), at)
                : null;
            if (Broken is not null) return;
            Parts.Add(PartKind.Structure, "header", Block);
            ReadMember(source, header, size, at, ref longName);
            AddPadding(source, Math.Min(source.Length - End, (Block - size % Block) % Block));
        }
    }

    private void ReadMember(ByteSource source, ReadOnlySpan<byte> header, long size, CheckpointLocation at, ref string? longName)
    {
        long offset = End;
        char type = (char)header[156];
        if (type == 'S') NoteSparse();
        if (type is 'x' or 'g' or 'L' or 'K')
        {
            Parts.Add(PartKind.Structure, "extended header", size);
            string text = Text(source, offset, size);
            // What stands behind the part that is read can rename, resize or map the member.
            if (size > MostText || (type is 'x' or 'g' && text.Contains("GNU.sparse.", StringComparison.Ordinal))) NoteSparse();
            IsAmbiguous |= size > MostText;
            // A header may give the next member another name or size than its own: two readers would see two archives.
            if ((type == 'K' ? text.TrimEnd('\0') : type == 'L' ? null : PaxValue(text, " linkpath=")) is { } link) _longLink = link;
            if (type == 'K') return;
            bool resized = text.Contains(" size=", StringComparison.Ordinal);
            string? named = type == 'L' ? text.TrimEnd('\0') : PaxValue(text, " path=") ?? (resized ? longName ?? "" : null);
            if (named is null) return;
            Unusual ??= Problems.Tar("a header changes the next member's name or size", at);
            IsAmbiguous |= type != 'L' && named.Length == 0;
            longName = named.Length > 0 ? named : longName;
            return;
        }
        string name = longName ?? NameOf(header);
        _lastName = name;
        longName = null;
        bool isFile = type is '0' or '\0' or '7', isFolder = type == '5';
        // Readers differ in whether they skip what stands behind a folder, a link or a type that nobody knows.
        if (!isFile && size > 0) IsAmbiguous = true;
        if (!isFile && !isFolder)
            Unusual ??= Problems.Tar($"the member '{Printable.Escape(name)}' is a link, a device or something else than a file", at);
        MalformedCheckpointException? problem = TarSafety.Problem(type, (int)(Number(header.Slice(100, 8)) ?? 0), name,
            _longLink ?? Field(header.Slice(157, 100)), new CheckpointLocation(source.Name, name));
        _longLink = null;
        Parts.Add(PartKind.File, name, size, problem is null ? null : new() { Problem = problem });
        if (!isFolder || problem is not null || size > 0) _members.Add(new TarMember(name, offset, size));
    }

    // A member's bytes are not its content as it stands: readers put zeros where its map has holes. Once is enough.
    private void NoteSparse()
    {
        if (!_isSparse) Parts.Add(PartKind.NotLookedAt, "map", 0, new() { Words = "a sparse member of a tar" });
        _isSparse = true;
    }

    // The last block is filled with zeros; other bytes have been put there.
    private void AddPadding(ByteSource source, long length)
    {
        Span<byte> padding = stackalloc byte[Block];
        padding = padding[..(int)length];
        source.ReadExactly(End, padding);
        int zeros = padding.IndexOfAnyExcept((byte)0);
        Parts.Add(PartKind.Padding, "end of the block", zeros < 0 ? length : zeros);
        if (zeros >= 0) Parts.Add(PartKind.Rest, "(behind " + _lastName + ")", length - zeros);
    }

    /// <summary>The content of the one member of a name; null if there is none.</summary>
    public ByteSource? Open(ByteSource source, string name)
    {
        ByteSource? found = null;
        foreach (TarMember member in Members)
        {
            if (member.Name != name) continue;
            if (found is not null)
                throw Problems.Tar($"there are two members '{name}'", new CheckpointLocation(source.Name, name, member.Offset));
            found = new SliceByteSource(source, member.Offset, member.Size);
        }
        return found;
    }

    private static string? PaxValue(string text, string key)
    {
        int start = text.IndexOf(key, StringComparison.Ordinal), end = start < 0 ? -1 : text.IndexOf('\n', start);
        return end > start ? text[(start + key.Length)..end] : null;
    }

    private static string Text(ByteSource source, long offset, long size)
    {
        byte[] text = new byte[(int)Math.Min(size, MostText)];
        source.ReadExactly(offset, text);
        return Encoding.UTF8.GetString(text);
    }

    // ustar splits long names in two fields.
    private static string NameOf(ReadOnlySpan<byte> header)
    {
        string name = Field(header[..100]);
        string prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Field(header.Slice(345, 155)) : "";
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    private static string Field(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Blocks of zeros close a tar: two, or as many as fill what the tape had.
    private static long SkipZeros(ByteSource source, long position)
    {
        Span<byte> block = stackalloc byte[Block];
        for (; source.Length - position >= Block; position += Block)
        {
            source.ReadExactly(position, block);
            if (block.IndexOfAnyExcept((byte)0) >= 0) break;
        }
        return position;
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
        int start = 0, end = field.Length;
        while (start < end && IsBlank(field[start])) start++;
        while (end > start && IsBlank(field[end - 1])) end--;
        foreach (byte digit in field[start..end])
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3) return null;
            value = value * 8 + digit - '0';
        }
        return value;
    }

    private static bool IsBlank(byte value) => value is 0 or (byte)' ';
}
