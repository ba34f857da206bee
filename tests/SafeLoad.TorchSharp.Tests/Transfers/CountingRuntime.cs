using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Transfers;

/// <summary>The runtime of CUDA devices, with a count of what is made and not ended.</summary>
internal sealed class CountingRuntime : IDeviceRuntime, IDisposable
{
    private readonly TransferSettings _before = TransferSettings.Current;
    private readonly IDeviceRuntime _cuda;
    private int _alive, _copies;

    public CountingRuntime(IDeviceRuntime cuda)
    {
        _cuda = cuda;
        TransferSettings.Current = _before with { RuntimeOf = device => device == DeviceType.CUDA ? this : null, WindowBytes = 1 << 16 };
    }

    /// <summary>Streams and events.</summary>
    public int Alive => _alive;

    public int Copies => _copies;

    public void Dispose() => TransferSettings.Current = _before;

    public nint AddressOf(torch.Tensor tensor) => _cuda.AddressOf(tensor);

    public torch.Tensor TakePinned(int bytes) => _cuda.TakePinned(bytes);

    public void PreparePinned(int pieces, int bytes, int device) => _cuda.PreparePinned(pieces, bytes, device);

    public void ReturnPinned(torch.Tensor memory) => _cuda.ReturnPinned(memory);

    public void Use(int device) => _cuda.Use(device);

    public nint CreateStream()
    {
        Interlocked.Increment(ref _alive);
        return _cuda.CreateStream();
    }

    public void DestroyStream(nint stream)
    {
        _cuda.DestroyStream(stream);
        Interlocked.Decrement(ref _alive);
    }

    public nint CreateEvent()
    {
        Interlocked.Increment(ref _alive);
        return _cuda.CreateEvent();
    }

    public void DestroyEvent(nint mark)
    {
        _cuda.DestroyEvent(mark);
        Interlocked.Decrement(ref _alive);
    }

    public void Copy(nint to, nint from, int length, nint stream)
    {
        Interlocked.Increment(ref _copies);
        _cuda.Copy(to, from, length, stream);
    }

    public void Record(nint mark, nint stream) => _cuda.Record(mark, stream);

    public void Hold(nint stream, nint mark) => _cuda.Hold(stream, mark);

    public void Wait(nint mark) => _cuda.Wait(mark);

    public void Drain(nint stream) => _cuda.Drain(stream);
}
