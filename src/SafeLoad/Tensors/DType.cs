using SafeLoad.Tensors;

namespace SafeLoad;

/// <summary>An element type of PyTorch. One row per type, with what each format calls it.</summary>
/// <remarks>torch/_utils.py, torch/storage.py (<c>_dtype_to_storage_type_map</c>); c10/core/ScalarType.h.</remarks>
public sealed class DType
{
    // Each adds itself, in the order in which they stand. Before all of them, as its initializer has to be.
    private static readonly List<DType> s_made = [];

    private DType(
        string name, int itemSize, DTypeClass kind, string? legacy = null, string? safetensors = null, string? numpy = null,
        int? torchSharp = null, int? export = null, int valuesPerByte = 1)
    {
        Name = name;
        ItemSize = itemSize;
        Class = kind;
        Legacy = legacy;
        Safetensors = safetensors;
        Numpy = numpy;
        TorchSharp = torchSharp;
        Export = export;
        ValuesPerByte = valuesPerByte;
        s_made.Add(this);
    }

    /// <summary>float64.</summary>
    public static DType Float64 { get; } = new("float64", 8, DTypeClass.Float, "Double", "F64", "f8", torchSharp: 7, export: 8);
    /// <summary>float32.</summary>
    public static DType Float32 { get; } = new("float32", 4, DTypeClass.Float, "Float", "F32", "f4", torchSharp: 6, export: 7);
    /// <summary>float16.</summary>
    public static DType Float16 { get; } = new("float16", 2, DTypeClass.Float, "Half", "F16", "f2", torchSharp: 5, export: 6);
    /// <summary>bfloat16: the upper half of a float32.</summary>
    public static DType BFloat16 { get; } = new("bfloat16", 2, DTypeClass.Float, "BFloat16", "BF16", torchSharp: 15, export: 13);
    /// <summary>int64.</summary>
    public static DType Int64 { get; } = new("int64", 8, DTypeClass.Integer, "Long", "I64", "i8", torchSharp: 4, export: 5);
    /// <summary>int32.</summary>
    public static DType Int32 { get; } = new("int32", 4, DTypeClass.Integer, "Int", "I32", "i4", torchSharp: 3, export: 4);
    /// <summary>int16.</summary>
    public static DType Int16 { get; } = new("int16", 2, DTypeClass.Integer, "Short", "I16", "i2", torchSharp: 2, export: 3);
    /// <summary>int8.</summary>
    public static DType Int8 { get; } = new("int8", 1, DTypeClass.Integer, "Char", "I8", "i1", torchSharp: 1, export: 2);
    /// <summary>uint8.</summary>
    public static DType UInt8 { get; } = new("uint8", 1, DTypeClass.Integer, "Byte", "U8", "u1", torchSharp: 0, export: 1);
    /// <summary>bool: one byte, any value but 0 is true.</summary>
    public static DType Bool { get; } = new("bool", 1, DTypeClass.Bool, "Bool", "BOOL", "b1", torchSharp: 11, export: 12);
    /// <summary>complex128: two float64.</summary>
    public static DType Complex128 { get; } =
        new("complex128", 16, DTypeClass.Complex, "ComplexDouble", numpy: "c16", torchSharp: 10, export: 11);
    /// <summary>complex64: two float32.</summary>
    public static DType Complex64 { get; } =
        new("complex64", 8, DTypeClass.Complex, "ComplexFloat", "C64", "c8", torchSharp: 9, export: 10);
    /// <summary>qint8: quantized, one byte.</summary>
    public static DType QInt8 { get; } = new("qint8", 1, DTypeClass.Quantized, "QInt8");
    /// <summary>quint8: quantized, one byte.</summary>
    public static DType QUInt8 { get; } = new("quint8", 1, DTypeClass.Quantized, "QUInt8");
    /// <summary>qint32: quantized, four bytes.</summary>
    public static DType QInt32 { get; } = new("qint32", 4, DTypeClass.Quantized, "QInt32");
    /// <summary>quint4x2: quantized, two values a byte.</summary>
    public static DType QUInt4x2 { get; } = new("quint4x2", 1, DTypeClass.Quantized, "QUInt4x2", valuesPerByte: 2);
    /// <summary>quint2x4: quantized, four values a byte.</summary>
    public static DType QUInt2x4 { get; } = new("quint2x4", 1, DTypeClass.Quantized, "QUInt2x4", valuesPerByte: 4);
    /// <summary>complex32: two float16.</summary>
    public static DType Complex32 { get; } = new("complex32", 4, DTypeClass.Complex, torchSharp: 8, export: 9);
    /// <summary>uint16.</summary>
    public static DType UInt16 { get; } = new("uint16", 2, DTypeClass.Integer, safetensors: "U16", numpy: "u2", export: 28);
    /// <summary>uint32.</summary>
    public static DType UInt32 { get; } = new("uint32", 4, DTypeClass.Integer, safetensors: "U32", numpy: "u4");
    /// <summary>uint64.</summary>
    public static DType UInt64 { get; } = new("uint64", 8, DTypeClass.Integer, safetensors: "U64", numpy: "u8");
    /// <summary>float8_e4m3fn.</summary>
    public static DType Float8E4M3FN { get; } = new("float8_e4m3fn", 1, DTypeClass.Float, safetensors: "F8_E4M3", export: 29);
    /// <summary>float8_e4m3fnuz.</summary>
    public static DType Float8E4M3FNUZ { get; } = new("float8_e4m3fnuz", 1, DTypeClass.Float, safetensors: "F8_E4M3FNUZ", export: 31);
    /// <summary>float8_e5m2.</summary>
    public static DType Float8E5M2 { get; } = new("float8_e5m2", 1, DTypeClass.Float, safetensors: "F8_E5M2", export: 30);
    /// <summary>float8_e5m2fnuz.</summary>
    public static DType Float8E5M2FNUZ { get; } = new("float8_e5m2fnuz", 1, DTypeClass.Float, safetensors: "F8_E5M2FNUZ", export: 32);
    /// <summary>float8_e8m0fnu: a power of two.</summary>
    public static DType Float8E8M0FNU { get; } = new("float8_e8m0fnu", 1, DTypeClass.Float, safetensors: "F8_E8M0");
    /// <summary>float4_e2m1fn_x2: two values a byte; PyTorch counts the bytes.</summary>
    public static DType Float4E2M1FNx2 { get; } = new("float4_e2m1fn_x2", 1, DTypeClass.Float, safetensors: "F4");

