using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SafeLoad.Tensors;

/// <summary>Floating-point numbers as floating-point numbers of another width, rounded to nearest, ties to even, once. NaN stays NaN,
/// and what is too large becomes infinite.</summary>
/// <remarks>IEEE 754-2019, 4.3.1; bfloat16 rounds as c10/util/BFloat16.h does.</remarks>
internal static class FloatCast
{
    private const int Piece = 1 << 12;

    /// <summary>Whether numbers of one dtype can become those of the other: from any floating-point dtype to float64, float32,
    /// float16 or bfloat16.</summary>
    public static bool IsPossible(DType from, DType to) =>
        (to == DType.Float64 || to == DType.Float32 || to == DType.Float16 || to == DType.BFloat16)
        && (from == DType.Float64 || Widener(from) is not null);

    /// <summary>Casts a run of elements.</summary>
    /// <param name="from">The dtype of the source.</param>
    /// <param name="source">Whole elements, little-endian.</param>
    /// <param name="to">The dtype of the destination; <see cref="IsPossible"/> was asked.</param>
    /// <param name="destination">As many elements.</param>
    /// <returns>How many finite numbers became infinite.</returns>
    public static long Cast(DType from, ReadOnlySpan<byte> source, DType to, Span<byte> destination)
    {
        long overflowed = 0;
        if (from == DType.Float64)
        {
            CastDoubles(MemoryMarshal.Cast<byte, double>(source), to, destination);
            return to == DType.Float64 ? 0 : CountInfinities(to, destination) - CountInfinities(from, source);
        }
        Widening widen = Widener(from)!;
        Span<float> singles = stackalloc float[Piece];
        int count = source.Length / from.ItemSize;
        for (int done = 0; done < count;)
        {
            Span<float> part = singles[..Math.Min(Piece, count - done)];
            widen(source.Slice(done * from.ItemSize, part.Length * from.ItemSize), part);
            Span<byte> written = destination.Slice(done * to.ItemSize, part.Length * to.ItemSize);
            Narrow(part, to, written);
            if (to.ItemSize < 4) overflowed += CountInfinities(to, written) - CountInfinities(DType.Float32, MemoryMarshal.AsBytes(part));
            done += part.Length;
        }
        return overflowed;
    }

    private delegate void Widening(ReadOnlySpan<byte> source, Span<float> singles);

    private static Widening? Widener(DType from)
    {
        if (from == DType.Float32) return static (source, singles) => MemoryMarshal.Cast<byte, float>(source).CopyTo(singles);
        if (from == DType.Float16)
            return static (source, singles) => TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), singles);
        if (from == DType.BFloat16) return static (source, singles) =>
        {
            ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<byte, ushort>(source);
            for (int i = 0; i < bits.Length; i++) singles[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
        };
        if (Float8.TableOf(from) is { } table) return (source, singles) =>
        {
            for (int i = 0; i < source.Length; i++) singles[i] = table[source[i]];
        };
        return null;
    }

    private static void Narrow(ReadOnlySpan<float> singles, DType to, Span<byte> destination)
    {
        if (to == DType.Float32) MemoryMarshal.AsBytes(singles).CopyTo(destination);
        else if (to == DType.Float16) TensorPrimitives.ConvertToHalf(singles, MemoryMarshal.Cast<byte, Half>(destination));
        else if (to == DType.BFloat16)
        {
            Span<ushort> bits = MemoryMarshal.Cast<byte, ushort>(destination);
            for (int i = 0; i < bits.Length; i++) bits[i] = RoundToBFloat16(singles[i]);
        }
        else
        {
            Span<double> doubles = MemoryMarshal.Cast<byte, double>(destination);
            for (int i = 0; i < doubles.Length; i++) doubles[i] = singles[i];
        }
    }

    private static void CastDoubles(ReadOnlySpan<double> source, DType to, Span<byte> destination)
    {
        if (to == DType.Float64) MemoryMarshal.AsBytes(source).CopyTo(destination);
        else if (to == DType.Float32)
        {
            Span<float> singles = MemoryMarshal.Cast<byte, float>(destination);
            for (int i = 0; i < singles.Length; i++) singles[i] = (float)source[i];
        }
        else if (to == DType.Float16)
        {
            Span<Half> halves = MemoryMarshal.Cast<byte, Half>(destination);
            for (int i = 0; i < halves.Length; i++) halves[i] = (Half)source[i];
        }
        else
        {
            Span<ushort> bits = MemoryMarshal.Cast<byte, ushort>(destination);
            for (int i = 0; i < bits.Length; i++) bits[i] = RoundToBFloat16(RoundToOdd(source[i]));
        }
    }

    // Rounding twice would be wrong at ties: the first time, what is cut off is remembered in the last bit.
    private static float RoundToOdd(double value)
    {
        float near = (float)value;
        if (near == value || double.IsNaN(value) || float.IsInfinity(near)) return near;
        uint bits = BitConverter.SingleToUInt32Bits(near);
        bool isAway = Math.Abs((double)near) > Math.Abs(value);
        return BitConverter.UInt32BitsToSingle((isAway ? bits - 1 : bits) | 1);
    }

    private static ushort RoundToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>How many infinite numbers there are.</summary>
    /// <param name="dtype">Floating-point numbers of 16 to 64 bits.</param>
    /// <param name="elements">Whole elements, little-endian.</param>
    public static long CountInfinities(DType dtype, ReadOnlySpan<byte> elements)
    {
        long count = 0;
        if (dtype == DType.Float64) foreach (double value in MemoryMarshal.Cast<byte, double>(elements))
            count += double.IsInfinity(value) ? 1 : 0;
        else if (dtype == DType.Float32) foreach (float value in MemoryMarshal.Cast<byte, float>(elements))
            count += float.IsInfinity(value) ? 1 : 0;
        else foreach (ushort value in MemoryMarshal.Cast<byte, ushort>(elements))
            count += (value & 0x7FFF) == (dtype == DType.Float16 ? 0x7C00 : 0x7F80) ? 1 : 0;
        return count;
    }
}
