using System.Buffers.Binary;
using System.Text;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>
/// A folder that a PyTorch zip was unpacked into, by a browser or by hand: read as the zip that it was, with every file as a stored
/// record. What
/// reads zips reads it, so nothing is known twice.
/// </summary>
/// <remarks>Headers as in APPNOTE 4.3.7 to 4.3.16, sizes in the zip64 fields. The records have no CRC, since nobody knows what it
/// was.</remarks>
internal static class UnpackedArchive
{
    /// <summary>The pickle that makes a folder one.</summary>
    public const string PickleName = "data.pkl";

    private const string TopFolder = "archive/";
    private const int MostFiles = 100_000, MostDepth = 8;

    // What systems leave in every folder.
    private static readonly string[] s_notOfIt = [".DS_Store", "Thumbs.db", "desktop.ini"];

    /// <summary>Whether a folder holds what PyTorch's zips do: the pickle, and beside it the version or the storages.</summary>
    public static bool IsAt(string folder) =>
        File.Exists(Path.Combine(folder, PickleName)) && (File.Exists(Path.Combine(folder, "version"))
            || Directory.Exists(Path.Combine(folder, "data")));

    /// <summary>The folder of which a file is the pickle; null if it is none.</summary>
    public static string? FolderOf(string path) =>
        Path.GetFileName(path) == PickleName && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && IsAt(folder) ? folder : null;

    /// <summary>Opens a folder as a zip.</summary>
    /// <exception cref="IOException">A file cannot be opened, or there are too many.</exception>
    public static ByteSource Open(string folder)
    {
        var parts = new List<ByteSource>();
        try
        {
            Add(parts, folder);
            return new ConcatenatedByteSource(parts, folder);
        }
        catch
        {
            foreach (ByteSource part in parts) part.Dispose();
            throw;
        }
    }

    private static void Add(List<ByteSource> parts, string folder)
    {
        var directory = new MemoryStream();
        long offset = 0;
        string[] names = Names(folder);
        foreach (string name in names)
        {
            var file = new FileByteSource(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar)));
            byte[] record = Encoding.UTF8.GetBytes(TopFolder + name), local = Local(record);
            parts.Add(new MemoryByteSource(local));
            parts.Add(file);
            directory.Write(Entry(record, file.Length, offset));
            offset += local.Length + file.Length;
        }
        byte[] entries = directory.ToArray();
        parts.Add(new MemoryByteSource((byte[])[.. entries, .. End(names.Length, entries.Length, offset)]));
    }

    // Links are not followed: they can lead out of the folder.
    private static string[] Names(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MostDepth,
            AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        string[] names = [.. Directory.EnumerateFiles(folder, "*", options).Select(path => Path.GetRelativePath(folder,
            path).Replace(Path.DirectorySeparatorChar, '/')).Where(IsOfIt).Take(MostFiles + 1)];
        if (names.Length > MostFiles)
            throw new IOException(FormattableString.Invariant($"the folder holds more than {MostFiles:N0} files"));
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private static bool IsOfIt(string name)
    {
        string file = name[(name.LastIndexOf('/') + 1)..];
        return !s_notOfIt.Contains(file) && !file.StartsWith("._", StringComparison.Ordinal);
    }

    // Sizes follow the data, or would.
    private static byte[] Local(byte[] name)
    {
        byte[] header = new byte[ZipSignature.LocalSize + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZipSignature.Local);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), ZipSignature.Descriptor);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(26), (ushort)name.Length);
        name.CopyTo(header, ZipSignature.LocalSize);
        return header;
    }

    private static byte[] Entry(byte[] name, long size, long offset)
    {
        const int extra = 4 + 24;
        byte[] entry = new byte[ZipSignature.DirectorySize + name.Length + extra];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, ZipSignature.Directory);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(8), ZipSignature.Descriptor);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(24), uint.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(28), (ushort)name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(30), extra);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), uint.MaxValue);
        name.CopyTo(entry, ZipSignature.DirectorySize);
        Span<byte> wide = entry.AsSpan(ZipSignature.DirectorySize + name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(wide, ZipSignature.Zip64Extra);
        BinaryPrimitives.WriteUInt16LittleEndian(wide[2..], extra - 4);
        BinaryPrimitives.WriteInt64LittleEndian(wide[4..], size);
        BinaryPrimitives.WriteInt64LittleEndian(wide[12..], size);
        BinaryPrimitives.WriteInt64LittleEndian(wide[20..], offset);
        return entry;
    }

    private static byte[] End(int count, long size, long start)
    {
        byte[] end = new byte[ZipSignature.End64Size + ZipSignature.Locator64Size + ZipSignature.EndSize];
        BinaryPrimitives.WriteUInt32LittleEndian(end, ZipSignature.End64);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(4), ZipSignature.End64Size - 12);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(24), count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(32), count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(40), size);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(48), start);
        Span<byte> locator = end.AsSpan(ZipSignature.End64Size);
        BinaryPrimitives.WriteUInt32LittleEndian(locator, ZipSignature.Locator64);
        BinaryPrimitives.WriteInt64LittleEndian(locator[8..], start + size);
        BinaryPrimitives.WriteInt32LittleEndian(locator[16..], 1);
        Span<byte> last = locator[ZipSignature.Locator64Size..];
        BinaryPrimitives.WriteUInt32LittleEndian(last, ZipSignature.End);
        BinaryPrimitives.WriteUInt16LittleEndian(last[8..], ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(last[10..], ushort.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(last[12..], uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(last[16..], uint.MaxValue);
        return end;
    }
}
