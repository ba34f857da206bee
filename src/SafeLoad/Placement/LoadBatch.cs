using System.Buffers;
using System.Runtime.ExceptionServices;
using SafeLoad.Tensors;

namespace SafeLoad.Placement;

/// <summary>Fills pieces from the file, several at a time.</summary>
/// <param name="checksums">The storages whose checksums are computed on the way.</param>
/// <param name="readers">The most threads.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class LoadBatch(LoadChecksums checksums, int readers, CancellationToken cancellation)
{
    // Parts keep a disk busy, fit a processor's cache, and are so many that all threads end at about the same time.
    private const int SmallestPart = 1 << 18, LargestPart = 1 << 21, PartsForEach = 4;

    // Below this more threads cost more than they read.
    private const int WorthThreads = 1 << 20;
    private const int CastPiece = 1 << 16;

    private readonly Dictionary<PlannedTensor, TensorReader> _readers = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finite numbers that became infinite, by slot.</summary>
    public Dictionary<string, long> Overflows { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Fills the pieces; their order is that of the file.</summary>
    public void Fill(List<LoadPiece> pieces)
    {
        List<Action> work = Work(pieces, out long bytes);
        if (work.Count == 1 || readers == 1 || bytes < WorthThreads) foreach (Action action in work) Do(action);
        else RunTogether(work);
        BytesRead += bytes;
    }

    private List<Action> Work(List<LoadPiece> pieces, out long bytes)
    {
        var work = new List<Action>();
        int part = (int)Math.Clamp(
            pieces.Sum(static piece => (long)piece.Memory.Length) / ((long)readers * PartsForEach), SmallestPart, LargestPart);
        bytes = 0;
        for (int i = 0; i < pieces.Count;)
        {
            PlannedTensor planned = pieces[i].Planned;
            if (LoadPiece.IsDirect(planned))
            {
                AddParts(work, pieces[i], part);
                bytes += pieces[i++].Memory.Length;
                continue;
            }
            // The elements of one tensor are gathered in order, by one thread.
            int first = i;
            for (; i < pieces.Count && ReferenceEquals(pieces[i].Planned, planned); i++)
                bytes += pieces[i].Memory.Length / planned.Slot.DType.ItemSize * planned.Tensor.DType.ItemSize;
            LoadPiece[] own = [.. pieces[first..i]];
            if (!_readers.TryGetValue(planned, out TensorReader? reader)) _readers.Add(planned, reader = new TensorReader(planned.Tensor));
            work.Add(() => Gather(reader, own));
        }
        return work;
    }

    private void AddParts(List<Action> work, LoadPiece piece, int part)
    {
        TensorInfo tensor = piece.Planned.Tensor;
        long start = tensor.StorageOffset * tensor.DType.ItemSize + piece.Offset;
        for (int done = 0; done < piece.Memory.Length; done += part)
        {
            Memory<byte> memory = piece.Memory.Slice(done, Math.Min(part, piece.Memory.Length - done));
            long at = start + done;
            work.Add(() => checksums.Read(tensor.Storage!, at, memory.Span));
        }
    }

    private void Gather(TensorReader reader, LoadPiece[] pieces)
    {
        long overflowed = 0;
        foreach (LoadPiece piece in pieces)
        {
            cancellation.ThrowIfCancellationRequested();
            if (piece.Planned.IsCast) overflowed += Cast(reader, piece.Planned, piece.Memory);
            else reader.Read(piece.Memory.Span);
        }
        if (overflowed == 0) return;
        string name = pieces[0].Planned.Slot.Name;
        lock (Overflows) Overflows[name] = Overflows.GetValueOrDefault(name) + overflowed;
    }

    private static long Cast(TensorReader reader, PlannedTensor planned, Memory<byte> memory)
    {
        DType from = planned.Tensor.DType, to = planned.Slot.DType;
        long overflowed = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CastPiece);
        while (!memory.IsEmpty)
        {
            int count = Math.Min(CastPiece / from.ItemSize, memory.Length / to.ItemSize);
            Span<byte> source = buffer.AsSpan(0, count * from.ItemSize);
            reader.Read(source);
            overflowed += FloatCast.Cast(from, source, to, memory.Span[..(count * to.ItemSize)]);
            memory = memory[(count * to.ItemSize)..];
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return overflowed;
    }

    private void Do(Action action)
    {
        cancellation.ThrowIfCancellationRequested();
        action();
    }

    // The first error ends all, and leaves as it is.
    private void RunTogether(List<Action> work)
    {
        int next = -1;
        Exception? problem = null;
        Parallel.For(0, Math.Min(readers, work.Count), _ =>
        {
            try
            {
                for (int i; problem is null && (i = Interlocked.Increment(ref next)) < work.Count;) Do(work[i]);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref problem, error, null);
            }
        });
        if (problem is not null) ExceptionDispatchInfo.Throw(problem);
    }
}
