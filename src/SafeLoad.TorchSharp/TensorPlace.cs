using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>What is equal for two tensors that are the same elements of the same memory. Other devices tell no addresses, and no elements
/// have none: there the same tensor object counts.</summary>
/// <remarks>A text: tables of a struct of our own would be compiled by each process that loads.</remarks>
internal static class TensorPlace
{
    /// <summary>The place of a strided tensor.</summary>
    public static string Of(torch.Tensor tensor)
    {
        var place = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{AddressOf(tensor)} {(sbyte)tensor.dtype}");
        foreach (long size in tensor.shape) place.Append(' ').Append(size);
        place.Append(';');
        foreach (long stride in tensor.stride()) place.Append(' ').Append(stride);
        return place.ToString();
    }

    private static unsafe nint AddressOf(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU || tensor.numel() == 0) return tensor.Handle;
        using torch.Tensor detached = tensor.detach(), first = detached.as_strided([1], [1], tensor.storage_offset());
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
