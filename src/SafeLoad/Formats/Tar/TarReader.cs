using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Tar;

/// <summary>Reads a tar header by header. Nothing is kept of a member that was read: there can be millions.</summary>
/// <remarks>POSIX.1-2001, ustar and pax headers. PyTorch's own writer (Python's tarfile) puts a pax header before members whose name is not
/// ASCII.</remarks>
/// <param name="source">The tar.</param>
/// <param name="links">The links of all its members, where they are known; null where they are not.</param>
internal sealed class TarReader(ByteSource source, TarLinks? links)
{
    private const int MostText = 1 << 16;

    private readonly TarExtensions _extensions = new();
    private readonly byte[] _header = new byte[TarHeader.Block];

    private string _lastName = "an extended header";
    private bool _isSparse, _isDone;

    /// <summary>Headers, members and what fills their blocks, up to the empty blocks that close the archive; but for those that were
    /// taken.</summary>
    public PartList Parts { get; } = new();

    /// <summary>The member whose header was read last; null if that was another header.</summary>
    public TarMember? Member { get; private set; }

    /// <summary>Why reading ended early; null if it did not.</summary>
    public MalformedCheckpointException? Broken { get; private set; }

    /// <summary>Whether two readers can find different members: a size where there should be no data, a header that changes one.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>What PyTorch's own tars never have: links, devices, headers that rename members.
    /// Null if there is nothing of the kind.</summary>
    public MalformedCheckpointException? Unusual { get; private set; }

    /// <summary>All parts of the source, in order.</summary>
    public IEnumerable<Part> ReadParts()
    {
        for (bool isDone = false; !isDone;)
        {
            isDone = !ReadNext();
            if (isDone && Broken is not null) Parts.AddLost(source.Length, Broken);
            else if (isDone) Parts.AddRest(source.Length);
            foreach (Part part in Parts.Take()) yield return part;
        }
    }

    /// <summary>Reads a header and what belongs to it.</summary>
    /// <returns>False behind the last, or at one that is broken.</returns>
    public bool ReadNext()
    {
        Member = null;
        if (_isDone || source.Length - Parts.End < TarHeader.Block) return false;
        CheckpointLocation at = new(source.Name, null, Parts.End);
        source.ReadExactly(Parts.End, _header);
        _isDone = _header.AsSpan().IndexOfAnyExcept((byte)0) < 0;
        if (_isDone)
        {
            Parts.Add(PartKind.Padding, "end of the archive", SkipZeros(source, Parts.End) - Parts.End);
            return false;
        }
        long left = source.Length - Parts.End - TarHeader.Block, size = SizeOf(_header);
        Broken = !TarHeader.IsAt(_header) ? Problems.Tar("the header's checksum is wrong", at)
            : size < 0 ? Problems.Tar("the member's size is no number", at)
            : size > left
            ? Problems.Tar(
                FormattableString.Invariant($"the member has {size:N0} bytes; {left:N0} are left: the file was cut short"), at)
            : null;
        if (Broken is not null) return false;
        bool isPlain = TarHeader.IsPlain(_header);
        IsAmbiguous |= !isPlain;
        Add(PartKind.Structure, "header", TarHeader.Block,
            isPlain ? null : "a number in the header is spelled so that readers differ in it", at);
        char type = TarHeader.TypeOf(_header);
        if (TarExtensions.IsOne(type)) ReadExtension(type, size, at);
        else ReadMember(type, size, at);
        AddPadding(Math.Min(source.Length - Parts.End, (TarHeader.Block - size % TarHeader.Block) % TarHeader.Block));
        return true;
    }

    // A header before it can say another size than its own: of a member of 8 GiB or more it does.
    private long SizeOf(ReadOnlySpan<byte> header)
    {
        long size = TarHeader.SizeOf(header) ?? -1;
        if (TarExtensions.IsOne(TarHeader.TypeOf(header)) || _extensions.Size is not { } said || said == size) return size;
        IsAmbiguous = true;
        return said;
    }

