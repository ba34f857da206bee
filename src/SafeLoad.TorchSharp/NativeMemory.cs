using System.Buffers;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>A piece of a CPU tensor's memory that other threads can fill. The tensor must outlive it.</summary>
/// <param name="address">Its first byte.</param>
/// <param name="length">How many there are.</param>
/// <param name="beforeUse">Told, by whichever thread, each time before the bytes are within reach; null for nobody.</param>
internal sealed unsafe class NativeMemory(nint address, int length, Action? beforeUse = null) : MemoryManager<byte>
{
    /// <summary>Where a tensor's first element lies; 0 for a tensor without elements.</summary>
    /// <param name="elements">One dimension, without gaps, on the CPU.</param>
    public static nint AddressOf(torch.Tensor elements)
    {
        if (elements.numel() == 0) return 0;
        // Of one element: a span of all bytes ends at 2 GiB.
        using torch.Tensor first = elements.narrow(0, 0, 1);
        fixed (byte* address = first.bytes) return (nint)address;
    }

    // The base class asks the span for its length.
    public override Memory<byte> Memory => CreateMemory(length);

    public override Span<byte> GetSpan()
    {
        beforeUse?.Invoke();
        return new((void*)address, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        beforeUse?.Invoke();
        return new((byte*)address + elementIndex);
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}
