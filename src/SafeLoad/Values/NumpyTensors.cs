using System.Globalization;
using SafeLoad.Tensors;

namespace SafeLoad.Values;

/// <summary>NumPy's numbers and arrays of numbers as what PyTorch has for them.</summary>
internal static class NumpyTensors
{
    /// <summary>A scalar as a Python number; null if it is none.</summary>
    public static PyValue? Number(PyArray array)
    {
        if (!array.IsScalar || array.Objects is not null || array.DType.Text.Length < 3) return null;
        string text = NumpyRepr.OfScalar(array);
        return array.DType.Text[1] switch
        {
            'f' when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) =>
                PyValue.FromDouble(number),
            'i' or 'u' when System.Numerics.BigInteger.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                PyValue.FromInt(number),
            'b' when text is "True" or "False" => PyValue.FromBool(text == "True"),
            _ => null,
        };
    }

    /// <summary>An array as a tensor over the same bytes, and the same tensor whoever asks:
    /// what was found and what was written are compared by it. Null if PyTorch has no dtype for it.</summary>
    public static TensorInfo? Tensor(PyArray array) =>
        array.Tensor ?? (Create(array) is { } made ? Interlocked.CompareExchange(ref array.Tensor, made, null) ?? made : null);

    private static TensorInfo? Create(PyArray array)
    {
        if (array.IsScalar || array.Objects is not null || array.DType.Text.Length < 3) return null;
        if (DType.FromNumpy(array.DType.Text[1..]) is not { } dtype) return null;
        StorageInfo storage = array.Storage;
        StorageInfo typed = new(storage.Key, dtype, "cpu", storage.ByteLength, new StorageSource(storage, 0, storage.ByteLength),
            bigEndian: array.DType.Text[0] == '>') { Base = storage };
        return new TensorInfo(dtype, array.Shape.ToArray(), array.Strides.ToArray(), 0, typed);
    }
}
