namespace SafeLoad.Placement;

/// <summary>Reads what a plan says, in the order in which it lies in the file, and hands it to the target window by window.</summary>
internal static class LoadRun
{
    // A piece is one call of the target; a window is what is read together, and told as progress.
    private const int Piece = 1 << 24;
    private const long LargestWindow = 1L << 28;

    public static LoadReport Execute(LoadPlan plan, ITensorTarget target, IProgress<long>? progress, CancellationToken cancellation)
    {
        var batch = new LoadBatch(new LoadChecksums(plan.Tensors), plan.Options.Readers, cancellation);
        long window = Math.Clamp(target.Window, 1, LargestWindow), reserved = 0;
        var pieces = new List<LoadPiece>();
        bool isComplete = false;
        try
        {
            foreach (PlannedTensor planned in InFileOrder(plan.Tensors))
            {
                for (long done = 0, length = planned.Slot.ByteLength; done < length;)
                {
                    if (reserved >= window) Hand();
                    cancellation.ThrowIfCancellationRequested();
                    int itemSize = planned.Slot.DType.ItemSize,
                        wanted = (int)Math.Min(Piece, Math.Min(length - done, Math.Max(itemSize, window - reserved)));
                    Memory<byte> memory = target.Reserve(planned.Slot, done, wanted);
                    memory = memory[..(int)(Math.Min(memory.Length, length - done) / itemSize * itemSize)];
                    if (memory.IsEmpty && pieces.Count > 0)
                    {
                        Hand();
                        continue;
                    }
                    if (memory.IsEmpty) throw new InvalidOperationException($"The target has no memory for '{planned.Slot.Name}'.");
                    pieces.Add(new LoadPiece(planned, done, memory));
                    done += memory.Length;
                    reserved += memory.Length;
                }
            }
            Hand();
            isComplete = true;
        }
        finally
        {
            target.Finish(isComplete);
        }
        return plan.Report with { BytesRead = batch.BytesRead, Overflows = batch.Overflows };

        void Hand()
        {
            if (pieces.Count == 0) return;
            batch.Fill(pieces);
            foreach (LoadPiece piece in pieces) target.Written(piece.Planned.Slot, piece.Offset, piece.Memory.Length);
            pieces.Clear();
            reserved = 0;
            progress?.Report(batch.BytesRead);
        }
    }

    /// <summary>Storages in the order in which the file's tensors name them first, which is how they were written;
    /// in a storage from its beginning.</summary>
    public static IEnumerable<PlannedTensor> InFileOrder(IReadOnlyList<PlannedTensor> tensors)
    {
        var order = new Dictionary<StorageInfo, int>(tensors.Count, ReferenceEqualityComparer.Instance);
        TensorInfo? last = null;
        bool isOrdered = true;
        foreach (PlannedTensor planned in tensors)
        {
            TensorInfo tensor = planned.Tensor;
            bool isNew = order.TryAdd(tensor.Storage!, order.Count);
            isOrdered &= isNew || (ReferenceEquals(tensor.Storage, last!.Storage) && tensor.StorageOffset >= last.StorageOffset);
            last = tensor;
        }
        return isOrdered ? tensors
            : tensors.OrderBy(planned => order[planned.Tensor.Storage!]).ThenBy(static planned => planned.Tensor.StorageOffset);
    }
}
