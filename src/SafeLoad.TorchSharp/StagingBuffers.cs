using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Two buffers of one dtype on the way to a device: one is filled from the file while the other is sent. Pinned where there is CUDA,
/// so that the device fetches by itself.
/// </summary>
/// <param name="dtype">The elements' type.</param>
/// <param name="bytes">The bytes that will be sent in all: no more room is made.</param>
internal sealed class StagingBuffers(DType dtype, long bytes) : IDisposable
{
    /// <summary>The most bytes of one buffer: a window of neighbouring tensors.</summary>
    public const int Largest = 32 << 20;

    private readonly int _length = (int)Math.Min(Largest, bytes + Destination.Alignment);
    private readonly torch.Tensor?[] _buffers = new torch.Tensor?[2];
    private readonly nint[] _addresses = new nint[2];
    private int _current;
    private long _used;

    /// <summary>The buffer that is filled now.</summary>
    public torch.Tensor Buffer => _buffers[_current]!;

    /// <summary>Room for a piece, as much as is left; none where the buffer is full.</summary>
    public Memory<byte> Reserve(int length, out long start)
    {
        if (_buffers[_current] is null)
        {
            torch.ScalarType type = TorchDTypes.StoredAs(dtype)!.Value;
            torch.Tensor buffer = torch.empty(_length / dtype.ItemSize, dtype: type, device: torch.CPU);
            if (torch.cuda.is_available())
            {
                using torch.Tensor pageable = buffer;
                buffer = pageable.pin_memory();
            }
            _buffers[_current] = buffer.DetachFromDisposeScope();
            _addresses[_current] = NativeMemory.AddressOf(buffer);
        }
        start = Destination.Align(_used * dtype.ItemSize) / dtype.ItemSize;
        length = (int)Math.Min(length, Math.Max(0, _length / dtype.ItemSize - start) * dtype.ItemSize);
        if (length == 0) return default;
        _used = start + length / dtype.ItemSize;
        return new NativeMemory(_addresses[_current] + (nint)(start * dtype.ItemSize), length).Memory;
    }

    /// <summary>Goes on with the other buffer, which nothing may be sent from any more.</summary>
    public void Swap() => (_current, _used) = (1 - _current, 0);

    public void Dispose()
    {
        foreach (torch.Tensor? buffer in _buffers) buffer?.Dispose();
    }
}
