using System.Buffers.Binary;
using System.Numerics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The checksum of HDF5's newer structures.</summary>
/// <remarks>Bob Jenkins' hash "lookup3" over bytes, from the initial value 0. It finds damage;
/// it does not stop anyone who means harm.</remarks>
internal static class Lookup3
{
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xDEADBEEF + (uint)bytes.Length, b = a, c = a;
        while (bytes.Length > 12)
        {
            Add(bytes, ref a, ref b, ref c);
            Mix(ref a, ref c, b, 4);
            Mix(ref b, ref a, c, 6);
            Mix(ref c, ref b, a, 8);
            Mix(ref a, ref c, b, 16);
            Mix(ref b, ref a, c, 19);
            Mix(ref c, ref b, a, 4);
            bytes = bytes[12..];
        }
        if (bytes.IsEmpty) return c;
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        Finish(ref c, b, 14);
        Finish(ref a, c, 11);
        Finish(ref b, a, 25);
        Finish(ref c, b, 16);
        Finish(ref a, c, 4);
        Finish(ref b, a, 14);
        Finish(ref c, b, 24);
        return c;
    }

    private static void Add(ReadOnlySpan<byte> words, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(words);
        b += BinaryPrimitives.ReadUInt32LittleEndian(words[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(words[8..]);
    }

    private static void Mix(ref uint first, ref uint second, uint third, int bits)
    {
        first = (first - second) ^ BitOperations.RotateLeft(second, bits);
        second += third;
    }

    private static void Finish(ref uint first, uint second, int bits) => first = (first ^ second) - BitOperations.RotateLeft(second, bits);
}
