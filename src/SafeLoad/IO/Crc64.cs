namespace SafeLoad.IO;

/// <summary>The CRC-64 of xz (polynomial 0xC96C5795D7870F42, bit-reflected; The .xz File Format 6).</summary>
/// <remarks>System.IO.Hashing has the other one of that name, whose bits are not reflected.</remarks>
internal static class Crc64
{
    private static readonly ulong[] s_table = Table();

    /// <summary>The CRC of bytes appended to bytes whose CRC is <paramref name="crc"/> (0 to begin).</summary>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        ulong state = ~crc;
        foreach (byte value in bytes) state = s_table[(byte)state ^ value] ^ (state >> 8);
        return ~state;
    }

    private static ulong[] Table()
    {
        ulong[] table = new ulong[256];
        for (int i = 0; i < table.Length; i++)
        {
            ulong entry = (ulong)i;
            for (int bit = 0; bit < 8; bit++) entry = (entry & 1) != 0 ? (entry >> 1) ^ 0xC96C5795D7870F42 : entry >> 1;
            table[i] = entry;
        }
        return table;
    }
}
