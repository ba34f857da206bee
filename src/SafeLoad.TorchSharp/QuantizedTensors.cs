using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Quantized tensors of TorchSharp, and what they are made of.</summary>
internal static class QuantizedTensors
{
    /// <summary>libtorch's dtype of quantized integers.</summary>
    public static torch.ScalarType TypeOf(DType dtype) => dtype == DType.QInt8 ? torch.ScalarType.QInt8
        : dtype == DType.QUInt8 ? torch.ScalarType.QUInt8 : torch.ScalarType.QInt32;

    /// <summary>The dtype of a tensor; null if it is not quantized.</summary>
    public static DType? DTypeOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.QInt8 => DType.QInt8,
        torch.ScalarType.QUInt8 => DType.QUInt8,
        torch.ScalarType.QInt32 => DType.QInt32,
        _ => null,
    };

    /// <summary>Whether each channel has a scale of its own. TorchSharp does not say the scheme; libtorch refuses the other
    /// question.</summary>
    public static bool IsPerChannel(torch.Tensor tensor)
    {
        try
        {
            tensor.q_scale();
            return false;
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return true;
        }
    }

    /// <summary>The scales and zero points of a tensor's channels.</summary>
    public static QuantizationInfo ChannelsOf(torch.Tensor tensor)
    {
        using torch.Tensor scales = tensor.q_per_channel_scales(), zeroPoints = tensor.q_per_channel_zero_points();
        bool isFloat = torch.is_floating_point(zeroPoints);
        return new QuantizationInfo(isFloat ? QuantizationInfo.PerChannelAffineFloat : QuantizationInfo.PerChannelAffine, 0, 0,
            Copy(scales), Copy(zeroPoints), (int)tensor.q_per_channel_axis());

        static TensorInfo Copy(torch.Tensor numbers)
        {
            using torch.Tensor here = numbers.to(torch.CPU), dense = here.contiguous();
            return TensorInfo.Create(TorchDTypes.Of(dense.dtype), dense.shape, dense.bytes.ToArray());
        }
    }

    /// <summary>A quantized tensor, row by row, of the very integers of the file.</summary>
    /// <param name="dtype">Its dtype.</param>
    /// <param name="quantization">How the integers stand for numbers.</param>
    /// <param name="integers">The integers, on the CPU.</param>
    /// <param name="scales">One for each channel; null where there is one for all.</param>
    /// <param name="zeroPoints">One for each channel.</param>
    public static torch.Tensor Make(DType dtype, QuantizationInfo quantization, torch.Tensor integers, torch.Tensor? scales,
        torch.Tensor? zeroPoints)
    {
        using torch.Tensor zeros = torch.zeros(integers.shape, dtype: torch.float32, device: torch.CPU), dense = integers.contiguous();
        torch.Tensor made = scales is null || zeroPoints is null
            ? torch.quantize_per_tensor(zeros, quantization.Scale, quantization.ZeroPoint, TypeOf(dtype))
            : torch.quantize_per_channel(zeros, scales, zeroPoints, quantization.Axis, TypeOf(dtype));
        if (dense.numel() > 0) dense.bytes.CopyTo(made.bytes);
        return made;
    }
}
