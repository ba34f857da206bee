using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Tensors as the calls that rebuild them.</summary>
/// <remarks>torch/_tensor.py, <c>_reduce_ex_internal</c>; torch/_utils.py, <c>_rebuild_*</c>.</remarks>
internal sealed class TensorPickle(PickleOutput output, StoragePlan storages, bool isLegacy)
{
    /// <summary>The tensor itself, without the attributes of its Python object.</summary>
    public void Write(TensorInfo tensor)
    {
        if (tensor.IsParameter)
        {
            output.Global("torch._utils", "_rebuild_parameter");
            output.Op('(');
            WriteParameterParts(tensor);
            output.Op('t');
        }
        else
        {
            WriteFunction(tensor);
            WriteArguments(tensor, tensor.RequiresGrad);
        }
        output.Op('R');
    }

    /// <summary>What a parameter is rebuilt of: its data, whether gradients are kept, its hooks.</summary>
    public void WriteParameterParts(TensorInfo tensor)
    {
        WriteFunction(tensor);
        WriteArguments(tensor, requiresGrad: false);
        output.Op('R');
        output.Bool(tensor.RequiresGrad);
        Hooks();
    }

    /// <summary>The function that rebuilds the data.</summary>
    public void WriteFunction(TensorInfo tensor) => output.Global("torch._utils",
        tensor.Sparse is not null ? "_rebuild_sparse_tensor" : tensor.Nested is not null ? "_rebuild_nested_tensor"
        : tensor.IsMeta ? "_rebuild_meta_tensor_no_storage"
        : tensor.Quantization is not null ? "_rebuild_qtensor" : PartOf(tensor).DType is not null ? "_rebuild_tensor_v2"
        : "_rebuild_tensor_v3");

    /// <summary>The arguments of <see cref="WriteFunction"/>, as a tuple.</summary>
    public void WriteArguments(TensorInfo tensor, bool requiresGrad)
    {
        if (tensor.Sparse is { } sparse)
        {
            WriteSparse(tensor, sparse);
            return;
        }
        output.Op('(');
        if (tensor.Nested is { } nested) WriteNested(nested);
        else if (tensor.IsMeta) WriteMeta(tensor, requiresGrad);
        else if (tensor.Quantization is { } quantization) WriteQuantized(tensor, quantization, requiresGrad);
        else WriteStrided(tensor, requiresGrad);
        output.Op('t');
    }

    /// <summary>A storage's persistent id.</summary>
    public void Storage(StoragePart part, DType? dtype)
    {
        if (isLegacy && dtype is null)
            throw new NotSupportedException($"The legacy stream cannot hold storage '{part.Source.Key}': it has no one storage class.");
        output.Op('(');
        output.Text("storage");
        if (dtype is null) output.Global("torch.storage", "UntypedStorage");
        else output.Global("torch", dtype.StorageClass!);
        output.Text(part.KeyText);
        output.Text("cpu");
        output.Int(dtype is null ? part.Length : part.Length / dtype.ItemSize);
        // The sixth part would say that the storage is a piece of another one.
        if (isLegacy) output.Op('N');
        output.Op('t');
        output.Op('Q');
    }

    private void WriteStrided(TensorInfo tensor, bool requiresGrad)
    {
        StoragePart part = PartOf(tensor);
        View(tensor, part);
        output.Bool(requiresGrad);
        Hooks();
        if (part.DType is null) output.Global("torch", tensor.DType.Name);
        Metadata(tensor);
    }

    private void WriteQuantized(TensorInfo tensor, QuantizationInfo quantization, bool requiresGrad)
    {
        View(tensor, PartOf(tensor));
        output.Op('(');
        if (quantization is { Scales: { } scales, ZeroPoints: { } zeroPoints })
        {
            // Both schemes are saved under this name; floating-point zero points tell the second one.
            output.Global("torch", "per_channel_affine");
            Write(scales);
            Write(zeroPoints);
            output.Int(quantization.Axis);
        }
        else
        {
            output.Global("torch", "per_tensor_affine");
            output.Double(quantization.Scale);
            output.Int(quantization.ZeroPoint);
        }
        output.Op('t');
        output.Bool(requiresGrad);
        Hooks();
    }

    private void WriteSparse(TensorInfo tensor, SparseInfo sparse)
    {
        output.Global("torch.serialization", "_get_layout");
        output.Text(tensor.LayoutName);
        output.SmallTuple(1);
        output.Op('R');
        output.Op('(');
        if (sparse.Indices is { } indices) Write(indices);
        if (sparse.CompressedIndices is { } compressed) Write(compressed);
        if (sparse.PlainIndices is { } plain) Write(plain);
        Write(sparse.Values);
        output.Global("torch", "Size");
        Numbers(tensor.Shape);
        output.SmallTuple(1);
        output.Op('R');
        // The flag came with PyTorch 2.1, and older ones fail over it: only where it says more than its absence does.
        if (sparse.Indices is { } flagged && sparse.IsCoalesced && flagged.ElementCount > flagged.Shape[0]) output.Bool(true);
        output.Op('t');
        output.SmallTuple(2);
    }

    private void WriteNested(NestedInfo nested)
    {
        Write(nested.Buffer);
        Write(nested.Sizes);
        Write(nested.Strides);
        Write(nested.Offsets);
    }

    private void WriteMeta(TensorInfo tensor, bool requiresGrad)
    {
        output.Global("torch", tensor.DType.Name);
        Numbers(tensor.Shape);
        Numbers(tensor.Strides);
        output.Bool(requiresGrad);
    }

    private StoragePart PartOf(TensorInfo tensor) =>
        storages.Find(tensor.Storage!, tensor.ElementCount == 0 || tensor.DType.ValuesPerByte > 1 ? 0
            : tensor.StorageOffset * tensor.DType.ItemSize);

    private void View(TensorInfo tensor, StoragePart part)
    {
        Storage(part, part.DType);
        output.Int(tensor.ElementCount == 0 ? 0 : tensor.StorageOffset - part.Start / tensor.DType.ItemSize);
        Numbers(tensor.Shape);
        Numbers(tensor.Strides);
    }

    private void Metadata(TensorInfo tensor)
    {
        if (!tensor.IsConjugate && !tensor.IsNegative) return;
        output.Op('}');
        output.Op('(');
        if (tensor.IsConjugate)
        {
            output.Text("conj");
            output.Bool(true);
        }
        if (tensor.IsNegative)
        {
            output.Text("neg");
            output.Bool(true);
        }
        output.Op('u');
    }

    private void Hooks()
    {
        output.Global("collections", "OrderedDict");
        output.SmallTuple(0);
        output.Op('R');
    }

    private void Numbers(ReadOnlySpan<long> numbers)
    {
        if (numbers.Length > 3) output.Op('(');
        foreach (long number in numbers) output.Int(number);
        if (numbers.Length > 3) output.Op('t');
        else output.SmallTuple(numbers.Length);
    }
}
