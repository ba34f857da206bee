using System.Buffers;
using SafeLoad.Tensors;

namespace SafeLoad.Training;

/// <summary>Reads what a plan says, in the order in which it lies in the file, and hands it to the target piece by piece.</summary>
internal static class LoadRun
{
    // Large enough that a disk and a device are kept busy, small enough that nobody minds the memory.
    private const int Piece = 1 << 24, CastPiece = 1 << 16;

    public static LoadReport Execute(LoadPlan plan, ITensorTarget target, IProgress<long>? progress, CancellationToken cancellation)
    {
        long read = 0;
        var overflows = new Dictionary<string, long>(StringComparer.Ordinal);
        bool isComplete = false;
        try
        {
            foreach (PlannedTensor planned in InFileOrder(plan.Tensors))
            {
                long overflowed = 0;
                var reader = new TensorReader(planned.Tensor);
                for (long done = 0, length = planned.Slot.ByteLength; done < length;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Span<byte> memory = target.Reserve(planned.Slot, done, (int)Math.Min(Piece, length - done));
                    memory = memory[..(int)(Math.Min(memory.Length, length - done) / planned.Slot.DType.ItemSize * planned.Slot.DType.ItemSize)];
                    if (memory.IsEmpty) throw new InvalidOperationException($"The target has no memory for '{planned.Slot.Name}'.");
                    overflowed += Fill(reader, planned, memory, ref read);
                    target.Written(planned.Slot, done, memory.Length);
                    done += memory.Length;
                    progress?.Report(read);
                }
                if (overflowed > 0) overflows.Add(planned.Slot.Name, overflowed);
            }
            isComplete = true;
        }
        finally
        {
            target.Finish(isComplete);
        }
        return plan.Report with { BytesRead = read, Overflows = overflows };
    }

    private static long Fill(TensorReader reader, PlannedTensor planned, Span<byte> memory, ref long read)
    {
        DType from = planned.Tensor.DType, to = planned.Slot.DType;
        if (!planned.IsCast)
        {
            reader.Read(memory);
            read += memory.Length;
            return 0;
        }
        long overflowed = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CastPiece);
        while (!memory.IsEmpty)
        {
            int count = Math.Min(CastPiece / from.ItemSize, memory.Length / to.ItemSize);
            Span<byte> source = buffer.AsSpan(0, count * from.ItemSize);
            reader.Read(source);
            overflowed += FloatCast.Cast(from, source, to, memory[..(count * to.ItemSize)]);
            memory = memory[(count * to.ItemSize)..];
            read += source.Length;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return overflowed;
    }

    // Storages in the order in which the file's tensors name them first, which is how they were written; in a storage from its beginning.
    private static IEnumerable<PlannedTensor> InFileOrder(IReadOnlyList<PlannedTensor> tensors)
    {
        var order = new Dictionary<StorageInfo, int>(ReferenceEqualityComparer.Instance);
        foreach (PlannedTensor planned in tensors) order.TryAdd(planned.Tensor.Storage!, order.Count);
        return tensors.OrderBy(planned => order[planned.Tensor.Storage!]).ThenBy(static planned => planned.Tensor.StorageOffset);
    }
}
