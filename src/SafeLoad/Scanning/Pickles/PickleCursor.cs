using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>Scans pickles of a content where the reader of its container finds them, with other bytes between.</summary>
/// <param name="scan">The scan.</param>
/// <param name="content">The bytes.</param>
/// <param name="reading">Given what is found.</param>
internal sealed class PickleCursor(ScanContext scan, Content content, ReadingBuilder reading)
{
    private PickleRunner? _runner;

    /// <summary>Where the last pickle ends that was run to its end.</summary>
    public long End { get; private set; }

    /// <summary>What runs the pickles of the container.</summary>
    /// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
    public RunPickle With(Action<PyValue>? persistent)
    {
        _runner = new PickleRunner(scan.Budget, content, persistent: persistent);
        return Run;
    }

    /// <summary>Sweeps what is left, because its structure cannot be followed: mostly data, perhaps with a pickle in it.</summary>
    public void Sweep(long position) => (_runner ??= new PickleRunner(scan.Budget, content)).Sweep(position, reading, onlyDangerous: true);

    // The pickle at a position; false if it is broken, which is reported.
    private bool Run(long position, out PyValue value, out long end)
    {
        PickleData data = PickleEnd.Read(content.Source, position, content.Record, scan.Budget);
        scan.Decoded(content, position, data.Bytes.AsSpan(0, data.End));
        PickleReading pickle = _runner!.Read(data, new Memo(scan.Budget.Limits.MaxMemoEntries), reading);
        reading.Add(pickle.Seen);
        if (pickle.HasBadFrame) reading.Add(Readings.OfFramesAhead(_runner.ReadAhead(position, reading)));
        value = pickle.Value;
        end = position + pickle.End;
        if (pickle.Break is null)
        {
            End = end;
            return true;
        }
        reading.Add(pickle.Break);
        return false;
    }
}
