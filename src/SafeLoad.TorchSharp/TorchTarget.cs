using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Tensors that a plan fills: on the CPU in place, on a device by windows of neighbouring tensors through two buffers,
/// so that reading and sending go on at the same time, and one copy sends many tensors.
/// </summary>
/// <param name="slots">The slots.</param>
/// <param name="destinations">Where each slot's elements go, by its name; a slot without one is read and thrown away.</param>
internal sealed class TorchTarget(IReadOnlyCollection<TensorSlot> slots, IReadOnlyDictionary<string, Destination> destinations)
    : ITensorTarget, IDisposable
{
    // Runs that lie so close together are sent as one, with what lies between them.
    private const int LargestGap = 4096;

    private readonly Dictionary<DType, StagingBuffers> _staging = [];
    private readonly Queue<Reservation> _reserved = new();
    private readonly List<torch.Device> _devices = [];
    private readonly HashSet<string> _filled = new(StringComparer.Ordinal);
    private readonly List<string> _waiting = [];
    private Run? _run;
    private bool _windowEnds, _isFirst = true, _isSending;

    public IReadOnlyCollection<TensorSlot> Slots => slots;

    /// <summary>The names of the slots that have numbers of the file now, some or all.</summary>
    public IReadOnlyCollection<string> Filled => _filled;

    public long Window => destinations.Values.Any(static destination => destination.IsStaged) ? StagingBuffers.Largest : 1L << 28;

    public Memory<byte> Reserve(TensorSlot slot, long offset, int length)
    {
        if (_windowEnds) BeginWindow();
        if (!destinations.TryGetValue(slot.Name, out Destination? to)) return new byte[length];
        if (!to.IsStaged) return to.Memory(offset, length, () => Note(slot.Name));
        if (!_staging.TryGetValue(slot.DType, out StagingBuffers? staging))
            _staging.Add(slot.DType, staging = new StagingBuffers(slot.DType, TotalOf(slot.DType)));
        Memory<byte> memory = staging.Reserve(length, out long start);
        if (memory.IsEmpty) return memory;
        _reserved.Enqueue(new Reservation(to.Start + offset / slot.DType.ItemSize, staging, start));
        return memory;
    }

    public void Written(TensorSlot slot, long offset, int length)
    {
        // The other buffers were sent while these were filled.
        if (_isFirst) Wait();
        (_windowEnds, _isFirst) = (true, false);
        if (!destinations.TryGetValue(slot.Name, out Destination? to) || !to.IsStaged) return;
        var (element, from, start) = _reserved.Dequeue();
        long count = length / slot.DType.ItemSize;
        if (_run is { } run && ReferenceEquals(run.Elements, to.Elements) && ReferenceEquals(run.Buffer, from.Buffer)
            && element - run.To == start - run.From && start - run.From - run.Count is >= 0 and <= LargestGap)
        {
            _run = run with { Count = start - run.From + count };
            _waiting.Add(slot.Name);
            return;
        }
        Send();
        _waiting.Add(slot.Name);
        _run = new Run(to.Elements, element, from.Buffer, start, count);
    }

    public void Finish(bool isComplete)
    {
        if (isComplete) Send();
        Wait();
    }

    public void Dispose()
    {
        foreach (StagingBuffers staging in _staging.Values) staging.Dispose();
    }

    // Of memory of the CPU several threads fill pieces.
    private void Note(string name)
    {
        lock (_filled) _filled.Add(name);
    }

    private long TotalOf(DType dtype) =>
        slots.Where(slot => slot.DType == dtype).Sum(static slot => slot.ByteLength + Destination.Alignment);

    private void BeginWindow()
    {
        Send();
        (_windowEnds, _isFirst) = (false, true);
        foreach (StagingBuffers staging in _staging.Values) staging.Swap();
    }

    private void Send()
    {
        if (_run is not { } run) return;
        _filled.UnionWith(_waiting);
        _waiting.Clear();
        using torch.Tensor from = run.Buffer.narrow(0, run.From, run.Count), to = run.Elements.narrow(0, run.To, run.Count);
        to.copy_(from, true);
        if (run.Elements.device_type == DeviceType.CUDA && !_devices.Exists(device => device.index == run.Elements.device_index))
            _devices.Add(run.Elements.device);
        _isSending = true;
        _run = null;
    }

    private void Wait()
    {
        if (_isSending)
        {
            foreach (torch.Device device in _devices) torch.cuda.synchronize(device);
        }
        _isSending = false;
    }

    // Room in a buffer, and the element of the tensor that goes there.
    private sealed record Reservation(long Element, StagingBuffers From, long Start);

    // Elements on their way: so many from one place of a buffer to one place of a tensor.
    private readonly record struct Run(torch.Tensor Elements, long To, torch.Tensor Buffer, long From, long Count);
}
