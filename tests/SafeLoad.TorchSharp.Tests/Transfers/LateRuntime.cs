using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Transfers;

/// <summary>
/// A runtime whose device is the CPU, and whose streams do what they were given as late as they may: who reads, fills or frees memory too
/// early has other numbers. It counts what is made and not ended, and fails when it is told to.
/// </summary>
internal sealed class LateRuntime : IDeviceRuntime, IDisposable
{
    private readonly TransferSettings _before = TransferSettings.Current;
    private readonly Dictionary<nint, Queue<Action>> _streams = new() { [IDeviceRuntime.LibTorch] = new() };
    // An event, and the stream that it will happen on after so many actions.
    private readonly Dictionary<nint, (nint Stream, int Left)> _events = [];
    private readonly Dictionary<nint, torch.Tensor> _known = [];
    private nint _next = 1000;
    private int _copies;

    public LateRuntime(int lanes = 3, int windowBytes = 4096) =>
        TransferSettings.Current = new TransferSettings(device => device == DeviceType.CPU ? this : null)
        {
            Lanes = lanes, WindowBytes = windowBytes, PartBytes = 1000,
        };

    /// <summary>Streams, events and pinned memory that nobody ended.</summary>
    public int Alive => _streams.Count - 1 + _events.Count + _known.Values.Count(static tensor => !tensor.IsInvalid);

    public int Copies => _copies;

    /// <summary>The copy that fails, from 1 on; 0 for none.</summary>
    public int FailingCopy { get; init; }

    /// <summary>The pinned memory that there is no room for, from 1 on; 0 for none.</summary>
    public int FailingMemory { get; init; }

    /// <summary>Pieces of pinned memory that were asked for beforehand.</summary>
    public int Prepared { get; private set; }

    public Action? BeforeCopy { get; init; }

    public void Dispose() => TransferSettings.Current = _before;

    public nint AddressOf(torch.Tensor tensor) => NativeMemory.AddressOf(tensor);

    public void PreparePinned(int pieces, int bytes, int device) => Prepared += pieces;

    public void ReturnPinned(torch.Tensor memory) => memory.Dispose();

    public torch.Tensor TakePinned(int bytes)
    {
        lock (_streams)
        {
            if (_known.Count + 1 == FailingMemory) throw new InvalidOperationException("no pinned memory");
            torch.Tensor memory = torch.empty(bytes, dtype: torch.uint8, device: torch.CPU).DetachFromDisposeScope();
            _known.Add(_next++, memory);
            return memory;
        }
    }

    public void Use(int device) => Assert.That(device, Is.Zero);

    public nint CreateStream()
    {
        lock (_streams)
        {
            _streams.Add(++_next, new());
            return _next;
        }
    }

    public void DestroyStream(nint stream)
    {
        lock (_streams)
        {
            Assert.That(_streams[stream], Is.Empty, "a stream is ended that has work left");
            _streams.Remove(stream);
        }
    }

    public nint CreateEvent()
    {
        lock (_streams)
        {
            _events.Add(++_next, default);
            return _next;
        }
    }

    public void DestroyEvent(nint mark)
    {
        lock (_streams) _events.Remove(mark);
    }

    public unsafe void Copy(nint to, nint from, int length, nint stream)
    {
        BeforeCopy?.Invoke();
        lock (_streams)
        {
            if (++_copies == FailingCopy) throw new InvalidOperationException("the device fell off the bus");
            _streams[stream].Enqueue(() => new Span<byte>((void*)from, length).CopyTo(new Span<byte>((void*)to, length)));
        }
    }

    public void Record(nint mark, nint stream)
    {
        lock (_streams) _events[mark] = (stream, _streams[stream].Count);
    }

    // libtorch's own stream is the CPU, which works at once.
    public void Hold(nint stream, nint mark)
    {
        if (stream == IDeviceRuntime.LibTorch) Wait(mark);
    }

    public void Wait(nint mark)
    {
        lock (_streams)
        {
            var (stream, left) = _events[mark];
            if (stream != 0) Work(stream, left);
            _events[mark] = default;
        }
    }

    public void Drain(nint stream)
    {
        lock (_streams) Work(stream, _streams[stream].Count);
    }

    private void Work(nint stream, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _streams[stream].Dequeue()();
            foreach (var (mark, other) in _events.ToArray())
            {
                if (other.Stream == stream && other.Left > 0) _events[mark] = (stream, other.Left - 1);
            }
        }
    }
}
