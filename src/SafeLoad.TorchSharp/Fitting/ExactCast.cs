using System.Buffers;
using System.Runtime.InteropServices;
using SafeLoad.Tensors;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>
/// Numbers that stay what they are under another dtype: integers and bools where each one is proven to fit, complex numbers of a narrower
/// type. Integers never become floating-point numbers: those of quantized weights look like integers and mean nothing without their scale.
/// </summary>
internal static class ExactCast
{
    // Whole elements of every dtype.
    private const int PieceBytes = 1 << 16;

    private static readonly (DType DType, Int128 Least, Int128 Most)[] s_integers =
    [
        (DType.Bool, 0, 1), (DType.UInt8, 0, byte.MaxValue), (DType.Int8, sbyte.MinValue, sbyte.MaxValue),
        (DType.Int16, short.MinValue, short.MaxValue), (DType.UInt16, 0, ushort.MaxValue), (DType.Int32, int.MinValue, int.MaxValue),
        (DType.UInt32, 0, uint.MaxValue), (DType.Int64, long.MinValue, long.MaxValue), (DType.UInt64, 0, ulong.MaxValue),
    ];

    /// <summary>Whether numbers of one dtype may become those of the other, if they fit.</summary>
    public static bool IsPossible(DType from, DType to) =>
        (from.IsComplex && to.IsComplex && from.ItemSize < to.ItemSize) || (RangeOf(from) is not null && RangeOf(to) is not null);

    /// <summary>The first number that does not fit; null if all do. Reads the tensor where its dtype does not tell.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="to">The other dtype; <see cref="IsPossible"/> was asked.</param>
    /// <exception cref="SafeLoadException">Its bytes cannot be read.</exception>
    public static string? WhatDoesNotFit(TensorInfo tensor, DType to)
    {
        if (tensor.DType.IsComplex) return null;
        var (least, most) = RangeOf(to)!.Value;
        var (from, until) = RangeOf(tensor.DType)!.Value;
        if (from >= least && until <= most) return null;
        var reader = new TensorReader(tensor);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (long left = tensor.ElementCount; left > 0;)
            {
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(left * tensor.DType.ItemSize, PieceBytes));
                reader.Read(piece);
                for (int at = 0; at < piece.Length; at += tensor.DType.ItemSize)
                {
                    Int128 number = NumberAt(piece[at..], tensor.DType);
                    if (number < least || number > most) return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }
                left -= piece.Length / tensor.DType.ItemSize;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return null;
    }

    private static (Int128 Least, Int128 Most)? RangeOf(DType dtype)
    {
        foreach (var (known, least, most) in s_integers)
        {
            if (known == dtype) return (least, most);
        }
        return null;
    }

    // Bytes have come little-endian, whatever the file's order.
    private static Int128 NumberAt(ReadOnlySpan<byte> bytes, DType dtype) => dtype.ItemSize switch
    {
        1 => dtype == DType.Int8 ? (sbyte)bytes[0] : dtype == DType.Bool ? (bytes[0] == 0 ? 0 : 1) : bytes[0],
        2 => dtype == DType.UInt16 ? MemoryMarshal.Read<ushort>(bytes) : MemoryMarshal.Read<short>(bytes),
        4 => dtype == DType.UInt32 ? MemoryMarshal.Read<uint>(bytes) : MemoryMarshal.Read<int>(bytes),
        _ => dtype == DType.UInt64 ? MemoryMarshal.Read<ulong>(bytes) : MemoryMarshal.Read<long>(bytes),
    };
}