    private void ReadExtension(char type, long size, CheckpointLocation at)
    {
        byte[] text = new byte[(int)Math.Min(size, MostText)];
        source.ReadExactly(Parts.End, text);
        string? problem = _extensions.Read(type, text);
        Add(PartKind.Structure, "extended header", size, problem, at);
        IsAmbiguous |= size > MostText || problem is not null;
        // What stands behind the part that is read can rename, resize or map the member.
        if (size > MostText || text.AsSpan().IndexOf("GNU.sparse."u8) >= 0) NoteSparse();
        if (_extensions.Names.Count > 0 || _extensions.Size is not null)
            Unusual ??= Problems.Tar("a header changes the next member's name or size", at);
    }

    private void ReadMember(char type, long size, CheckpointLocation at)
    {
        if (type == 'S') NoteSparse();
        if (TarHeader.HasMoreMaps(_header)) SkipMaps();
        string[] names = [.. _extensions.Names, .. TarHeader.NamesOf(_header)], to = [.. _extensions.Links, TarHeader.LinkOf(_header)];
        _extensions.Clear();
        if (size > source.Length - Parts.End)
        {
            Broken = Problems.Tar("the member was cut short", at);
            return;
        }
        TarMember member = Member = new TarMember(type, names, to, Parts.End, size);
        _lastName = member.Name;
        // Readers differ in whether they skip what stands behind a folder, a link or a type that nobody knows.
        if (!member.IsFile && size > 0) IsAmbiguous = true;
        if (!member.IsFile && !member.IsFolder)
            Unusual ??= Problems.Tar($"the member '{Printable.Escape(member.Name)}' is a link, a device or something else than a file", at);
        MalformedCheckpointException? problem = TarSafety.Problem(member, TarHeader.ModeOf(_header), links,
            new CheckpointLocation(source.Name, member.Name));
        Parts.Add(PartKind.File, member.Name, size, problem is null ? null : new() { Problem = problem });
    }

    private void Add(PartKind kind, string name, long length, string? problem, CheckpointLocation at) =>
        Parts.Add(kind, name, length, problem is null ? null : new() { Problem = Problems.Tar(problem, at) });

    // A member's bytes are not its content as it stands: readers put zeros where its map has holes. Once is enough.
    private void NoteSparse()
    {
        if (!_isSparse) Parts.Add(PartKind.NotLookedAt, "map", 0, new() { Words = "a sparse member of a tar" });
        _isSparse = true;
    }

    // GNU's map goes on in blocks of its own, each of which says whether there is another.
    private void SkipMaps()
    {
        const int moreAt = 504;
        Span<byte> more = stackalloc byte[1];
        do
        {
            if (source.Length - Parts.End < TarHeader.Block) return;
            source.ReadExactly(Parts.End + moreAt, more);
            Parts.Add(PartKind.Structure, "map", TarHeader.Block);
        }
        while (more[0] != 0);
    }

    // The last block is filled with zeros; other bytes have been put there.
    private void AddPadding(long length)
    {
        Span<byte> padding = stackalloc byte[TarHeader.Block];
        padding = padding[..(int)length];
        source.ReadExactly(Parts.End, padding);
        int zeros = padding.IndexOfAnyExcept((byte)0);
        Parts.Add(PartKind.Padding, "end of the block", zeros < 0 ? length : zeros);
        if (zeros >= 0) Parts.Add(PartKind.Rest, "(behind " + _lastName + ")", length - zeros);
    }

    // Blocks of zeros close a tar: two, or as many as fill what the tape had.
    private static long SkipZeros(ByteSource source, long position)
    {
        Span<byte> block = stackalloc byte[TarHeader.Block];
        for (; source.Length - position >= TarHeader.Block; position += TarHeader.Block)
        {
            source.ReadExactly(position, block);
            if (block.IndexOfAnyExcept((byte)0) >= 0) break;
        }
        return position;
    }
}
