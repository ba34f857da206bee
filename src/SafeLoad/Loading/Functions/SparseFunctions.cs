using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Sparse tensors out of indices and values, which are proven to fit.</summary>
internal static class SparseFunctions
{
    /// <summary><c>torch._utils._rebuild_sparse_tensor(layout, data)</c>; COO data are (indices, values, size[, is_coalesced]), the others
    /// (compressed indices, plain indices, values, size).</summary>
    public static PyValue Rebuild(in RebuildArguments arguments)
    {
        arguments.Expect(2, 2);
        if (arguments[0].RawReference is not PyConstant { TypeName: PyConstant.LayoutName } constant
            || TensorLayoutNames.Parse(constant.Text) is not { } layout || layout == TensorLayout.Strided)
            throw arguments.Wrong(0, "a sparse torch.layout");
        if (!arguments[1].Is(PyKind.Tuple)) throw arguments.Wrong(1, "a tuple");
        var data = arguments.With((PyTuple)arguments[1].RawReference!);
        return new PyValue(new PyTensor(layout == TensorLayout.SparseCoo ? Coo(data) : Compressed(data, layout)));
    }

    private static TensorInfo Coo(in RebuildArguments data)
    {
        data.Expect(3, 4);
        TensorInfo indices = data.Tensor(0).Info, values = data.Tensor(1).Info;
        long[] shape = data.Numbers(2);
        SparseBounds.CheckCoo(indices, values, shape, data.Context, data.At);
        // Without the flag PyTorch assumes nothing, except that fewer than two values are always in order.
        bool coalesced = data.Count == 4 && !data[3].IsNone ? data.Bool(3) : values.ShapeArray[0] < 2;
        return Make(values, shape, TensorLayout.SparseCoo, new SparseInfo(values, Indices: indices, IsCoalesced: coalesced));
    }

    private static TensorInfo Compressed(in RebuildArguments data, TensorLayout layout)
    {
        data.Expect(4, 4);
        TensorInfo compressed = data.Tensor(0).Info, plain = data.Tensor(1).Info, values = data.Tensor(2).Info;
        long[] shape = data.Numbers(3);
        SparseBounds.CheckCompressed(layout, compressed, plain, values, shape, data.Context, data.At);
        return Make(values, shape, layout, new SparseInfo(values, CompressedIndices: compressed, PlainIndices: plain));
    }

    // PyTorch makes the tensor of its values by an operation that gradients pass, so it needs them where the values do.
    private static TensorInfo Make(TensorInfo values, long[] shape, TensorLayout layout, SparseInfo parts) =>
        new(values.DType, shape, [], 0, null)
        {
            Layout = layout, Device = values.Device, RequiresGrad = values.RequiresGrad, Sparse = parts,
        };
}
