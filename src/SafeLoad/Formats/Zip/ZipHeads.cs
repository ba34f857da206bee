using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Zip;

/// <summary>
/// The first bytes of records that lie far apart, read for many records at a time by several threads: one after the other, each costs a
/// call to the system that waits for memory, which is most of the time that an archive of thousands of tensors takes to open.
/// </summary>
/// <param name="source">The archive.</param>
/// <param name="records">Its records.</param>
/// <param name="order">Their indexes in the order of the file.</param>
internal sealed class ZipHeads(ByteSource source, ZipRecord[] records, int[] order)
{
    // A descriptor of the record before can stand in front of a local header.
    private const int Before = 64, Length = 512;
    private const int Batch = 4096, ForOneThread = 64;

    /// <summary>How many records make it worth it.</summary>
    public const int Worth = 1024;

    private readonly byte[] _bytes = new byte[Math.Min(Batch, records.Length) * Length];
    private int _first = -Batch;
    private bool _isRead;

    /// <summary>The bytes around where a record begins.</summary>
    /// <param name="position">The record's position in the order of the file; asked for one after the other.</param>
    /// <param name="start">Where in the archive they begin.</param>
    /// <returns>The bytes; none where they could not be read, which who reads them again is told.</returns>
    public Memory<byte> At(int position, out long start)
    {
        if (position >= _first + Batch) Read(position);
        start = StartOf(position);
        return _isRead ? _bytes.AsMemory((position - _first) * Length, LengthAt(start)) : default;
    }

    private void Read(int first)
    {
        int count = Math.Min(Batch, order.Length - first), threads = (count + ForOneThread - 1) / ForOneThread;
        (_first, _isRead) = (first, true);
        Parallel.For(0, threads, part =>
        {
            try
            {
                for (int i = part * ForOneThread; i < Math.Min(count, (part + 1) * ForOneThread); i++)
                {
                    long start = StartOf(first + i);
                    source.ReadExactly(start, _bytes.AsSpan(i * Length, LengthAt(start)));
                }
            }
            catch (Exception problem) when (problem is IOException or SafeLoadException)
            {
                Volatile.Write(ref _isRead, false);
            }
        });
    }

    private long StartOf(int position) => Math.Max(0, records[order[position]].HeaderOffset - Before);

    private int LengthAt(long start) => (int)Math.Clamp(source.Length - start, 0, Length);
}
