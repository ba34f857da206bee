using SafeLoad.Tensors;

namespace SafeLoad.Rebuild;

/// <summary>The dtypes of torch.export by their numbers, which are not PyTorch's own.</summary>
/// <remarks>torch/_export/serde/schema.py, <c>ScalarType</c>.</remarks>
internal static class Pt2DTypes
{
    /// <summary>The dtype of a number; null if there is none.</summary>
    public static DType? Find(int number) => number switch
    {
        1 => DType.UInt8,
        2 => DType.Int8,
        3 => DType.Int16,
        4 => DType.Int32,
        5 => DType.Int64,
        6 => DType.Float16,
        7 => DType.Float32,
        8 => DType.Float64,
        9 => DType.Complex32,
        10 => DType.Complex64,
        11 => DType.Complex128,
        12 => DType.Bool,
        13 => DType.BFloat16,
        28 => DType.UInt16,
        29 => DType.FromName("float8_e4m3fn"),
        30 => DType.FromName("float8_e5m2"),
        31 => DType.FromName("float8_e4m3fnuz"),
        32 => DType.FromName("float8_e5m2fnuz"),
        _ => null,
    };
}
