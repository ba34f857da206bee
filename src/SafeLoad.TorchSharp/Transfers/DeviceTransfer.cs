using System.Runtime.ExceptionServices;
using SafeLoad.Placement;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Brings tensors from a file to devices by several threads, each with a stream of its own.</summary>
internal sealed class DeviceTransfer
{
    private readonly IDeviceRuntime _runtime;
    private readonly TransferSettings _settings;
    private readonly TransferQueue _queue;
    private readonly LoadChecksums _checksums;
    private readonly CancellationToken _cancellation;
    private readonly int _lanes;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly HashSet<TransferItem> _infinite = new(ReferenceEqualityComparer.Instance);
    private Exception? _problem;
    private long _bytesRead;

    /// <param name="runtime">The devices' runtime.</param>
    /// <param name="items">The tensors in the order of the file.</param>
    /// <param name="cancellation">Ends it.</param>
    public DeviceTransfer(IDeviceRuntime runtime, IReadOnlyList<TransferItem> items, CancellationToken cancellation)
    {
        int devices = items.Select(static item => item.To.DeviceIndex).Distinct().Count();
        (_runtime, _settings, _cancellation) = (runtime, TransferSettings.Current.To(devices), cancellation);
        List<TransferWindow> windows = TransferPlanner.Plan(items, _settings.WindowBytes);
        _queue = new TransferQueue(windows);
        _checksums = new LoadChecksums([.. items.Select(static item => item.Planned)]);
        _lanes = Math.Max(Math.Min(_settings.Lanes, windows.Count), _queue.Devices.Length);
    }

    /// <summary>The names of the slots that have numbers of the file now, some or all.</summary>
    public IReadOnlyCollection<string> Written => _written;

    /// <summary>Finite numbers that casts made infinite, by slot.</summary>
    public Dictionary<string, long> Overflows { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Fills all; when it ends, nothing is on its way any more.</summary>
    /// <param name="progress">Told how many bytes have been read, by this thread.</param>
    /// <param name="meanwhile">What this thread does first.</param>
    public void Run(IProgress<long>? progress, Action? meanwhile)
    {
        int[] devices = _queue.Devices;
        var threads = new Thread[_lanes];
        for (int i = 0; i < threads.Length; i++)
        {
            int device = devices[i % devices.Length];
            threads[i] = new Thread(() => Carry(device)) { IsBackground = true, Name = "SafeLoad transfer" };
            threads[i].Start();
        }
        try
        {
            meanwhile?.Invoke();
        }
        catch (Exception problem)
        {
            Interlocked.CompareExchange(ref _problem, problem, null);
        }
        Wait(threads, progress);
        if (_problem is not null) ExceptionDispatchInfo.Throw(_problem);
        foreach (TransferItem item in _infinite)
        {
            long overflowed = Infinities.Of(item.To.Elements) - Infinities.Of(item.Planned.Tensor);
            if (overflowed > 0) Overflows.Add(item.Planned.Slot.Name, overflowed);
        }
    }

    private void Wait(Thread[] threads, IProgress<long>? progress)
    {
        long told = 0;
        foreach (Thread thread in threads)
        {
            if (progress is null) thread.Join();
            else while (!thread.Join(ProgressInterval)) Tell();
        }
        if (_problem is null) Tell();

        void Tell()
        {
            if (BytesRead <= told) return;
            try
            {
                progress?.Report(told = BytesRead);
            }
            catch (Exception problem)
            {
                Interlocked.CompareExchange(ref _problem, problem, null);
            }
        }
    }

    private static TimeSpan ProgressInterval { get; } = TimeSpan.FromMilliseconds(20);

    // A lane: the first error ends all, and leaves as it is.
    private void Carry(int device)
    {
        try
        {
            using var lane = new TransferLane(_runtime, _settings, device);
            while (_problem is null && _queue.Next(device) is { } window)
            {
                lane.Carry(window, _checksums, Note, _cancellation);
                Interlocked.Add(ref _bytesRead, window.BytesRead);
            }
            List<TransferItem> infinite = lane.Finish();
            lock (_infinite) _infinite.UnionWith(infinite);
        }
        catch (Exception problem)
        {
            Interlocked.CompareExchange(ref _problem, problem, null);
        }
    }

    private void Note(TransferPiece piece)
    {
        lock (_written) _written.Add(piece.Item.Planned.Slot.Name);
    }
}
