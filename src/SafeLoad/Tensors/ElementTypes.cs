using System.Numerics;
using System.Runtime.CompilerServices;

namespace SafeLoad.Tensors;

/// <summary>Which .NET types may hold the elements of a dtype.</summary>
internal static class ElementTypes
{
    public static bool Fits<T>(DType dtype) where T : unmanaged
    {
        if (dtype.ItemSize == 1)
            return typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || (typeof(T) == typeof(bool) && dtype == DType.Bool);
        if (Unsafe.SizeOf<T>() != dtype.ItemSize) return false;
        return dtype.Class switch
        {
            DTypeClass.Float when dtype == DType.BFloat16 => typeof(T) == typeof(ushort) || typeof(T) == typeof(short),
            DTypeClass.Float => typeof(T) == typeof(double) || typeof(T) == typeof(float) || typeof(T) == typeof(Half),
            DTypeClass.Complex => typeof(T) == typeof(Complex) || dtype != DType.Complex128,
            _ => typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(int) || typeof(T) == typeof(uint)
                || typeof(T) == typeof(short) || typeof(T) == typeof(ushort),
        };
    }
}
