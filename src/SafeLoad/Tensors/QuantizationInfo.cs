namespace SafeLoad;

/// <summary>How a quantized tensor's integers stand for numbers: <c>(integer - zero point) * scale</c>.</summary>
/// <param name="Scheme">PyTorch's name of the scheme: <c>torch.per_tensor_affine</c>, <c>torch.per_channel_affine</c> or
/// <c>torch.per_channel_affine_float_qparams</c>.</param>
/// <param name="Scale">The scale of the whole tensor; 0 for per-channel schemes.</param>
/// <param name="ZeroPoint">The zero point of the whole tensor; 0 for per-channel schemes.</param>
/// <param name="Scales">One scale per channel, a 1-d tensor; null for per-tensor schemes.</param>
/// <param name="ZeroPoints">One zero point per channel, a 1-d tensor; null for per-tensor schemes.</param>
/// <param name="Axis">The dimension that counts the channels; 0 for per-tensor schemes.</param>
public sealed record QuantizationInfo(string Scheme, double Scale, long ZeroPoint, TensorInfo? Scales = null, TensorInfo? ZeroPoints =
    null, int Axis = 0)
{
    internal const string PerTensorAffine = "torch.per_tensor_affine", PerChannelAffine = "torch.per_channel_affine",
        PerChannelAffineFloat = "torch.per_channel_affine_float_qparams";
}
