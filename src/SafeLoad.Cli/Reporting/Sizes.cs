using System.Globalization;

namespace SafeLoad.Cli.Reporting;

/// <summary>Numbers for people.</summary>
internal static class Sizes
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>A number of things: <c>1 tensor</c>, <c>2,000 tensors</c>.</summary>
    public static string Count(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");

    public static string Of(long bytes)
    {
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit < s_units.Length - 1; unit++) value /= 1024;
        return value.ToString(unit == 0 ? "0" : value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) + " "
            + s_units[unit];
    }
}
