using SafeLoad.Tensors;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Memory for blocks of new tensors. On a device small ones of one dtype share a tensor, so that one copy fills many; the memory goes when the last of them does.
/// </summary>
internal sealed class DevicePacks
{
    private const long Small = 4 << 20, PackLength = 32 << 20;

    private readonly Dictionary<(string, DType), (torch.Tensor Elements, long Used)> _open = [];

    /// <summary>Memory for a run of elements.</summary>
    /// <param name="dtype">The elements' type.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="device">Where they go.</param>
    /// <returns>A run of a tensor that is in the current dispose scope.</returns>
    public Destination Take(DType dtype, long count, torch.Device device)
    {
        torch.ScalarType type = TorchDTypes.StoredAs(dtype)!.Value;
        if (device.type == DeviceType.CPU || count * dtype.ItemSize >= Small) return new Destination(torch.empty(count, dtype: type, device: device), 0, dtype);
        var key = (device.ToString(), dtype);
        long capacity = PackLength / dtype.ItemSize, start = _open.TryGetValue(key, out var pack) ? StagingBuffers.Align(pack.Used, dtype) : capacity;
        if (start + count > capacity) (pack.Elements, start) = (torch.empty(capacity, dtype: type, device: device), 0);
        _open[key] = (pack.Elements, start + count);
        return new Destination(pack.Elements, start, dtype);
    }
}
