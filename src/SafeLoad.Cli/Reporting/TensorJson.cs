using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>The members of a tensor's JSON object, from <c>t</c> on.</summary>
internal readonly struct TensorJson(JsonOutput json, TensorHasher? hasher, Func<StorageInfo, int> numberOf)
{
    public void Write(TensorInfo tensor)
    {
        json.Text("tensor").Member("cls"u8).Text(tensor.IsParameter ? "torch.nn.parameter.Parameter" : "torch.Tensor").Member("dtype"u8)
            .Text(tensor.DType.ToString())
            .Member("layout"u8).Text(tensor.LayoutName).Member("requires_grad"u8).Bool(tensor.RequiresGrad)
            .Member("is_parameter"u8).Bool(tensor.IsParameter).Member("device"u8).Text(tensor.Device).Member("shape"u8);
        if (tensor.Nested is null) json.Numbers(tensor.Shape);
        else json.Raw("null"u8);
        if (tensor.Sparse is null && tensor.Nested is null)
        {
            json.Member("stride"u8).Numbers(tensor.Strides).Member("storage_offset"u8).Number(tensor.StorageOffset);
            if (tensor.Storage is not null)
                json.Member("storage"u8).Number(numberOf(tensor.Storage)).Member("storage_nbytes"u8).Number(tensor.Storage.ByteLength);
        }
        json.Member("sha256"u8);
        if (hasher?.Hash(tensor.Piece ?? tensor) is { } hash) json.Hex(hash);
        else json.Raw("null"u8);
        if (tensor.Spread is { } spread) WriteSpread(spread, tensor);
        if (tensor.IsConjugate) json.Member("is_conj"u8).Bool(true);
        if (tensor.IsNegative) json.Member("is_neg"u8).Bool(true);
        if (tensor.Quantization is { } quantization) WriteQuantization(quantization);
        if (tensor.Sparse is { } sparse) WriteSparse(sparse);
        if (tensor.Nested is { } nested)
        {
            json.Member("nested"u8).Raw("{"u8);
            WritePart("buffer"u8, nested.Buffer);
            WritePart("sizes"u8, nested.Sizes);
            WritePart("strides"u8, nested.Strides);
            WritePart("offsets"u8, nested.Offsets);
            json.Raw("}"u8);
        }
    }

    private void WriteSpread(SpreadInfo spread, TensorInfo tensor)
    {
        if (tensor.Piece is not null) json.Member("sha256_of"u8).Text("local");
        json.Member("dtensor"u8).Raw("{"u8).Member("mesh"u8);
        WriteKnown(spread.Mesh);
        json.Member("placements"u8).Raw("["u8);
        foreach (SpreadPlacement placement in spread.Placements) json.Separate().Text(placement.Text);
        json.Raw("]"u8).Member("local_shape"u8);
        WriteKnown(tensor.IsSpread ? tensor.Piece?.Shape.ToArray() : tensor.Shape.ToArray());
        json.Member("offset"u8);
        WriteKnown(spread.Offset);
        json.Raw("}"u8);
    }

    private void WriteKnown(long[]? numbers)
    {
        if (numbers is null) json.Raw("null"u8);
        else json.Numbers(numbers);
    }

    private void WriteQuantization(QuantizationInfo quantization)
    {
        json.Member("quant"u8).Raw("{"u8).Member("qscheme"u8).Text(quantization.Scheme);
        if (quantization is not { Scales: { } scales, ZeroPoints: { } zeroPoints })
        {
            json.Member("scale"u8).Text(PythonRepr.Of(quantization.Scale)).Member("zero_point"u8).Number(quantization.ZeroPoint).Raw("}"u8);
            return;
        }
        // PyTorch holds integer zero points as int64 beside float64 scales, whatever the file's dtypes are.
        bool integers = !zeroPoints.DType.IsFloatingPoint;
        json.Member("scales"u8).Raw("["u8);
        foreach (double scale in Doubles(scales)) json.Separate().Text(PythonRepr.Of(scale));
        json.Raw("]"u8).Member("scales_dtype"u8).Text(integers ? "torch.float64" : scales.DType.ToString()).Member("zero_points"u8)
            .Raw("["u8);
        foreach (double zeroPoint in Doubles(zeroPoints))
        {
            json.Separate();
            if (integers) json.Number((long)zeroPoint);
            else json.Raw(System.Text.Encoding.ASCII.GetBytes(double.IsFinite(zeroPoint) ? PythonRepr.Of(zeroPoint) : "null"));
        }
        json.Raw("]"u8).Member("zero_points_dtype"u8).Text(integers ? "torch.int64" : zeroPoints.DType.ToString()).Member("axis"u8)
            .Number(quantization.Axis).Raw("}"u8);
    }

    private static double[] Doubles(TensorInfo tensor) =>
        tensor.DType == DType.Float64 ? tensor.ToArray<double>()
        : tensor.DType == DType.Int64 ? Array.ConvertAll(tensor.ToArray<long>(), static value => (double)value)
        : Array.ConvertAll(tensor.ToSingles(), static value => (double)value);

    private void WriteSparse(SparseInfo sparse)
    {
        json.Member("sparse"u8).Raw("{"u8);
        if (sparse.Indices is { } indices) WritePart("indices"u8, indices);
        if (sparse.CompressedIndices is { } compressed) WritePart("compressed_indices"u8, compressed);
        if (sparse.PlainIndices is { } plain) WritePart("plain_indices"u8, plain);
        WritePart("values"u8, sparse.Values);
        if (sparse.Indices is not null) json.Member("is_coalesced"u8).Bool(sparse.IsCoalesced);
        json.Raw("}"u8);
    }

    // A part is a strided tensor; it has no parts itself.
    private void WritePart(ReadOnlySpan<byte> name, TensorInfo tensor)
    {
        json.Member(name).Raw("{"u8).Member("t"u8).Text("tensor").Member("dtype"u8).Text(tensor.DType.ToString()).Member("shape"u8)
            .Numbers(tensor.Shape)
            .Member("stride"u8).Numbers(tensor.Strides).Member("storage_offset"u8).Number(tensor.StorageOffset).Member("storage"u8)
            .Number(numberOf(tensor.Storage!)).Member("sha256"u8);
        if (hasher?.Hash(tensor) is { } hash) json.Hex(hash);
        else json.Raw("null"u8);
        json.Raw("}"u8);
    }
}
