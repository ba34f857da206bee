using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Reads pickles of a content where its structure puts them, with other bytes between.</summary>
/// <param name="scanner">The scan.</param>
/// <param name="content">The bytes.</param>
/// <param name="reading">Given what is found.</param>
/// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
internal sealed class PickleCursor(ContentScanner scanner, Content content, ReadingBuilder reading, Action<PyValue>? persistent = null)
{
    private readonly PickleRunner _runner = new(scanner.Budget, content, persistent: persistent);

    /// <summary>Where the next pickle, or the bytes between, begin.</summary>
    public long Position { get; set; }

    public long Left => content.Source.Length - Position;

    public CheckpointLocation At => content.AtOffset(Position);

    /// <summary>The next pickle's value; false if it is broken: that is reported, and the rest is swept for names.</summary>
    public bool TryNext(out PyValue value)
    {
        PickleData data = PickleEnd.Read(content.Source, Position, content.Record, scanner.Budget);
        scanner.Trace.Decoded(data.Bytes.AsSpan(0, data.End));
        PickleReading pickle = _runner.Read(data, new Memo(scanner.Budget.Limits.MaxMemoEntries), reading);
        reading.Add(pickle.Seen);
        if (pickle.HasBadFrame) reading.Add(Readings.OfFramesAhead(_runner.ReadAhead(Position, reading)));
        value = pickle.Value;
        if (pickle.Break is null)
        {
            Position += pickle.End;
            return true;
        }
        reading.Add(pickle.Break);
        SweepRest();
        return false;
    }

    /// <summary>Sweeps what is left, because its structure cannot be followed: mostly data, perhaps with a pickle in it.</summary>
    public void SweepRest() => _runner.Sweep(Position, reading, onlyDangerous: true);

    /// <summary>A little-endian integer of 8 bytes; null if there are not that many.</summary>
    public long? ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        if (Left < bytes.Length) return null;
        content.Source.ReadExactly(Position, bytes);
        Position += bytes.Length;
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>Passes over bytes; false if there are not that many.</summary>
    public bool TrySkip(long count)
    {
        if (count < 0 || count > Left) return false;
        Position += count;
        return true;
    }
}
