using SafeLoad.Formats;
using SafeLoad.IO;
using SafeLoad.Opening;

namespace SafeLoad.Scanning.Findings;

/// <summary>A file, or a part of one, that is scanned by itself.</summary>
/// <param name="Source">Its bytes.</param>
/// <param name="Record">Its name for locations, <c>outer!inner</c> where archives are nested; null for the file itself.</param>
/// <param name="Depth">How many archives stand around it.</param>
/// <param name="IsExpected">Whether its place or name says that it is read as a pickle. If not (a tensor's bytes, a text),
/// bytes that merely begin like one are no broken pickle.</param>
/// <param name="Ledger">The account that its bytes are entered in.</param>
/// <param name="Start">Where its bytes begin in that account.</param>
internal readonly record struct Content(ByteSource Source, string? Record, int Depth, bool IsExpected, Ledger Ledger, long Start)
{
    // As of files: each call to the system costs more than the bytes.
    private const int MostBuffered = 1 << 15;

    /// <summary>What a compressed stream holds is called.</summary>
    public const string UnpackedName = "(unpacked)";

    // .properties and a dot before it.
    private const int LongestEnding = 12;

    private string Path => Record ?? GivenName ?? Source.Name ?? "";

    public CheckpointLocation At => new(Source.Name, Record);

    public CheckpointLocation AtOffset(long offset) => new(Source.Name, Record, offset);

    /// <summary>The name that the file goes by, where that is not the source's; null where it is.</summary>
    public string? GivenName { get; init; }

    /// <summary>Whether it stands in a pickle as bytes, or in what does.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether its name ends with a dot and a few letters, as those of files do.</summary>
    public bool HasEnding
    {
        get
        {
            string path = Path;
            return path.AsSpan(Math.Max(0, path.Length - LongestEnding)).IndexOf('.') >= 0;
        }
    }

    /// <summary>Its own name without folders; empty if it has none.</summary>
    public string FileName
    {
        get
        {
            string name = Path;
            return name[(name.LastIndexOfAny(['/', '\\', '!']) + 1)..];
        }
    }

    /// <summary>Its own name, or that of what it was unpacked from.</summary>
    public string PackedName
    {
        get
        {
            string path = Path;
            while (path.EndsWith(UnpackedName, StringComparison.Ordinal))
                path = path.Length > UnpackedName.Length ? path[..^(UnpackedName.Length + 1)] : GivenName ?? Source.Name ?? "";
            return path[(path.LastIndexOfAny(['/', '\\', '!']) + 1)..];
        }
    }

    /// <summary>A member of this archive, whose bytes are its own.</summary>
    public Content Member(long start, long length, string name) =>
        new(new SliceByteSource(Source, start, length), NameOf(name), Depth + 1, IsPickleName(name), Ledger, Start + start)
        {
            IsEmbedded = IsEmbedded,
        };

    /// <summary>What a member of this archive holds once it is unpacked: bytes with an account of their own.</summary>
    public Content Unpacked(ByteSource source, string name) =>
        new(source, NameOf(name), Depth + 1, IsPickleName(name), new Ledger(source.Length), Start: 0)
        {
            IsEmbedded = IsEmbedded,
        };

    /// <summary>A part of this content that has no name of its own: a gap, a comment, what follows the end.</summary>
    public Content Part(long start, long length, string name) => Member(start, length, name) with { IsExpected = false };

    /// <summary>Some of these bytes, under the same name.</summary>
    public Content Slice(long start, long length) =>
        this with { Source = new SliceByteSource(Source, start, length), Start = Start + start };

    /// <summary>The same content with its bytes in memory, where they are few: whoever takes it apart asks for them again and again.
    /// A file as a whole sees to that itself.</summary>
    /// <exception cref="MalformedCheckpointException">The file became shorter.</exception>
    public Content Buffered()
    {
        if (Record is null || Source is MemoryByteSource || Source.Length is 0 or > MostBuffered) return this;
        byte[] bytes = new byte[Source.Length];
        Source.ReadExactly(0, bytes);
        return this with { Source = new MemoryByteSource(bytes, Source.Name) };
    }

    /// <summary>Enters all bytes in their account.</summary>
    public void Enter(Account account) => Enter(account, 0, Source.Length);

    /// <summary>Enters some of these bytes in their account.</summary>
    public void Enter(Account account, long start, long length) => Ledger.Enter(account, Start + start, length);

    /// <summary>Enters compressed bytes by what became of those that came out: looked at only where all of them were.</summary>
    public void Enter(Content unpacked, long start, long length)
    {
        LedgerSums sums = unpacked.Ledger.Sum();
        Enter(sums.NotLookedAt > 0 ? Account.NotLookedAt : sums.Decoded > 0 || sums.Storage == 0 ? Account.Decoded
            : Account.Storage, start, length);
    }

    /// <summary>Whether a file or record is named like one that loaders read as a pickle.</summary>
    public static bool IsPickleName(string name) => FormatTable.Says(name, EndingUse.Unpickled);

    private string NameOf(string member) => Record is null ? member : Record + "!" + member;
}
