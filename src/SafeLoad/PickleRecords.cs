using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Zip;
using SafeLoad.Opening;
using SafeLoad.Pickle;

namespace SafeLoad;

/// <summary>The pickles of a file, for looking at them: those that the readers of its container find.</summary>
internal static class PickleRecords
{
    // Of bytes that are in no pickle, what is looked at.
    private const int MostBytes = 1 << 20;

    /// <summary>The pickles of a file, or of one record, read as they are asked for.</summary>
    /// <param name="source">The file: one of PyTorch's, an array of objects, or anything that begins with a pickle. Stays the
    /// caller's.</param>
    /// <param name="record">The record of a zip, with its top folder (<c>archive/data.pkl</c>); null for <c>data.pkl</c>.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <exception cref="SafeLoadException">The file has no pickle or no such record, or cannot be read so far.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<PickleRecord> Read(ByteSource source, string? record = null, CheckpointLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Of(source, record, new Budget(limits ?? CheckpointLimits.Default));
    }

    /// <summary>The pickles of a record that was taken out of what it is packed in.</summary>
    /// <param name="source">The record's bytes; stay the caller's.</param>
    /// <param name="record">Its name, with those of what it is packed in.</param>
    /// <exception cref="SafeLoadException">It has no pickle, or cannot be read so far.</exception>
    public static IEnumerable<PickleRecord> ReadInside(ByteSource source, string record) => Read(source).Select(pickle =>
        pickle with { Record = pickle.Record is null ? record : record + "!" + pickle.Record });

    /// <summary>Of pickles in a row those from a place on.</summary>
    /// <param name="pickles">The pickles of one record.</param>
    /// <param name="offset">The place in the record.</param>
    /// <param name="source">The record's bytes.</param>
    /// <param name="record">Its name; null for the file.</param>
    /// <returns>Where none of them reaches the place, the bytes from there on: behind a break no reader finds a pickle.</returns>
    /// <exception cref="MalformedCheckpointException">The record ends before that place.</exception>
    public static IEnumerable<PickleRecord> Reaching(IEnumerable<PickleRecord> pickles, long offset, ByteSource source, string? record)
    {
        bool isReached = false;
        foreach (PickleRecord pickle in pickles)
        {
            isReached = isReached || offset < pickle.Offset + LengthOf(pickle.Bytes);
            if (isReached) yield return pickle;
        }
        if (isReached) yield break;
        if (offset >= source.Length) throw Problems.OffsetBehindEnd(offset, source.Length, new CheckpointLocation(source.Name, record));
        byte[] bytes = new byte[(int)Math.Min(MostBytes, source.Length - offset)];
        source.ReadExactly(offset, bytes);
        yield return new PickleRecord(record, offset, bytes);
    }

    private static IEnumerable<PickleRecord> Of(ByteSource source, string? record, Budget budget)
    {
        DetectedFormat file = FormatDetector.Detect(source, budget);
        if (file.Zip is { } archive) return new[] { ReadRecord(source, archive, record) };
        if (record is not null)
            throw Problems.RecordMissing(record, "nothing of that name is packed in the file", new CheckpointLocation(source.Name));
        return new FoundPickles(budget).Of(file)
            .Select(static pickle => new PickleRecord(pickle.Record, pickle.Base, pickle.Bytes.AsMemory(0, pickle.End)));
    }

    // Up to where it is broken.
    private static long LengthOf(ReadOnlyMemory<byte> bytes) =>
        PickleDisassembly.Read(bytes).FirstOrDefault(static line => line.IsBroken) is { } line ? line.Offset + 1 : bytes.Length;

    // Looking at a suspicious archive is the point: contradictions do not stop it.
    private static PickleRecord ReadRecord(ByteSource source, ZipReading archive, string? record)
    {
        ZipContainer zip = archive.Container ?? throw archive.Failure!;
        int index = record is null ? zip.Find("data.pkl") : zip.Directory.Names.Find(Encoding.UTF8.GetBytes(record));
        if (index < 0) throw Problems.RecordMissing(record ?? zip.TopFolder + "data.pkl", null, new CheckpointLocation(source.Name));
        return new PickleRecord(zip.Directory.NameOf(index), 0, zip.ReadPickle(index));
    }
}
