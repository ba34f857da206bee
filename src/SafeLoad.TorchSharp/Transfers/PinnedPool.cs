using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>
/// Pinned memory that waits for the next load. To pin it takes as long as to fill it several times, and libtorch, whose it is, would keep
/// it from the system all the same: as much stays as the load with the most windows had.
/// </summary>
internal static class PinnedPool
{
    // The driver pins one piece after the other; what is before and after that can be done beside it.
    private const int Threads = 3;

    private static readonly Stack<torch.Tensor> s_free = [];
    private static int s_coming;

    /// <summary>Pieces that nobody has now.</summary>
    public static int Free
    {
        get
        {
            lock (s_free) return s_free.Count;
        }
    }

    /// <summary>Begins to pin pieces that a load will ask for, where the pool has not so many, while the load is planned.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="bytes">The size of each.</param>
    /// <param name="use">Lets a thread use the load's device: another would be started for it.</param>
    public static void Prepare(int pieces, int bytes, Action use)
    {
        int missing;
        lock (s_free) s_coming += missing = Math.Max(0, pieces - s_free.Count - s_coming);
        if (missing == 0) return;
        for (int i = 0; i < Threads; i++)
        {
            int own = missing * (i + 1) / Threads - missing * i / Threads;
            if (own > 0) new Thread(() => Fill(own, bytes, use)) { IsBackground = true, Name = "SafeLoad pinning" }.Start();
        }
    }

    /// <summary>A piece; a new one if none of its size is free, or on its way.</summary>
    /// <exception cref="InvalidOperationException">There is no room for it.</exception>
    public static torch.Tensor Take(int bytes)
    {
        torch.Tensor? piece = null;
        lock (s_free)
        {
            while (s_free.Count == 0 && s_coming > 0) Monitor.Wait(s_free);
            if (s_free.Count > 0) piece = s_free.Pop();
        }
        if (piece is not null && piece.numel() == bytes) return piece;
        piece?.Dispose();
        return Pin(bytes);
    }

    /// <summary>Gives a piece back; nothing may be on its way out of it.</summary>
    public static void Return(torch.Tensor piece)
    {
        lock (s_free) s_free.Push(piece);
    }

    // What cannot be pinned here will be tried again, and told, by the thread that needs it.
    private static void Fill(int pieces, int bytes, Action use)
    {
        try
        {
            use();
            for (; pieces > 0; pieces--) Add(Pin(bytes));
        }
        catch (InvalidOperationException)
        {
            for (; pieces > 0; pieces--) Add(null);
        }
    }

    private static void Add(torch.Tensor? piece)
    {
        lock (s_free)
        {
            s_coming--;
            if (piece is not null) s_free.Push(piece);
            Monitor.PulseAll(s_free);
        }
    }

    private static torch.Tensor Pin(int bytes)
    {
        using torch.Tensor pageable = torch.empty(bytes, dtype: torch.uint8, device: torch.CPU);
        return DeviceMemory.Take("pin memory for a transfer", pageable.pin_memory).DetachFromDisposeScope();
    }
}
