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

    private const int MostMembers = 250_000, MostText = 1 << 16;

    private static readonly string[] s_torchMembers = ["storages", "tensors", "pickle"];

    private readonly List<TarMember> _members = [];

    private readonly TarExtensions _extensions = new();
    private readonly TarLinks _links = new();

    private string _lastName = "an extended header";
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
        if (head.Length < Block || TarNumber.Read(head.Slice(148, 8)) is not { } stated) return false;
        if (head[..Block].IndexOfAnyExcept((byte)0) < 0) return false;
        // Some old writers added the bytes up as signed ones; Python takes both sums.
        long sum = 0, signed = 0;
        for (int i = 0; i < Block; i++)
        {
            byte value = i is >= 148 and < 156 ? (byte)' ' : head[i];
            sum += value;
            signed += (sbyte)value;
        }
        // GNU's tar passes over a NUL before the digits.
        return stated == sum || stated == signed || (head[148] == 0 && TarNumber.Read(head.Slice(149, 7)) is { } behind
            && (behind == sum || behind == signed));
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
            long left = source.Length - at - Block, size = TarNumber.Read(header.AsSpan(124, 12)) ?? left;
            yield return new TarMember(NamesOf(header)[0], at + Block, size < 0 || size > left ? left : size);
        }
    }

    private void ReadHeaders(ByteSource source)
    {
        Span<byte> header = stackalloc byte[Block];
        for (; source.Length - End >= Block;)
        {
            CheckpointLocation at = new(source.Name, null, End);
            source.ReadExactly(End, header);
            if (header.IndexOfAnyExcept((byte)0) < 0)
            {
                _links.AddProblems(Parts);
                Parts.Add(PartKind.Padding, "end of the archive", SkipZeros(source, End) - End);
                return;
            }
            long left = source.Length - End - Block, size = SizeOf(header);
            Broken = !IsAt(header) ? Problems.Tar("the header's checksum is wrong", at)
                : size < 0 ? Problems.Tar("the member's size is no number", at)
                : size > left
                ? Problems.Tar(
                    FormattableString.Invariant($"the member has {size:N0} bytes; {left:N0} are left: the file was cut short"), at)
                : null;
            if (Broken is not null) return;
            if (_members.Count == MostMembers)
            {
                Parts.Add(PartKind.NotLookedAt, "(more members)", source.Length - End,
                    new() { Words = FormattableString.Invariant($"what follows the first {MostMembers:N0} members of a tar") });
                break;
            }
            bool isPlain = TarNumber.IsPlain(header.Slice(124, 12)) && TarNumber.IsPlain(header.Slice(148, 8));
            IsAmbiguous |= !isPlain;
            Add(PartKind.Structure, "header", Block, isPlain ? null : "a number in the header is spelled so that readers differ in it", at);
            if (TarExtensions.IsOne((char)header[156])) ReadExtension(source, (char)header[156], size, at);
            else ReadMember(source, header, size, at);
            AddPadding(source, Math.Min(source.Length - End, (Block - size % Block) % Block));
        }
        _links.AddProblems(Parts);
    }

    // A header before it can say another size than its own: of a member of 8 GiB or more it does.
    private long SizeOf(ReadOnlySpan<byte> header)
    {
        long size = TarNumber.Read(header.Slice(124, 12)) ?? -1;
        if (TarExtensions.IsOne((char)header[156]) || _extensions.Size is not { } said || said == size) return size;
        IsAmbiguous = true;
        return said;
    }

    private void ReadExtension(ByteSource source, char type, long size, CheckpointLocation at)
    {
        byte[] text = new byte[(int)Math.Min(size, MostText)];
        source.ReadExactly(End, text);
        string? problem = _extensions.Read(type, text);
        Add(PartKind.Structure, "extended header", size, problem, at);
        IsAmbiguous |= size > MostText || problem is not null;
        // What stands behind the part that is read can rename, resize or map the member.
        if (size > MostText || text.AsSpan().IndexOf("GNU.sparse."u8) >= 0) NoteSparse();
        if (_extensions.Names.Count > 0 || _extensions.Size is not null)
            Unusual ??= Problems.Tar("a header changes the next member's name or size", at);
    }

    private void ReadMember(ByteSource source, ReadOnlySpan<byte> header, long size, CheckpointLocation at)
    {
        long offset = End;
        char type = (char)header[156];
        if (type == 'S') NoteSparse();
        string[] names = [.. _extensions.Names, .. NamesOf(header)], links = [.. _extensions.Links, Field(header.Slice(157, 100))];
        string name = _lastName = names[0];
        // Python takes a file of old tars for a folder if its name ends with a slash, and passes over no bytes behind it.
        bool isOldFolder = type == '\0' && names[^1].EndsWith('/'), isFile = type is '0' or '\0' or '7' && !isOldFolder,
            isFolder = type == '5' || isOldFolder;
        // Readers differ in whether they skip what stands behind a folder, a link or a type that nobody knows.
        if (!isFile && size > 0) IsAmbiguous = true;
        if (!isFile && !isFolder)
            Unusual ??= Problems.Tar($"the member '{Printable.Escape(name)}' is a link, a device or something else than a file", at);
        MalformedCheckpointException? problem = TarSafety.Problem(
            type, (int)(TarNumber.Read(header.Slice(100, 8)) ?? 0), names, links, new CheckpointLocation(source.Name, name));
        _links.Add(type, names, links, new CheckpointLocation(source.Name, name));
        _extensions.Clear();
        Parts.Add(PartKind.File, name, size, problem is null ? null : new() { Problem = problem });
        if (!isFolder || problem is not null || size > 0) _members.Add(new TarMember(name, offset, size));
    }

    private void Add(PartKind kind, string name, long length, string? problem, CheckpointLocation at) =>
        Parts.Add(kind, name, length, problem is null ? null : new() { Problem = Problems.Tar(problem, at) });

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

    // ustar splits long names in two fields. In other tars there are times in the second, which Python takes for a folder all the same.
    private static string[] NamesOf(ReadOnlySpan<byte> header)
    {
        string name = Field(header[..100]), prefix = Field(header.Slice(345, 155));
        return prefix.Length == 0 ? [name] : header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? [prefix + "/" + name]
            : [name, prefix + "/" + name];
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
}
