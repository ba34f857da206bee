using System.Globalization;

namespace SafeLoad.Cli.Commands;

/// <summary>Sizes on the command line: <c>4096</c>, <c>500MB</c>, <c>1.5GiB</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] s_units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000), ("B", 1),
    ];

    /// <summary>As <see cref="Parse"/>, for what cannot be 0.</summary>
    /// <exception cref="UsageException">It is no size, or less than a byte.</exception>
    public static long? ParsePositive(string option, string? text) =>
        Parse(option, text) is not (< 1) and var size ? size
        : throw new UsageException($"{option} {Checkpoint.Escape(text!)}: expected at least one byte");

    /// <summary>The size that an option's value means, in bytes; null for no value.</summary>
    /// <exception cref="UsageException">It is no size.</exception>
    public static long? Parse(string option, string? text)
    {
        if (text is null) return null;
        var (unit, bytes) = Array.Find(s_units, entry => text.EndsWith(entry.Unit, StringComparison.OrdinalIgnoreCase));
        string number = unit is null ? text : text[..^unit.Length].TrimEnd();
        bool isSize = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            && value < long.MaxValue / Math.Max(bytes, 1);
        return isSize ? (long)(value * Math.Max(bytes, 1))
            : throw new UsageException($"{option} {Checkpoint.Escape(text)}: expected a size such as 4096, 500MB or 2GiB");
    }
}
