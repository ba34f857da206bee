using SafeLoad.Values;
using TorchSharp;

namespace SafeLoad.TorchSharp.Saving;

/// <summary>The tensors of modules and optimizers on their way into a file: those that are the same memory are written once. Disposed, it
/// lets go of what a file that was not written to its end still holds of them.</summary>
internal sealed class TensorSet : IDisposable
{
    private readonly List<TensorByteSource> _sources = [];
    private readonly Dictionary<string, PyValue> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<(nint, DType), PyValue> _quantized = [];

    /// <summary>A tensor as a value of a file: without requires_grad, as in PyTorch's state dicts.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="negate">Whether the elements change their sign on the way.</param>
    /// <exception cref="NotSupportedException">It is sparse, or of a dtype that files of PyTorch do not have.</exception>
    /// <exception cref="InvalidOperationException">It is on the meta device and has no data.</exception>
    public PyValue Add(torch.Tensor tensor, bool negate = false)
    {
        if (tensor.is_sparse) throw new NotSupportedException("A sparse tensor is not saved; make it dense first.");
        if (tensor.device_type == DeviceType.META) throw new InvalidOperationException("A tensor on the meta device has no data to save.");
        if (QuantizedTensors.DTypeOf(tensor.dtype) is { } quantized) return Quantized(tensor, quantized);
        DType dtype = TorchDTypes.Of(tensor.dtype);
        if (negate) return Read(tensor, dtype, negate);
        string place = TensorPlace.Of(tensor);
        if (_seen.TryGetValue(place, out PyValue known)) return known;
        PyValue value = Read(tensor, dtype, negate);
        _seen.Add(place, value);
        return value;
    }

    public void Dispose()
    {
        foreach (TensorByteSource source in _sources) source.Dispose();
    }

    private PyValue Read(torch.Tensor tensor, DType dtype, bool negate)
    {
        var source = new TensorByteSource(tensor, negate);
        _sources.Add(source);
        return PyValues.Tensor(TensorInfo.Create(dtype, tensor.shape, source));
    }

    // The integers are copied now, a quarter of what they stand for.
    private PyValue Quantized(torch.Tensor tensor, DType dtype)
    {
        var place = (tensor.Handle, dtype);
        if (_quantized.TryGetValue(place, out PyValue known)) return known;
        bool isPerChannel = QuantizedTensors.IsPerChannel(tensor);
        QuantizationInfo quantization = isPerChannel ? QuantizedTensors.ChannelsOf(tensor)
            : new QuantizationInfo(QuantizationInfo.PerTensorAffine, tensor.q_scale(), tensor.q_zero_point());
        using torch.Tensor integers = tensor.int_repr(), here = integers.to(torch.CPU), dense = here.contiguous();
        PyValue value = PyValues.Tensor(TensorInfo.Create(dtype, tensor.shape, dense.bytes.ToArray()) with { Quantization = quantization });
        _quantized.Add(place, value);
        return value;
    }

    /// <summary>A number as a tensor without dimensions, as PyTorch keeps steps.</summary>
    public static PyValue Scalar(float number)
    {
        byte[] bytes = new byte[sizeof(float)];
        System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
        return PyValues.Tensor(TensorInfo.Create(DType.Float32, [], bytes));
    }
}
