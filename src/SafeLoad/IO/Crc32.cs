namespace SafeLoad.IO;

/// <summary>The CRC-32 of zip (polynomial 0xEDB88320, APPNOTE 4.4.7),
/// and how checksums of parts become the checksum of the whole.</summary>
internal static class Crc32
{
    /// <summary>The CRC of bytes appended to bytes whose CRC is <paramref name="crc"/> (0 to begin).</summary>
    /// <remarks>System.IO.Hashing does not go on from a checksum; a CRC of 0 is that of no bytes, and needs no combining.</remarks>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint appended = System.IO.Hashing.Crc32.HashToUInt32(bytes);
        return crc == 0 ? appended : Combine(crc, appended, bytes.Length);
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
}
