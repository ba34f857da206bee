using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>A checkpoint's tensor as the strided ones that are loaded for it, and how it is put together of them.</summary>
internal static class TensorParts
{
    // A name that no tensor has: names of parts are these and the tensor's.
    private const string Indices = "\0indices", Values = "\0values", Scales = "\0scales", ZeroPoints = "\0zero_points";

    // Elements that are written out one by one may be more than the storage has, but not without bound.
    private const long MostRepeated = 1L << 30;

    /// <summary>Why a tensor cannot be loaded; null if it can.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="widen">Whether it becomes a dtype that TorchSharp has a name for.</param>
    public static string? WhyNot(TensorInfo tensor, bool widen)
    {
        if (tensor.IsNested) return "nested: TorchSharp has no such tensors";
        if (tensor is { SparseValues: not null, SparseIndices: null }) return $"{tensor.LayoutName}: TorchSharp has sparse_coo alone";
        if (tensor.DType.ValuesPerByte > 1) return $"{tensor.DType}: several numbers in a byte";
        if (widen && tensor.DType == DType.Float4E2M1FNx2) return $"{tensor.DType}: two numbers in a byte; widen: false loads the bytes";
        if (TorchDTypes.StoredAs(widen ? Widening.Of(tensor.DType) : tensor.DType) is null
            || (widen && tensor.DType == DType.Complex32 && TorchDTypes.StoredAs(tensor.DType) is null))
            return $"{tensor.DType}: libtorch {TorchDTypes.LibTorch.ToString(2)} does not have it";
        if ((tensor.IsConjugate || tensor.IsNegative) && tensor.ByteLength > MostRepeated
            && tensor.ByteLength > 2 * tensor.Storage!.ByteLength) return "a view that repeats its elements too often to be written out";
        if (tensor.Quantization is not null && tensor.ByteLength > int.MaxValue)
            return "quantized, and larger than 2 GiB; dequantize: true loads its numbers";
        return null;
    }

    /// <summary>The strided tensors that are loaded for a tensor, by name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">What it is.</param>
    /// <param name="device">Where it goes.</param>
    /// <param name="dequantize">Whether a quantized one becomes float32; else it is put together on the CPU.</param>
    public static IEnumerable<TensorPart> Of(string name, TensorInfo tensor, string device, bool dequantize)
    {
        if (tensor is { SparseIndices: { } indices, SparseValues: { } values })
        {
            yield return new(name + Indices, indices, device);
            yield return new(name + Values, values, device);
            yield break;
        }
        if (tensor.Quantization is not null && !dequantize) device = "cpu";
        if (!tensor.IsMeta) yield return new(name, tensor, device);
        if (tensor.Quantization is not { Scales: { } scales, ZeroPoints: { } zeroPoints }) yield break;
        yield return new(name + Scales, scales, device);
        yield return new(name + ZeroPoints, zeroPoints, device);
    }

    /// <summary>The tensor, out of its loaded parts.</summary>
    /// <param name="part">Its name, what it is, and where it goes.</param>
    /// <param name="parts">The loaded parts by name.</param>
    /// <param name="dequantize">Whether a quantized one becomes float32.</param>
    /// <param name="widen">Whether dtypes that TorchSharp has no name for became wider.</param>
    public static torch.Tensor Assemble(TensorPart part, Dictionary<string, torch.Tensor> parts, bool dequantize, bool widen)
    {
        var (name, tensor, device) = part;
        if (tensor.SparseValues is not null)
            return torch.sparse_coo_tensor(parts[name + Indices], parts[name + Values], tensor.Shape.ToArray(),
                device: parts[name + Values].device);
        if (tensor.IsMeta)
            return torch.empty(tensor.Shape.ToArray(), dtype: TorchDTypes.Find(widen ? Widening.Of(tensor.DType) : tensor.DType)!.Value,
                device: torch.META);
        if (tensor.Quantization is not { } quantization) return parts[name];
        torch.Tensor integers = parts[name];
        torch.Tensor? scales = parts.GetValueOrDefault(name + Scales), zeroPoints = parts.GetValueOrDefault(name + ZeroPoints);
        if (!dequantize)
        {
            torch.Tensor made = QuantizedTensors.Make(tensor.DType, quantization, integers, scales, zeroPoints);
            torch.Device where = TorchDevices.Find(device);
            return where.type == DeviceType.CPU ? made : made.to(where);
        }
        bool isPerChannel = scales is not null;
        scales ??= torch.tensor(quantization.Scale, dtype: torch.float64, device: integers.device);
        zeroPoints ??= torch.tensor(quantization.ZeroPoint, dtype: torch.int64, device: integers.device);
        return Dequantize(integers, Along(scales, integers, quantization, isPerChannel),
            Along(zeroPoints, integers, quantization, isPerChannel));
    }

    // In double precision, and rounded once, as PyTorch's own float32 result is to within its last bit.
    private static torch.Tensor Dequantize(torch.Tensor integers, torch.Tensor scales, torch.Tensor zeroPoints)
    {
        torch.Tensor numbers = torch.empty(integers.shape, dtype: torch.float64, device: integers.device).copy_(integers);
        numbers.sub_(zeroPoints).mul_(scales);
        return torch.empty(integers.shape, dtype: torch.float32, device: integers.device).copy_(numbers);
    }

    // One number for each index of the axis, so that it spreads over the others.
    private static torch.Tensor Along(torch.Tensor numbers, torch.Tensor integers, QuantizationInfo quantization, bool isPerChannel)
    {
        torch.Tensor doubles = torch.empty(numbers.shape, dtype: torch.float64, device: integers.device).copy_(numbers);
        if (!isPerChannel) return doubles;
        long[] shape = new long[integers.dim()];
        Array.Fill(shape, 1);
        shape[quantization.Axis] = numbers.shape[0];
        return doubles.view(shape);
    }
}
