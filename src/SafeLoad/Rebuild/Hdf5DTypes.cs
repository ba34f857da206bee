using SafeLoad.Containers;
using SafeLoad.Tensors;

namespace SafeLoad.Rebuild;

/// <summary>The dtypes of HDF5's numbers.</summary>
internal static class Hdf5DTypes
{
    public static DType? Find(Hdf5Type type) => (type.Kind, type.Size) switch
    {
        (Hdf5Kind.Float, 2) => DType.Float16,
        (Hdf5Kind.Float, 4) => DType.Float32,
        (Hdf5Kind.Float, 8) => DType.Float64,
        (Hdf5Kind.Signed, 1) => DType.Int8,
        (Hdf5Kind.Signed, 2) => DType.Int16,
        (Hdf5Kind.Signed, 4) => DType.Int32,
        (Hdf5Kind.Signed, 8) => DType.Int64,
        (Hdf5Kind.Unsigned, 1) => DType.UInt8,
        (Hdf5Kind.Unsigned, 2) => DType.UInt16,
        (Hdf5Kind.Unsigned, 4) => DType.UInt32,
        (Hdf5Kind.Unsigned, 8) => DType.UInt64,
        (Hdf5Kind.Bool, 1) => DType.Bool,
        _ => null,
    };
}
