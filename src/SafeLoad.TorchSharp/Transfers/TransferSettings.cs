using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>How tensors reach a device.</summary>
/// <param name="RuntimeOf">Gives the runtime of a kind of devices; null where there is none that can be called.</param>
internal sealed record TransferSettings(Func<DeviceType, IDeviceRuntime?> RuntimeOf)
{
    /// <summary>The settings of every load; others are for tests and measurements.</summary>
    public static TransferSettings Current { get; internal set; } = 
        new(static device => device == DeviceType.CUDA ? CudaRuntime.Find() : null);

    /// <summary>How many threads read and send to one device. More than these wait for its bus, fewer do not fill it.</summary>
    public int Lanes { get; init; } = Math.Clamp(Processors - 2, 2, 14);

    private static int Processors => Environment.ProcessorCount;

    /// <summary>The settings of a load onto several devices. Each has a bus of its own, so that more threads send; they share the
    /// processors and their cache, so that windows are smaller by as much.</summary>
    /// <param name="devices">The number of devices.</param>
    public TransferSettings To(int devices)
    {
        int lanes = Math.Max(Lanes, Math.Min(Lanes * devices, Processors - 2));
        int windowBytes = (int)((long)WindowBytes * Lanes / lanes);
        return this with { Lanes = lanes, WindowBytes = Math.Max(Math.Min(WindowBytes, 1 << 16), windowBytes) };
    }

    /// <summary>Lets a device's runtime get ready for a load, while the load is planned.</summary>
    /// <param name="type">The kind of device.</param>
    /// <param name="device">Its number.</param>
    /// <param name="bytes">About how many bytes will be loaded.</param>
    public void Prepare(DeviceType type, int device, long bytes)
    {
        if (type == DeviceType.CPU || bytes < WindowBytes || RuntimeOf(type) is not { } runtime) return;
        runtime.PreparePinned((int)Math.Min(2 * Lanes, bytes / WindowBytes), WindowBytes, Math.Max(0, device));
    }

    /// <summary>The bytes of a window: they stay in the processor's cache on their way, where larger ones do not.</summary>
    public int WindowBytes { get; init; } = 4 << 20;

    /// <summary>The most bytes that are read at a time, so that their checksum finds them in the cache of the processor's core.</summary>
    public int PartBytes { get; init; } = 1 << 18;
}
