using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Memory for blocks of new tensors. Small ones of one dtype share a tensor, so that thousands cost few allocations,
/// and one copy to a device fills many; the memory goes when the last of them does.
/// </summary>
internal sealed class DevicePacks
{
    private readonly Dictionary<(torch.Device, DType), (Destination Whole, long Used)> _open = [];

    /// <summary>Memory for a run of elements.</summary>
    /// <param name="dtype">The elements' type.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="device">Where they go; the same object for the same device.</param>
    /// <returns>A run of a tensor that is in the current dispose scope.</returns>
    public Destination Take(DType dtype, long count, torch.Device device)
    {
        // Sending costs a call each, memory of the CPU only its allocation.
        var (small, length) = device.type == DeviceType.CPU ? (1L << 14, 1L << 20) : (4L << 20, 32L << 20);
        if (count * dtype.ItemSize >= small) return new Destination(Make(dtype, count, device), dtype);
        long capacity = length / dtype.ItemSize;
        bool isOpen = _open.TryGetValue((device, dtype), out var pack);
        long start = isOpen ? StagingBuffers.Align(pack.Used, dtype) : 0;
        if (!isOpen || start + count > capacity) (pack.Whole, start) = (new Destination(Make(dtype, capacity, device), dtype), 0);
        _open[(device, dtype)] = (pack.Whole, start + count);
        return new Destination(pack.Whole, start);
    }

    private static torch.Tensor Make(DType dtype, long count, torch.Device device) =>
        torch.empty(count, dtype: TorchDTypes.StoredAs(dtype)!.Value, device: device);
}
