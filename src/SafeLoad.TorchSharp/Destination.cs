using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Where the elements of a slot go: a run of a tensor of one dimension, on whatever device.</summary>
internal sealed class Destination
{
    private readonly nint _address;

    /// <summary>A whole tensor.</summary>
    /// <param name="elements">One dimension, without gaps.</param>
    /// <param name="dtype">The elements' type.</param>
    public Destination(torch.Tensor elements, DType dtype)
    {
        (Elements, DType) = (elements, dtype);
        IsStaged = elements.device_type != DeviceType.CPU;
        if (!IsStaged) _address = NativeMemory.AddressOf(elements);
    }

    /// <summary>A run of a tensor.</summary>
    /// <param name="whole">The tensor.</param>
    /// <param name="start">The run's first element.</param>
    public Destination(Destination whole, long start)
    {
        (Elements, DType, IsStaged, Start) = (whole.Elements, whole.DType, whole.IsStaged, start);
        _address = whole._address + (nint)(start * whole.DType.ItemSize);
    }

    public torch.Tensor Elements { get; }

    public long Start { get; }

    public DType DType { get; }

    /// <summary>Whether the elements take a way over the CPU's memory.</summary>
    public bool IsStaged { get; }

    /// <summary>Memory of the run itself.</summary>
    public Memory<byte> Memory(long offset, int length) => new NativeMemory(_address + (nint)offset, length).Memory;
}