    private static readonly DType[] s_all = WithNameless();

    private static readonly Dictionary<string, DType> s_byName = s_all.ToDictionary(dtype => dtype.Name, StringComparer.Ordinal);

    /// <summary>Every dtype.</summary>
    public static IReadOnlyList<DType> All => s_all;

    /// <summary>PyTorch's name without <c>torch.</c>: <c>float32</c>.</summary>
    public string Name { get; }

    /// <summary>Bytes of one element (of one byte's worth of values, where several share a byte).</summary>
    public int ItemSize { get; }

    /// <summary>Whether elements are floating-point numbers.</summary>
    public bool IsFloatingPoint => Class == DTypeClass.Float;

    /// <summary>Whether elements are complex numbers.</summary>
    public bool IsComplex => Class == DTypeClass.Complex;

    /// <summary>Whether elements stand for quantized numbers.</summary>
    public bool IsQuantized => Class == DTypeClass.Quantized;

    internal DTypeClass Class { get; }

    // What Torch and old PyTorch call it in the names of classes, Double in DoubleStorage; null for the dtypes that came after those.
    internal string? Legacy { get; }

    // The class in module torch whose storages have this dtype; null where there is none.
    internal string? StorageClass => Legacy is null ? null : Legacy + "Storage";

    // What safetensors calls it; null where the format has nothing for it. F6_E2M3 and F6_E3M2 have no counterpart in PyTorch.
    internal string? Safetensors { get; }

    // NumPy's kind and size, as in '<f8' without the byte order; null where NumPy has nothing for it.
    internal string? Numpy { get; }

    // The number that TorchSharp writes, c10/core/ScalarType.h's; null where TorchSharp has nothing for it.
    internal int? TorchSharp { get; }

    // The number of torch.export, which is not c10's: torch/_export/serde/schema.py, ScalarType. Null where it has none.
    internal int? Export { get; }

    /// <summary>Logical values in one byte: 2 for quint4x2, 4 for quint2x4, else 1.</summary>
    public int ValuesPerByte { get; }

    // Bytes that change places on a big-endian machine: a complex number swaps each part by itself.
    internal int SwapSize => IsComplex ? ItemSize / 2 : ItemSize;

    /// <summary>The dtype of a name without <c>torch.</c>; null if there is none.</summary>
    public static DType? FromName(string name) => s_byName.GetValueOrDefault(name);

    internal static DType? FromSafetensors(string name) => Find(dtype => dtype.Safetensors == name);

    internal static DType? FromNumpy(string code) => Find(dtype => dtype.Numpy == code);

    internal static DType? FromTorchSharp(long number) => Find(dtype => dtype.TorchSharp == number);

    internal static DType? FromExport(int number) => Find(dtype => dtype.Export == number);

    /// <summary>The name as PyTorch prints it: <c>torch.float32</c>.</summary>
    public override string ToString() => "torch." + Name;

    private static DType? Find(Predicate<DType> isMeant) => Array.Find(s_all, isMeant);

    // Those that have no member of their own.
    private static DType[] WithNameless()
    {
        foreach (var (name, size) in ((string, int)[])[("bits8", 1), ("bits16", 2), ("bits1x8", 1), ("bits2x4", 1), ("bits4x2", 1)])
            _ = new DType(name, size, DTypeClass.Bits);
        foreach (string name in (string[])["uint", "int"])
        {
            for (int i = 1; i <= 7; i++) _ = new DType(FormattableString.Invariant($"{name}{i}"), 1, DTypeClass.Bits);
        }
        return [.. s_made];
    }
}
