using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Scans pickles of a content where the reader of its container finds them, with other bytes between.</summary>
/// <param name="scan">The scan.</param>
/// <param name="content">The bytes.</param>
/// <param name="reading">Given what is found.</param>
/// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
internal sealed class PickleCursor(ScanContext scan, Content content, ReadingBuilder reading, Action<PyValue>? persistent = null)
{
    private readonly PickleRunner _runner = new(scan.Budget, content, persistent: persistent);

    /// <summary>Runs the pickle at a position; false if it is broken: that is reported, and the rest is swept for names.</summary>
    public bool Run(long position, out PyValue value, out long end)
    {
        PickleData data = PickleEnd.Read(content.Source, position, content.Record, scan.Budget);
        scan.Decoded(content, position, data.Bytes.AsSpan(0, data.End));
        PickleReading pickle = _runner.Read(data, new Memo(scan.Budget.Limits.MaxMemoEntries), reading);
        reading.Add(pickle.Seen);
        if (pickle.HasBadFrame) reading.Add(Readings.OfFramesAhead(_runner.ReadAhead(position, reading)));
        value = pickle.Value;
        end = position + pickle.End;
        if (pickle.Break is null) return true;
        reading.Add(pickle.Break);
        Sweep(position);
        return false;
    }

    /// <summary>Sweeps what is left, because its structure cannot be followed: mostly data, perhaps with a pickle in it.</summary>
    public void Sweep(long position) => _runner.Sweep(position, reading, onlyDangerous: true);
}
