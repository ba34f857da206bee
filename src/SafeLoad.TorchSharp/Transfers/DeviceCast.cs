using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Floating-point numbers that become those of a module on the device itself: only the file's bytes cross the bus, and the
/// processor has nothing to do with them.</summary>
/// <param name="runtime">The device's runtime.</param>
/// <param name="device">The device's number.</param>
/// <param name="windowBytes">The size of a window.</param>
internal sealed class DeviceCast(IDeviceRuntime runtime, int device, int windowBytes) : IDisposable
{
    private readonly Dictionary<(TransferBuffer, DType), torch.Tensor> _rooms = [];
    private readonly List<(TransferItem Item, torch.Tensor Size)> _largest = [];

    /// <summary>Whether libtorch casts to the same numbers as the CPU's way does: rounded to nearest, ties to even, once. Doubles that
    /// become 16 bits wide it rounds twice.</summary>
    public static bool IsSame(DType from, DType to) =>
        (from == DType.Float32 || from == DType.Float16 || from == DType.BFloat16)
            && (to == DType.Float32 || to == DType.Float16 || to == DType.BFloat16 || to == DType.Float64)
        || (from == DType.Float64 && to == DType.Float32);

    /// <summary>Where a window's numbers wait on the device until they are cast.</summary>
    /// <param name="buffer">The window's memory.</param>
    /// <param name="copy">What is sent.</param>
    public nint RoomFor(TransferBuffer buffer, TransferPiece copy)
    {
        DType dtype = copy.Item.To.DType;
        if (!_rooms.TryGetValue((buffer, dtype), out torch.Tensor? room))
        {
            var place = new torch.Device(copy.Item.To.DeviceType, copy.Item.To.DeviceType == DeviceType.CPU ? -1 : device);
            room = DeviceMemory.Take([windowBytes / dtype.ItemSize], TorchDTypes.StoredAs(dtype)!.Value, place).DetachFromDisposeScope();
            _rooms.Add((buffer, dtype), room);
            // It may be in use on libtorch's own stream until now.
            runtime.Record(buffer.Sent, IDeviceRuntime.LibTorch);
            runtime.Wait(buffer.Sent);
        }
        return runtime.AddressOf(room) + copy.Start;
    }

    /// <summary>Casts what was sent of a window, when it is there; the window's event happens after that.</summary>
    public void Cast(TransferBuffer buffer, TransferWindow window)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        runtime.Hold(IDeviceRuntime.LibTorch, buffer.Sent);
        foreach (TransferPiece copy in window.Copies)
        {
            Destination to = copy.Item.To;
            if (!to.IsCast) continue;
            int itemSize = copy.Item.ItemSize, count = copy.Length / itemSize;
            torch.Tensor from = _rooms[(buffer, to.DType)].narrow(0, copy.Start / itemSize, count);
            torch.Tensor numbers = to.Elements.narrow(0, to.Start + copy.Offset / itemSize, count);
            numbers.copy_(from);
            if (copy.Item.IsLast(copy.Length) && CanOverflow(to)) Note(copy.Item);
        }
        runtime.Record(buffer.Sent, IDeviceRuntime.LibTorch);
    }

    /// <summary>The tensors in which casts made or found infinite numbers, or may have.</summary>
    public List<TransferItem> Finish()
    {
        var found = new List<TransferItem>();
        if (_largest.Count == 0) return found;
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (var windows in _largest.GroupBy(static window => window.Size.dtype))
        {
            TransferItem[] items = [.. windows.Select(static window => window.Item)];
            torch.Tensor sizes = torch.stack([.. windows.Select(static window => window.Size)]);
            float[] numbers = torch.empty(items.Length, dtype: torch.float32, device: torch.CPU).copy_(sizes).data<float>().ToArray();
            for (int i = 0; i < items.Length; i++)
            {
                if (!float.IsFinite(numbers[i])) found.Add(items[i]);
            }
        }
        return found;
    }

    public void Dispose()
    {
        foreach (torch.Tensor room in _rooms.Values) room.Dispose();
        foreach (var (_, size) in _largest) size.Dispose();
    }

    // float16 has the narrowest range of all, and every other one that of wider numbers but in part.
    private static bool CanOverflow(Destination to) =>
        to.Elements.dtype == torch.ScalarType.Float16 || to.Elements.element_size() < to.DType.ItemSize;

    // By one pass over the whole tensor, since libtorch's stream has cast all of it by then: the largest of its numbers is infinite if one
    // is, and NaN if one is NaN.
    private void Note(TransferItem item)
    {
        torch.Tensor numbers = item.To.Elements.narrow(0, item.To.Start, item.ByteLength / item.ItemSize);
        _largest.Add((item, torch.linalg.vector_norm(numbers, double.PositiveInfinity).DetachFromDisposeScope()));
    }
}
