using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SafeLoad.Tensors;

/// <summary>Turns elements as the file has them into what the tensor means: little-endian, conjugation and negation resolved.</summary>
internal static class ElementOrder
{
    public static void Resolve(DType dtype, bool isBigEndian, bool isConjugate, bool isNegative, Span<byte> elements)
    {
        if (isBigEndian) Swap(elements, dtype.SwapSize);
        if (!isConjugate && !isNegative) return;
        int part = dtype.SwapSize;
        // The sign is the top bit of every float format that has a conj or neg bit (conj: complex only, neg: float and complex).
        for (int i = 0, parts = elements.Length / part; i < parts; i++)
        {
            bool imaginary = dtype.IsComplex && (i & 1) == 1;
            if (isNegative ^ (isConjugate && imaginary)) elements[i * part + part - 1] ^= 0x80;
        }
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
