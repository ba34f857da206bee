using System.IO.Compression;
using System.Text.RegularExpressions;

namespace SafeLoad.Tests.Support;

/// <summary>The storages of a file of PyTorch, counted by its own names for them: no reader,
/// walk or writer of the library has a part in it.</summary>
internal static partial class StorageCensus
{
    /// <summary>The keys of a zip's storages: records that <c>torch.save</c> and TorchScript write for them,
    /// and whose keys stand as text in the pickle beside them, as they do in its persistent ids;
    /// null for a file that is no such zip.</summary>
    public static IReadOnlyList<string>? OfZip(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        if (file.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4 || !start.SequenceEqual("PK\u0003\u0004"u8)) return null;
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            byte[] pickles = [.. zip.Entries.Where(static entry => Pickle().IsMatch(entry.FullName)).SelectMany(Bytes)];
            if (pickles.Length == 0) return null;
            return [.. zip.Entries.Select(static entry => Storage().Match(entry.FullName)).Where(static match => match.Success)
                .Select(static match => match.Groups[1].Value).Where(key => Names(pickles, key))];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The keys of a legacy stream's storages: the last of its five pickles is a list of them, as text;
    /// null for another file.</summary>
    public static IReadOnlyList<string>? OfLegacy(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (!bytes.StartsWith((byte[])[0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19])) return null;
        // PROTO 2, EMPTY_LIST, BINPUT 1, MARK, then texts (BINUNICODE, BINPUT), APPENDS, STOP.
        int list = bytes.LastIndexOf((byte[])[0x80, 2, (byte)']', (byte)'q', 1, (byte)'(']);
        if (list < 0) return null;
        var keys = new List<string>();
        for (int at = list + 6; bytes[at] == (byte)'X';)
        {
            int length = bytes[at + 1];
            keys.Add(System.Text.Encoding.ASCII.GetString(bytes.Slice(at + 5, length)));
            at += 5 + length;
            at += bytes[at] == (byte)'r' ? 5 : 2;
        }
        return keys;
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    // BINUNICODE, or SHORT_BINUNICODE of protocol 4.
    private static bool Names(byte[] pickle, string key)
    {
        byte[] text = System.Text.Encoding.ASCII.GetBytes(key);
        byte length = (byte)text.Length;
        return pickle.AsSpan().IndexOf((byte[])[(byte)'X', length, 0, 0, 0, .. text]) >= 0
            || pickle.AsSpan().IndexOf((byte[])[0x8c, length, .. text]) >= 0;
    }

    [GeneratedRegex("^[^/]+/(?:data|constants)\\.pkl$")]
    private static partial Regex Pickle();

    [GeneratedRegex("^[^/]+/(?:data|constants)/([0-9]+)$")]
    private static partial Regex Storage();
}
