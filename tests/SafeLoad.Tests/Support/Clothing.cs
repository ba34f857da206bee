using System.IO.Compression;
using System.Text;

namespace SafeLoad.Tests.Support;

/// <summary>What a text can stand in on its way to a loader: an encoding, an archive.</summary>
internal static class Clothing
{
    /// <summary>The encodings that Python's parsers of JSON and YAML tell by themselves.</summary>
    public static IReadOnlyDictionary<string, Func<string, byte[]>> Encodings { get; } = new Dictionary<string, Func<string, byte[]>>
    {
        ["utf-8"] = Encoding.UTF8.GetBytes,
        ["utf-8 with a mark"] = static text => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
        ["utf-16 little"] = static text => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        ["utf-16 big"] = static text => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
    };

    /// <summary>What stands around a file of a name; the file's place in it is the name.</summary>
    public static IReadOnlyDictionary<string, Func<string, byte[], byte[]>> Archives { get; } =
        new Dictionary<string, Func<string, byte[], byte[]>>
        {
            ["nothing"] = static (_, file) => file,
            ["zip"] = static (name, file) => new ZipBuilder().Add(name, file).ToArray(),
            ["packed zip"] = static (name, file) => new ZipBuilder().Add(new ZipBuilder.Entry(name, file) { Deflate = true }).ToArray(),
            ["tar"] = static (name, file) => Samples.Tar((name, file)),
            ["gzip"] = static (_, file) => Gzip(file),
            ["tar in gzip"] = static (name, file) => Gzip(Samples.Tar((name, file))),
            ["zip in zip"] = static (name, file) =>
                new ZipBuilder().Add("inner.zip", new ZipBuilder().Add(name, file).ToArray()).ToArray(),
        };

    private static byte[] Gzip(byte[] file)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(file);
        return packed.ToArray();
    }
}
