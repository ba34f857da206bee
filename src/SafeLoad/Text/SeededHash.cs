using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SafeLoad.Text;

/// <summary>
/// Hashes keys that a file chose, with a seed of this process, so that nobody can prepare keys that collide.
/// </summary>
/// <remarks>Bytes by SipHash-1-3 (Aumasson and Bernstein, 2012); integers by two seeded 128-bit multiplications.</remarks>
internal static class SeededHash
{
    private static readonly ulong s_key0 = NewSeed();
    private static readonly ulong s_key1 = NewSeed();
    private static readonly ulong s_factor = NewSeed() | 1;
    private static readonly ulong s_factor2 = NewSeed() | 1;

    /// <summary>The hash of a 64-bit integer.</summary>
    public static ulong Of(long value)
    {
        // Twice: after one multiplication a few factors in a thousand leave regular keys in clusters.
        return Fold(Fold((ulong)value ^ s_key0, s_factor) ^ s_key1, s_factor2);
    }

    /// <summary>The hash of a run of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong v0 = s_key0 ^ 0x736f6d6570736575, v1 = s_key1 ^ 0x646f72616e646f6d, v2 = s_key0 ^ 0x6c7967656e657261,
            v3 = s_key1 ^ 0x7465646279746573;
        ulong last = (ulong)bytes.Length << 56;
        while (bytes.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            bytes = bytes[8..];
        }
        for (int i = 0; i < bytes.Length; i++) last |= (ulong)bytes[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /// <summary>Adds one hash to another; the order matters.</summary>
    public static ulong Combine(ulong first, ulong second) => Of((long)(BitOperations.RotateLeft(first, 17) ^ second));

    private static ulong Fold(ulong value, ulong factor)
    {
        ulong high = Math.BigMul(value, factor, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1; v1 = BitOperations.RotateLeft(v1, 13); v1 ^= v0; v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3; v3 = BitOperations.RotateLeft(v3, 16); v3 ^= v2;
        v0 += v3; v3 = BitOperations.RotateLeft(v3, 21); v3 ^= v0;
        v2 += v1; v1 = BitOperations.RotateLeft(v1, 17); v1 ^= v2; v2 = BitOperations.RotateLeft(v2, 32);
    }

    // A random GUID has 122 bits from the system's secure generator,
    // and unlike RandomNumberGenerator does not load OpenSSL for them (10 ms).
    private static ulong NewSeed()
    {
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        return BinaryPrimitives.ReadUInt64LittleEndian(random)
            ^ BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(random[8..]), 32);
    }
}
