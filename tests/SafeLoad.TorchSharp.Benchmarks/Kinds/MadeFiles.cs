using System.IO.Compression;

namespace SafeLoad.TorchSharp.Benchmarks.Kinds;

/// <summary>Files of PyTorch that differ in one thing alone from one that it wrote.</summary>
internal static class MadeFiles
{
    /// <summary>The same, compressed.</summary>
    public static string Compressed(string path) => Rewritten(path, static (_, bytes) => bytes, CompressionLevel.Optimal);

    /// <summary>The same, as a big-endian machine writes it.</summary>
    public static string BigEndian(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        var sizes = checkpoint.Storages.ToDictionary(static storage => storage.Key, static storage => storage.DType.ItemSize);
        return Rewritten(path, (name, bytes) =>
        {
            if (name.EndsWith("/byteorder", StringComparison.Ordinal)) return "big"u8.ToArray();
            if (!name.Contains("/data/", StringComparison.Ordinal)) return bytes;
            int size = sizes[name[(name.LastIndexOf('/') + 1)..]];
            for (int at = 0; at < bytes.Length; at += size) bytes.AsSpan(at, size).Reverse();
            return bytes;
        }, CompressionLevel.NoCompression);
    }

    /// <summary>The same, with one bit of the last tensor turned over.</summary>
    public static string Damaged(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        using (Checkpoint checkpoint = Checkpoint.Open(path))
        {
            if (!checkpoint.StateDict().Values.Last().Storage!.TryLocate(out _, out long position))
                throw new InvalidDataException("the tensor is not stored as it is");
            bytes[position] ^= 1;
        }
        string made = Path.GetTempFileName();
        File.WriteAllBytes(made, bytes);
        return made;
    }

    private static string Rewritten(string path, Func<string, byte[], byte[]> change, CompressionLevel level)
    {
        string made = Path.GetTempFileName();
        using ZipArchive from = ZipFile.OpenRead(path);
        using var to = new ZipArchive(File.Create(made), ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in from.Entries)
        {
            using var bytes = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(bytes);
            using Stream written = to.CreateEntry(entry.FullName, level).Open();
            written.Write(change(entry.FullName, bytes.ToArray()));
        }
        return made;
    }
}
