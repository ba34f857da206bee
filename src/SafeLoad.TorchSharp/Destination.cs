using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Where the elements of a slot go: a run of a tensor of one dimension, on whatever device.</summary>
internal sealed class Destination
{
    /// <summary>The bytes that runs are aligned to: what the vector instructions of a device want, and more.</summary>
    public const int Alignment = 256;

    private readonly nint _address;

    /// <summary>A whole tensor.</summary>
    /// <param name="elements">One dimension, without gaps.</param>
    /// <param name="dtype">The type of the elements that come.</param>
    /// <param name="isCast">Whether they become the tensor's own type on its device.</param>
    public Destination(torch.Tensor elements, DType dtype, bool isCast = false)
    {
        (Elements, DType, IsCast) = (elements, dtype, isCast);
        DeviceType = elements.device_type;
        if (!IsStaged) _address = NativeMemory.AddressOf(elements);
        else DeviceIndex = Math.Max(0, elements.device_index);
    }

    /// <summary>A run of a tensor.</summary>
    /// <param name="whole">The tensor.</param>
    /// <param name="start">The run's first element.</param>
    public Destination(Destination whole, long start)
    {
        (Elements, DType, IsCast, Start) = (whole.Elements, whole.DType, whole.IsCast, start);
        (DeviceType, DeviceIndex) = (whole.DeviceType, whole.DeviceIndex);
        _address = whole._address + (nint)(start * whole.DType.ItemSize);
    }

    public torch.Tensor Elements { get; }

    public long Start { get; }

    public DType DType { get; }

    public bool IsCast { get; }

    public DeviceType DeviceType { get; }

    /// <summary>The number of the device among those of its kind.</summary>
    public int DeviceIndex { get; init; }

    /// <summary>Where the run begins in its tensor, in bytes.</summary>
    public long Position => Start * DType.ItemSize;

    /// <summary>Whether the elements take a way over the CPU's memory.</summary>
    public bool IsStaged => DeviceType != DeviceType.CPU;

    /// <summary>The first byte from one on where a run may begin.</summary>
    public static long Align(long position) => (position + Alignment - 1) / Alignment * Alignment;

    /// <summary>Memory of the run itself.</summary>
    /// <param name="offset">Its first byte.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="beforeUse">Told, by whichever thread, each time before somebody reads or writes there.</param>
    public Memory<byte> Memory(long offset, int length, Action beforeUse) =>
        new NativeMemory(_address + (nint)offset, length, beforeUse).Memory;
}
