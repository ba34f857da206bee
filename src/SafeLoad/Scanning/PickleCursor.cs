using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Reads pickles of a content where its structure puts them, with other bytes between.</summary>
internal sealed class PickleCursor(ContentScanner scanner, Content content, ScanHost host)
{
    private readonly AheadReading _ahead = new(scanner, content, host);

    /// <summary>Where the next pickle, or the bytes between, begin.</summary>
    public long Position { get; set; }

    public long Left => content.Source.Length - Position;

    public CheckpointLocation At => content.AtOffset(Position);

    /// <summary>The next pickle's value; false if it is broken: that is reported, and the rest is swept for names.</summary>
    public bool TryNext(out PyValue value)
    {
        value = default;
        PickleData data = PickleEnd.Read(content.Source, Position, content.Record, scanner.Budget);
        scanner.Trace.Decoded(data.Bytes.AsSpan(0, data.End));
        try
        {
            value = PickleMachine.Run(data, host, scanner.Budget, out int end);
            _ahead.Read(Position);
            Position += end;
            return true;
        }
        catch (MalformedCheckpointException problem)
        {
            _ahead.Read(Position);
            scanner.Trace.Add(problem);
            SweepRest();
            return false;
        }
    }

    /// <summary>Sweeps what is left, because its structure cannot be followed: mostly data, perhaps with a pickle in it.</summary>
    public void SweepRest() => PickleSweep.Sweep(scanner, content, Position, host, onlyDangerous: true);

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
