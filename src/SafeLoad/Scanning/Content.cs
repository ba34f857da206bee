using SafeLoad.Formats;
using SafeLoad.IO;

namespace SafeLoad.Scanning;

/// <summary>A file, or a part of one, that is scanned by itself.</summary>
/// <param name="Source">Its bytes.</param>
/// <param name="Record">Its name for locations, <c>outer!inner</c> where archives are nested; null for the file itself.</param>
/// <param name="Depth">How many archives stand around it.</param>
/// <param name="IsExpected">Whether its place or name says that it is read as a pickle. If not (a tensor's bytes, a text), bytes that merely
/// begin like one are no broken pickle.</param>
internal readonly record struct Content(ByteSource Source, string? Record, int Depth, bool IsExpected)
{
    public CheckpointLocation At => new(Source.Name, Record);

    public CheckpointLocation AtOffset(long offset) => new(Source.Name, Record, offset);

    /// <summary>The name that the file goes by, where that is not the source's; null where it is.</summary>
    public string? GivenName { get; init; }

    /// <summary>Its own name without folders; empty if it has none.</summary>
    public string FileName
    {
        get
        {
            string name = Record ?? GivenName ?? Source.Name ?? "";
            return name[(name.LastIndexOfAny(['/', '\\', '!']) + 1)..];
        }
    }

    /// <summary>A member of this archive.</summary>
    public Content Member(ByteSource source, string name) => new(source, Record is null ? name : Record + "!" + name, Depth + 1, IsPickleName(name));

    /// <summary>A part of this content that has no name of its own: a gap, a comment, what follows the end.</summary>
    public Content Part(long start, long length, string name) => Member(new SliceByteSource(Source, start, length), name) with { IsExpected = false };

    /// <summary>Whether a file or record is named like one that loaders read as a pickle.</summary>
    public static bool IsPickleName(string name) => FormatTable.Says(name, EndingUse.Unpickled);
}
