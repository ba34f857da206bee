using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Pinned memory for a window, and the event after which it may be filled again.</summary>
internal sealed class TransferBuffer : IDisposable
{
    private readonly IDeviceRuntime _runtime;
    private readonly torch.Tensor _memory;
    private readonly int _length;

    public TransferBuffer(IDeviceRuntime runtime, int length)
    {
        (_runtime, _length) = (runtime, length);
        _memory = runtime.TakePinned(length);
        try
        {
            Address = NativeMemory.AddressOf(_memory);
            Sent = runtime.CreateEvent();
        }
        catch
        {
            runtime.ReturnPinned(_memory);
            throw;
        }
    }

    public nint Address { get; }

    /// <summary>Happens when the device has all that was sent out of the memory.</summary>
    public nint Sent { get; }

    public unsafe Span<byte> Memory => new((void*)Address, _length);

    /// <summary>Gives the memory back; nothing may be on its way out of it.</summary>
    public void Dispose()
    {
        _runtime.ReturnPinned(_memory);
        _runtime.DestroyEvent(Sent);
    }
}
