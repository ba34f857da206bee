using SafeLoad.Diagnostics;

namespace SafeLoad.Pickle;

/// <summary>Reads one pickle out of a longer source: no further than its STOP, in pieces that double.</summary>
internal static class PickleEnd
{
    private const int FirstPiece = 1 << 12;

    // Where so little is left all of it is read at once: each piece is a copy of those before it.
    private const long AlmostAll = 8;

    /// <summary>Reads the pickle at an offset.</summary>
    /// <returns>The pickle's bytes, up to and with its STOP; where it is broken, up to the break or a little further.</returns>
    public static PickleData Read(ByteSource source, long offset, string? record, Budget budget) =>
        Read(source, offset, record, budget, readsAhead: false, out _);

    /// <summary>Reads the pickle at an offset as an unpickler reads it that reads frames ahead.</summary>
    /// <returns>As above; and where the stream stands behind it.</returns>
    public static PickleData ReadAhead(ByteSource source, long offset, string? record, Budget budget, out long next) =>
        Read(source, offset, record, budget, readsAhead: true, out next);

    private static PickleData Read(ByteSource source, long offset, string? record, Budget budget, bool readsAhead, out long next)
    {
        long available = source.Length - offset;
        byte[] bytes = [];
        int length = 0, position = 0;
        while (true)
        {
            CheckpointLocation at = new(source.Name, record, offset);
            budget.Watch(at);
            long limit = budget.Limits.MaxPickleBytes;
            if (length >= limit) budget.CheckPickleSize(length + 1L, at);
            long piece = available <= length * AlmostAll ? available : Math.Min(Math.Max(length * 2L, FirstPiece), available);
            int wanted = (int)Math.Min(piece, Math.Min(limit, Array.MaxLength));
            budget.CheckHeld(wanted, at);
            Array.Resize(ref bytes, wanted);
            source.ReadExactly(offset + length, bytes.AsSpan(length));
            length = wanted;

            var reader = new PickleReader(bytes, readsAhead ? 0 : position) { ReadsAhead = readsAhead };
            PickleStatus status = reader.ReadToStop();
            position = reader.Position;
            bool complete = status != PickleStatus.Truncated || length == available || reader.Needed > (ulong)(available - position);
            if (!complete) continue;
            int end = status == PickleStatus.Read ? position : length;
            budget.ChargePickle(end, at);
            next = offset + (status == PickleStatus.Read ? reader.StreamPosition : length);
            return new PickleData(bytes, 0, end, offset, source.Name, record) { ReadsAhead = readsAhead };
        }
    }
}
