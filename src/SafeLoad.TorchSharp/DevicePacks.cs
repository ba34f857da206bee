using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Memory for blocks of new tensors. Small ones of one dtype share a tensor, so that thousands cost few allocations,
/// and one copy to a device fills many; the memory goes when the last of them does.
/// </summary>
internal sealed class DevicePacks
{
    private readonly List<Pack> _open = [];

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
        Pack? pack = _open.Find(pack => pack.Whole.DType == dtype && ReferenceEquals(pack.Device, device));
        long start = pack is null ? 0 : Destination.Align(pack.Used) / dtype.ItemSize;
        if (pack is null || (start + count) * dtype.ItemSize > length)
        {
            if (pack is not null) _open.Remove(pack);
            _open.Add(pack = new Pack(device, new Destination(Make(dtype, length / dtype.ItemSize, device), dtype)));
            start = 0;
        }
        pack.Used = (start + count) * dtype.ItemSize;
        return new Destination(pack.Whole, start);
    }

    private static torch.Tensor Make(DType dtype, long count, torch.Device device) =>
        DeviceMemory.Take([count], TorchDTypes.StoredAs(dtype)!.Value, device);

    // A tensor that small ones share, and how many bytes of it are taken.
    private sealed class Pack(torch.Device device, Destination whole)
    {
        public torch.Device Device => device;

        public Destination Whole => whole;

        public long Used { get; set; }
    }
}
