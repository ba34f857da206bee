using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>The quantizer_params of <c>_rebuild_qtensor</c>: (per_tensor_affine, scale, zero_point) or
/// (per_channel_affine, scales, zero_points, axis).</summary>
/// <remarks>torch/_utils.py. PyTorch before 2026 checked neither axis nor lengths.</remarks>
internal static class QuantizerParameters
{
    public static QuantizationInfo Read(in RebuildArguments arguments, int index, TensorInfo tensor)
    {
        if (!arguments[index].Is(PyKind.Tuple)) throw arguments.Wrong(index, "a tuple of quantizer parameters");
        var tuple = (PyTuple)arguments[index].RawReference!;
        string scheme = tuple.Count > 0 && tuple[0].RawReference is PyConstant { TypeName: PyConstant.QSchemeName } constant ? constant.Text
            : throw arguments.Bad("quantizer parameters without a scheme");
        if (scheme == QuantizationInfo.PerTensorAffine && tuple.Count == 3 && tuple[1].Is(PyKind.Float) && tuple[2].Is(PyKind.Int))
            return new QuantizationInfo(scheme, tuple[1].AsDouble(), tuple[2].AsInt64());
        if (scheme is not (QuantizationInfo.PerChannelAffine or QuantizationInfo.PerChannelAffineFloat) || tuple.Count != 4
            || !tuple[3].Is(PyKind.Int))
            throw arguments.Bad($"quantizer parameters of {scheme} that do not fit it");

        long axis = tuple[3].AsInt64();
        if (axis < 0 || axis >= tensor.ShapeArray.Length)
            throw Problems.BadQuantization(
                FormattableString.Invariant($"axis {axis} of a tensor with {tensor.ShapeArray.Length} dimensions"), arguments.At);
        TensorInfo scales = Channels(tuple[1], "scales", tensor.ShapeArray[axis], arguments);
        TensorInfo zeroPoints = Channels(tuple[2], "zero points", tensor.ShapeArray[axis], arguments);
        // PyTorch saves both per-channel schemes under the same name; floating-point zero points tell the second one.
        bool isFloat = zeroPoints.DType.IsFloatingPoint;
        return new QuantizationInfo(isFloat ? QuantizationInfo.PerChannelAffineFloat
            : QuantizationInfo.PerChannelAffine, 0, 0, scales, zeroPoints, (int)axis);
    }

    private static TensorInfo Channels(PyValue value, string what, long expected, in RebuildArguments arguments)
    {
        TensorInfo tensor = value.RawReference switch
        {
            PyTensor found => found.Info,
            PyList list => FromList(list.Items, what, arguments),
            _ => throw Problems.BadQuantization($"{what} that are a {value.TypeName}", arguments.At),
        };
        bool fits = tensor.Storage is not null && tensor.ShapeArray.Length == 1 && tensor.ShapeArray[0] == expected
            && (tensor.DType.IsFloatingPoint || (tensor.DType.Class == DTypeClass.Integer && what != "scales"));
        return fits ? tensor
            : throw Problems.BadQuantization(FormattableString.Invariant($"{what} of {tensor} for {expected} channels"), arguments.At);
    }

    // PyTorch 1.1 to 1.3 wrote lists.
    private static TensorInfo FromList(ReadOnlySpan<PyValue> items, string what, in RebuildArguments arguments)
    {
        arguments.Context.Budget.ChargeCopy(items.Length * 8L, arguments.At);
        byte[] bytes = new byte[items.Length * 8];
        bool integers = items.Length > 0 && items[0].Is(PyKind.Int);
        for (int i = 0; i < items.Length; i++)
        {
            if (!items[i].Is(integers ? PyKind.Int : PyKind.Float))
                throw Problems.BadQuantization($"{what} that hold a {items[i].TypeName}", arguments.At);
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), items[i].Bits);
        }
        DType dtype = integers ? DType.Int64 : DType.Float64;
        return new TensorInfo(dtype, [items.Length], [1], 0, new StorageInfo("", dtype, "cpu", bytes.Length, new MemoryByteSource(bytes)));
    }
}
