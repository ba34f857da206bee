using SafeLoad.IO;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>Which files are those of one database of objects that Python keeps in plain files: values, their index, and the one before
/// it.</summary>
/// <remarks>Lib/dbm/dumb.py.</remarks>
internal static class ShelfFiles
{
    private const string Values = ".dat", Index = ".dir", Backup = ".bak";

    /// <summary>The index of a file of values; null if that is none by its name.</summary>
    public static string? IndexOf(string path) =>
        path.EndsWith(Values, StringComparison.OrdinalIgnoreCase) ? path[..^Values.Length] + Index : null;

    /// <summary>The values of an index; null if that is none by its name.</summary>
    public static string? ValuesOf(string path) =>
        path.EndsWith(Index, StringComparison.OrdinalIgnoreCase) || path.EndsWith(Backup, StringComparison.OrdinalIgnoreCase)
            ? path[..^Index.Length] + Values : null;

    /// <summary>Whether a file is an index whose values stand beside it, and are scanned with it.</summary>
    public static bool HasValues(Content content) => content is { Record: null, Source: FileByteSource { Name: { } path } }
        && File.Exists(ValuesOf(path)) && BeginsAsIndex(content.Source);

    /// <summary>Whether Python takes a file for an index: its first byte is a quote.</summary>
    /// <remarks>Lib/dbm/__init__.py, <c>whichdb</c>.</remarks>
    public static bool BeginsAsIndex(ByteSource index)
    {
        Span<byte> first = stackalloc byte[1];
        return index.Read(0, first) == 1 && first[0] is (byte)'\'' or (byte)'"';
    }
}
