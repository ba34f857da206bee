using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>What is equal for two tensors that are the same elements of the same memory. Other devices tell no addresses, and no elements
/// have none: there the same tensor object counts.</summary>
internal readonly record struct TensorPlace(nint Address, torch.ScalarType Type, string Shape, string Strides)
{
    /// <summary>The place of a strided tensor.</summary>
    public static TensorPlace Of(torch.Tensor tensor) =>
        new(AddressOf(tensor), tensor.dtype, string.Join(',', tensor.shape), string.Join(',', tensor.stride()));

    private static unsafe nint AddressOf(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU || tensor.numel() == 0) return tensor.Handle;
        using torch.Tensor detached = tensor.detach(), first = detached.as_strided([1], [1], tensor.storage_offset());
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
