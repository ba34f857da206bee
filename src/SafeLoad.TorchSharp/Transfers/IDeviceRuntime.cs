using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>
/// What a transfer asks of the runtime of a kind of devices, and TorchSharp does not give: addresses of device memory, streams, events,
/// and copies that go on by themselves. All calls but <see cref="AddressOf"/> mean the device that the calling thread uses.
/// </summary>
internal interface IDeviceRuntime
{
    /// <summary>The stream on which libtorch does its work, unless a program gives it another.</summary>
    const nint LibTorch = 0;

    /// <summary>Where a tensor's first element lies in the device's memory.</summary>
    nint AddressOf(torch.Tensor tensor);

    /// <summary>Begins to get memory ready that a load will take, while it is planned.</summary>
    void PreparePinned(int pieces, int bytes, int device);

    /// <summary>Memory of the CPU that the device fetches from by itself.</summary>
    torch.Tensor TakePinned(int bytes);

    /// <summary>Gives such memory back; nothing may be on its way out of it.</summary>
    void ReturnPinned(torch.Tensor memory);

    /// <summary>Lets the calling thread use a device from now on.</summary>
    void Use(int device);

    /// <summary>A new stream, which no other waits for.</summary>
    nint CreateStream();

    /// <summary>Ends a stream.</summary>
    void DestroyStream(nint stream);

    /// <summary>A new event.</summary>
    nint CreateEvent();

    /// <summary>Ends an event.</summary>
    void DestroyEvent(nint mark);

    /// <summary>Copies pinned memory to the device, when the stream comes to it.</summary>
    void Copy(nint to, nint from, int length, nint stream);

    /// <summary>Lets an event happen when the stream has done all that it was given.</summary>
    void Record(nint mark, nint stream);

    /// <summary>Lets a stream wait for an event.</summary>
    void Hold(nint stream, nint mark);

    /// <summary>Waits for an event; one that was never recorded has happened.</summary>
    void Wait(nint mark);

    /// <summary>Waits for all that a stream was given.</summary>
    void Drain(nint stream);
}
