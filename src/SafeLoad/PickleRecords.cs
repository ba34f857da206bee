using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;

namespace SafeLoad;

/// <summary>The bytes of a file's pickles, for looking at them.</summary>
public static class PickleRecords
{
    /// <summary>The bytes of one pickle record.</summary>
    /// <param name="path">The file: a PyTorch zip, or anything that begins with a pickle.</param>
    /// <param name="record">The record of a zip, with its top folder (<c>archive/data.pkl</c>); null for <c>data.pkl</c>.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <returns>The record's name (null where the file has none) and its bytes; of a legacy stream, all five pickles.</returns>
    /// <exception cref="SafeLoadException">The file is no pickle and no zip, or has no such record.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (string? Record, byte[] Bytes) Read(string path, string? record = null, CheckpointLimits? limits = null)
    {
        using var source = new FileByteSource(path);
        var budget = new Budget(limits ?? CheckpointLimits.Default);
        if (FormatDetector.Detect(source) == CheckpointFormat.Zip)
        {
            // Looking at a suspicious archive is the point: contradictions do not stop it.
            ZipContainer zip = ZipContainer.Open(source, budget, verify: false, static _ => { });
            int index = record is null ? zip.Find("data.pkl") : zip.Directory.Names.Find(System.Text.Encoding.UTF8.GetBytes(record));
            if (index < 0) throw Throw.RecordMissing(record ?? zip.TopFolder + "data.pkl", null, new CheckpointLocation(path));
            return (zip.Directory.NameOf(index), zip.ReadPickle(index));
        }
        if (record is not null) throw Throw.RecordMissing(record, "the file is no zip and has no records", new CheckpointLocation(path));
        var all = new MemoryStream();
        for (long position = 0; position < source.Length;)
        {
            Pickle.PickleData data = Pickle.PickleEnd.Read(source, position, null, budget);
            all.Write(data.Bytes, 0, data.End);
            position += data.End;
            bool another = position < source.Length && all.Length < 1 << 20 && LooksLikePickle(source, position);
            if (!another) break;
        }
        return (null, all.ToArray());
    }

    private static bool LooksLikePickle(ByteSource source, long position)
    {
        Span<byte> head = stackalloc byte[2];
        return source.Read(position, head) == 2 && head[0] == (byte)Pickle.PickleOpcode.Proto && head[1] <= 5;
    }
}
