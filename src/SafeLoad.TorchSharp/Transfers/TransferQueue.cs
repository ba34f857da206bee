namespace SafeLoad.TorchSharp.Transfers;

/// <summary>The windows that lanes have still to carry, those of each device in the order of the file.</summary>
internal sealed class TransferQueue
{
    private readonly Dictionary<int, Queue<TransferWindow>> _byDevice = [];

    public TransferQueue(List<TransferWindow> windows)
    {
        foreach (TransferWindow window in windows)
        {
            if (!_byDevice.TryGetValue(window.Device, out Queue<TransferWindow>? own)) _byDevice.Add(window.Device, own = new());
            own.Enqueue(window);
        }
    }

    /// <summary>The devices.</summary>
    public int[] Devices => [.. _byDevice.Keys];

    /// <summary>The next window of a device; null if there is none left. From any thread.</summary>
    public TransferWindow? Next(int device)
    {
        Queue<TransferWindow> own = _byDevice[device];
        lock (own) return own.TryDequeue(out TransferWindow? window) ? window : null;
    }
}
