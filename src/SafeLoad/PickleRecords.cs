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
        var budget = new Budget(limits ?? CheckpointLimits.Default);
        DetectedFormat file = FormatDetector.Detect(source, budget);
        if (file.Zip is { } archive) return new[] { ReadRecord(source, archive, record) };
        if (record is not null)
            throw Problems.RecordMissing(record, "the file is no zip and has no records", new CheckpointLocation(source.Name));
        return new FoundPickles(budget).Of(file)
            .Select(static pickle => new PickleRecord(pickle.Record, pickle.Base, pickle.Bytes.AsMemory(0, pickle.End)));
    }

    // Looking at a suspicious archive is the point: contradictions do not stop it.
    private static PickleRecord ReadRecord(ByteSource source, ZipReading archive, string? record)
    {
        ZipContainer zip = archive.Container ?? throw archive.Failure!;
        int index = record is null ? zip.Find("data.pkl") : zip.Directory.Names.Find(Encoding.UTF8.GetBytes(record));
        if (index < 0) throw Problems.RecordMissing(record ?? zip.TopFolder + "data.pkl", null, new CheckpointLocation(source.Name));
        return new PickleRecord(zip.Directory.NameOf(index), 0, zip.ReadPickle(index));
    }
}
