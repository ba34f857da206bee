using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Which of PyTorch's dtypes the loaded libtorch has. A number that it does not know ends the process, so that this table,
/// and never a file, says which numbers are passed on.
/// </summary>
/// <remarks>c10/core/ScalarType.h.</remarks>
internal static class TorchDTypes
{
    // The dtypes that TorchSharp names, and those that it has no name for with the libtorch that they came with.
    private static readonly (DType DType, sbyte Number, Version Since)[] s_rows =
    [
        (DType.UInt8, 0, new(1, 0)), (DType.Int8, 1, new(1, 0)), (DType.Int16, 2, new(1, 0)), (DType.Int32, 3, new(1, 0)),
        (DType.Int64, 4, new(1, 0)),
        (DType.Float16, 5, new(1, 0)), (DType.Float32, 6, new(1, 0)), (DType.Float64, 7, new(1, 0)), (DType.Complex64, 9, new(1, 0)),
        (DType.Complex128, 10, new(1, 0)),
        (DType.Bool, 11, new(1, 0)), (DType.BFloat16, 15, new(1, 0)),
        (DType.Complex32, 8, new(2, 1)), (DType.Float8E5M2, 23, new(2, 1)), (DType.Float8E4M3FN, 24, new(2, 1)),
        (DType.Float8E5M2FNUZ, 25, new(2, 2)), (DType.Float8E4M3FNUZ, 26, new(2, 2)),
        (DType.UInt16, 27, new(2, 3)), (DType.UInt32, 28, new(2, 3)), (DType.UInt64, 29, new(2, 3)), (DType.Float8E8M0FNU, 44, new(2, 7)),
        (DType.Float4E2M1FNx2, 45, new(2, 8)),
    ];

    /// <summary>The version of the libtorch that TorchSharp was made for.</summary>
    public static Version LibTorch { get; internal set; } = Version.TryParse(torch.__version__.Split('+', '-')[0], out Version? version)
        ? version : new Version(1, 0);

    /// <summary>The dtype's number; null if the loaded libtorch does not have it. Quantized ones never:
    /// their integers are handed out.</summary>
    public static torch.ScalarType? Find(DType dtype) => Find(dtype, LibTorch);

    /// <summary>The dtype's number in a libtorch of a version; null if it does not have it.</summary>
    public static torch.ScalarType? Find(DType dtype, Version libTorch)
    {
        foreach (var (known, number, since) in s_rows)
        {
            if (known == dtype) return libTorch >= since ? (torch.ScalarType)number : null;
        }
        return null;
    }

    /// <summary>The number of the dtype that holds the bytes of another: its own, or the integers of a quantized one;
    /// null if the loaded libtorch has none.</summary>
    public static torch.ScalarType? StoredAs(DType dtype) =>
        Find(dtype == DType.QInt8 ? DType.Int8 : dtype == DType.QUInt8 ? DType.UInt8 : dtype == DType.QInt32 ? DType.Int32 : dtype);

    /// <summary>The dtype of a tensor's number.</summary>
    /// <exception cref="NotSupportedException">It is one that files of PyTorch do not have.</exception>
    public static DType Of(torch.ScalarType type)
    {
        foreach (var (dtype, number, _) in s_rows)
        {
            if (number == (sbyte)type) return dtype;
        }
        throw new NotSupportedException($"Tensors of {type} are neither loaded nor saved.");
    }
}
