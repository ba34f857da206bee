namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Divides tensors into windows: large ones over several, small ones packed into one, each in its device's own.</summary>
internal static class TransferPlanner
{
    // A window's last room is not worth a part of a tensor.
    private const int SmallestPart = 1 << 16;

    /// <summary>Plans windows.</summary>
    /// <param name="items">The tensors in the order of the file.</param>
    /// <param name="windowBytes">The size of a window; at least that of an element.</param>
    /// <returns>The windows in the order of the file; each byte of a tensor is in one.</returns>
    public static List<TransferWindow> Plan(IEnumerable<TransferItem> items, int windowBytes)
    {
        var windows = new List<TransferWindow>();
        var open = new List<TransferWindow>();
        foreach (TransferItem item in items)
        {
            TransferWindow? window = open.Find(window => window.Device == item.To.DeviceIndex);
            for (long done = 0; done < item.ByteLength;)
            {
                bool joins = window is not null && Joins(window, item, done);
                int start = window is null ? 0 : joins ? StartOf(window, item, done) : (int)Destination.Align(window.Used);
                int length = LengthOf(item, done, windowBytes - start, windowBytes);
                if (window is null || length == 0)
                {
                    open.Remove(window!);
                    windows.Add(window = new TransferWindow(item.To.DeviceIndex));
                    open.Add(window);
                    continue;
                }
                window.Pieces.Add(new TransferPiece(item, done, start, length));
                if (joins) window.Copies[^1].Length = start + length - window.Copies[^1].Start;
                else window.Copies.Add(new TransferPiece(item, done, start, length));
                done += length;
            }
        }
        return windows;
    }

    // Whether a piece begins in the device's memory where the last copy ends, but for the padding between runs, which nobody has.
    private static bool Joins(TransferWindow window, TransferItem item, long done)
    {
        if (window.Pieces.Count == 0 || item.To.IsCast) return false;
        TransferPiece last = window.Pieces[^1];
        return !last.Item.To.IsCast && ReferenceEquals(last.Item.To.Elements, item.To.Elements)
            && item.To.Position + done == Destination.Align(last.Item.To.Position + last.Offset + last.Length);
    }

    // As far behind the last copy's beginning as it is on the device.
    private static int StartOf(TransferWindow window, TransferItem item, long done)
    {
        TransferPiece copy = window.Copies[^1];
        return (int)(copy.Start + (item.To.Position + done - copy.Item.To.Position - copy.Offset));
    }

    private static int LengthOf(TransferItem item, long done, int room, int windowBytes)
    {
        long left = item.ByteLength - done;
        if (left <= room) return (int)left;
        return room < Math.Min(SmallestPart, windowBytes) ? 0 : room / item.ItemSize * item.ItemSize;
    }
}
