namespace SafeLoad.Tensors;

/// <summary>The dtypes of safetensors by their names there. F6_E2M3 and F6_E3M2 have no counterpart in PyTorch.</summary>
internal static class SafetensorsDTypes
{
    private static readonly (string Name, DType DType)[] s_names =
    [
        ("BOOL", DType.Bool), ("U8", DType.UInt8), ("I8", DType.Int8), ("U16", DType.UInt16), ("I16", DType.Int16), ("U32", DType.UInt32), ("I32", DType.Int32), ("U64", DType.UInt64), ("I64", DType.Int64),
        ("F16", DType.Float16), ("BF16", DType.BFloat16), ("F32", DType.Float32), ("F64", DType.Float64), ("C64", DType.Complex64), ("F4", DType.Float4E2M1FNx2),
        ("F8_E4M3", DType.Float8E4M3FN), ("F8_E5M2", DType.Float8E5M2), ("F8_E8M0", DType.Float8E8M0FNU), ("F8_E4M3FNUZ", DType.Float8E4M3FNUZ), ("F8_E5M2FNUZ", DType.Float8E5M2FNUZ),
    ];

    public static DType? Find(string name) => Array.Find(s_names, row => row.Name == name).DType;

    /// <summary>The name of a dtype; null if the format has none for it.</summary>
    public static string? NameOf(DType dtype) => Array.Find(s_names, row => row.DType == dtype).Name;
}
