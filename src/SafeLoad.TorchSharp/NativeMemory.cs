using System.Buffers;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>A piece of a CPU tensor's memory that other threads can fill. The tensor must outlive it.</summary>
internal sealed unsafe class NativeMemory(nint address, int length) : MemoryManager<byte>
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

    public override Span<byte> GetSpan() => new((void*)address, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)address + elementIndex);

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}
