using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SafeLoad.Common;

/// <summary>The CRC-32 of zip (polynomial 0xEDB88320, APPNOTE 4.4.7): carry-less multiplication where the processor has it, tables elsewhere.</summary>
/// <remarks>Folding as in Intel's "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (Gopal et al., 2009), bit-reflected:
/// the constants are x^n mod P for the fold distances of 64 and 16 bytes.</remarks>
internal static class Crc32
{
    private static readonly uint[] s_tables = BuildTables();

    /// <summary>The CRC of bytes appended to bytes whose CRC is <paramref name="crc"/> (0 to begin).</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && bytes.Length >= 128)
        {
            int folded = bytes.Length & ~15;
            crc = Fold(crc, bytes[..folded]);
            bytes = bytes[folded..];
        }
        return ~AppendByTable(crc, bytes);
    }

    /// <summary>The CRC of two runs of bytes, one behind the other, out of the CRC of each.</summary>
    /// <param name="first">The CRC of the first run.</param>
    /// <param name="second">The CRC of the second run.</param>
    /// <param name="length">The bytes of the second run.</param>
    public static uint Combine(uint first, uint second, long length)
    {
        // The first run's remainder moves on by 8 bits for each byte behind it: times x^(8 * length), by squaring.
        uint shift = 1u << 31, power = 1u << 23;
        for (; length > 0; length >>= 1)
        {
            if ((length & 1) != 0) shift = MultiplyModulo(shift, power);
            power = MultiplyModulo(power, power);
        }
        return MultiplyModulo(first, shift) ^ second;
    }

    // Polynomials modulo P, bit-reflected: x^0 is the highest bit.
    private static uint MultiplyModulo(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0) product ^= b;
            b = (b & 1) != 0 ? (b >> 1) ^ 0xEDB88320 : b >> 1;
        }
        return product;
    }

    /// <summary>The same by tables alone; the reference that tests compare with.</summary>
    internal static uint AppendScalar(uint crc, ReadOnlySpan<byte> bytes) => ~AppendByTable(~crc, bytes);

    private static uint AppendByTable(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref uint tables = ref MemoryMarshal.GetArrayDataReference(s_tables);
        while (bytes.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = At(ref tables, 7, low) ^ At(ref tables, 6, low >> 8) ^ At(ref tables, 5, low >> 16) ^ At(ref tables, 4, low >> 24)
                ^ At(ref tables, 3, high) ^ At(ref tables, 2, high >> 8) ^ At(ref tables, 1, high >> 16) ^ At(ref tables, 0, high >> 24);
            bytes = bytes[8..];
        }
        foreach (byte b in bytes) crc = At(ref tables, 0, crc ^ b) ^ (crc >> 8);
        return crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint At(ref uint tables, int table, uint index) => Unsafe.Add(ref tables, table * 256 + (int)(index & 0xFF));

    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<ulong>> blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        Vector128<ulong> by64 = Vector128.Create(0x154442bd4UL, 0x1c6e41596UL);
        Vector128<ulong> by16 = Vector128.Create(0x1751997d0UL, 0x0ccaa009eUL);
        Vector128<ulong> x0 = blocks[0] ^ Vector128.CreateScalar((ulong)crc), x1 = blocks[1], x2 = blocks[2], x3 = blocks[3];
        int i = 4;
        for (; i + 4 <= blocks.Length; i += 4)
        {
            x0 = Multiply(x0, by64) ^ blocks[i];
            x1 = Multiply(x1, by64) ^ blocks[i + 1];
            x2 = Multiply(x2, by64) ^ blocks[i + 2];
            x3 = Multiply(x3, by64) ^ blocks[i + 3];
        }
        x0 = Multiply(x0, by16) ^ x1;
        x0 = Multiply(x0, by16) ^ x2;
        x0 = Multiply(x0, by16) ^ x3;
        for (; i < blocks.Length; i++) x0 = Multiply(x0, by16) ^ blocks[i];

        // The 16 bytes that are left have the same remainder as everything before them: the table finishes the division.
        Span<byte> rest = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(rest, x0.GetElement(0));
        BinaryPrimitives.WriteUInt64LittleEndian(rest[8..], x0.GetElement(1));
        return AppendByTable(0, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> value, Vector128<ulong> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);

    private static uint[] BuildTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            tables[i] = value;
        }
        for (int i = 256; i < tables.Length; i++) tables[i] = (tables[i - 256] >> 8) ^ tables[tables[i - 256] & 0xFF];
        return tables;
    }
}
