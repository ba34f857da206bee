using System.Text;

namespace SafeLoad.Formats.Tar;

/// <summary>A block that tells of a member.</summary>
/// <remarks>POSIX.1-2017, pax, "ustar Interchange Format"; the GNU tar manual, "Basic Tar Format".</remarks>
internal static class TarHeader
{
    /// <summary>Bytes of a header, and of what everything is filled up to.</summary>
    public const int Block = 512;

    private const int TypeAt = 156, MoreMapsAt = 482;

    /// <summary>Whether a file begins with a tar header: its checksum tells, since old tars have no magic.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        // Hardly anything else has a number there.
        if (head.Length < Block || TarNumber.Read(head.Slice(148, 8)) is not { } stated) return false;
        if (head[..Block].IndexOfAnyExcept((byte)0) < 0) return false;
        // Some old writers added the bytes up as signed ones; Python takes both sums.
        long sum = 0, signed = 0;
        for (int i = 0; i < Block; i++)
        {
            byte value = i is >= 148 and < 156 ? (byte)' ' : head[i];
            sum += value;
            signed += (sbyte)value;
        }
        // GNU's tar passes over a NUL before the digits.
        return stated == sum || stated == signed || (head[148] == 0 && TarNumber.Read(head.Slice(149, 7)) is { } behind
            && (behind == sum || behind == signed));
    }

    /// <summary>The type flag.</summary>
    public static char TypeOf(ReadOnlySpan<byte> header) => (char)header[TypeAt];

    /// <summary>The size; null if it is no number.</summary>
    public static long? SizeOf(ReadOnlySpan<byte> header) => TarNumber.Read(header.Slice(124, 12));

    /// <summary>The bits of rights.</summary>
    public static int ModeOf(ReadOnlySpan<byte> header) => (int)(TarNumber.Read(header.Slice(100, 8)) ?? 0);

    /// <summary>Whether all readers take its size and sum for the same numbers.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> header) =>
        TarNumber.IsPlain(header.Slice(124, 12)) && TarNumber.IsPlain(header.Slice(148, 8));

    /// <summary>Whether blocks with more of GNU's map of a sparse member follow it.</summary>
    public static bool HasMoreMaps(ReadOnlySpan<byte> header) => TypeOf(header) == 'S' && header[MoreMapsAt] != 0;

    /// <summary>The names that readers take from it. ustar splits long ones in two fields; in other tars there are times in the second,
    /// which Python takes for a folder all the same.</summary>
    public static string[] NamesOf(ReadOnlySpan<byte> header)
    {
        string name = Field(header[..100]), prefix = Field(header.Slice(345, 155));
        return prefix.Length == 0 ? [name] : header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? [prefix + "/" + name]
            : [name, prefix + "/" + name];
    }

    /// <summary>Where a link leads.</summary>
    public static string LinkOf(ReadOnlySpan<byte> header) => Field(header.Slice(157, 100));

    private static string Field(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
