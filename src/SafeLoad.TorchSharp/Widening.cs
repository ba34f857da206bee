using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Tensors of dtypes that libtorch has and TorchSharp has no name for. Its typed accessors do not look: <c>item&lt;int&gt;()</c> of a
/// uint16 takes four bytes for one number. So they become the next wider dtype that TorchSharp knows, in which no number is another.
/// </summary>
internal static class Widening
{
    // What the bytes are read as is a dtype that every libtorch computes with on every device; unsigned numbers are signed ones of their
    // width then, until they are wider.
    private static readonly (DType From, DType To, DType ReadAs)[] s_rows =
    [
        (DType.Float8E4M3FN, DType.Float32, DType.Float8E4M3FN), (DType.Float8E4M3FNUZ, DType.Float32, DType.Float8E4M3FNUZ),
        (DType.Float8E5M2, DType.Float32, DType.Float8E5M2), (DType.Float8E5M2FNUZ, DType.Float32, DType.Float8E5M2FNUZ),
        (DType.Float8E8M0FNU, DType.Float32, DType.Float8E8M0FNU), (DType.UInt16, DType.Int32, DType.Int16),
        (DType.UInt32, DType.Int64, DType.Int32), (DType.UInt64, DType.Int64, DType.Int64),
        (DType.Complex32, DType.Complex64, DType.Complex32),
    ];

    /// <summary>The wider dtype; the same for those that TorchSharp knows.</summary>
    public static DType Of(DType dtype)
    {
        foreach (var (from, to, _) in s_rows)
        {
            if (from == dtype) return to;
        }
        return dtype;
    }

    /// <summary>How elements are read, and the dtype of the memory that they are read into: numbers that the reader itself widens, or the
    /// same bytes.</summary>
    /// <param name="elements">The elements of a dtype that is widened.</param>
    public static (TensorInfo Elements, DType Memory) Read(TensorInfo elements)
    {
        if (elements.DType.IsFloatingPoint) return (elements, Of(elements.DType));
        foreach (var (from, _, readAs) in s_rows)
        {
            if (from == elements.DType && from != readAs)
                return (new TensorInfo(readAs, elements.Shape.ToArray(), elements.Strides.ToArray(), elements.StorageOffset,
                    elements.Storage), readAs);
        }
        return (elements, elements.DType);
    }

    /// <summary>The elements, wider, once they are read; what was read is left as it is.</summary>
    /// <param name="dtype">The file's dtype.</param>
    /// <param name="read">What was read.</param>
    /// <param name="name">A tensor's name, for the message.</param>
    /// <exception cref="NotSupportedException">A number is too large for the widest integer that TorchSharp has.</exception>
    public static torch.Tensor Finish(DType dtype, torch.Tensor read, string name)
    {
        if (dtype == DType.UInt16) return read.to(torch.int32).bitwise_and_(torch.tensor(ushort.MaxValue, device: read.device));
        if (dtype == DType.UInt32) return read.to(torch.int64).bitwise_and_(torch.tensor((long)uint.MaxValue, device: read.device));
        if (dtype == DType.Complex32) return read.to(torch.complex64);
        if (dtype == DType.UInt64 && read.numel() > 0 && read.lt(0).any().item<bool>())
            throw new NotSupportedException($"'{Checkpoint.Escape(name)}' is uint64 and has numbers above {long.MaxValue}, which no "
                + "integer of TorchSharp holds. widen: false loads it as it is.");
        return read;
    }
}
