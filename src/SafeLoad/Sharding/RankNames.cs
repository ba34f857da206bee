using System.Globalization;

namespace SafeLoad.Sharding;

/// <summary>The number in a file's name that says whose file it is: <c>rank3.pt</c>.</summary>
internal static class RankNames
{
    private const int MostDigits = 9;

    /// <summary>The number before the ending; -1 for none.</summary>
    public static long NumberOf(string name)
    {
        var (start, end) = Digits(name);
        return end - start is > 0 and <= MostDigits ? long.Parse(name.AsSpan(start, end - start), CultureInfo.InvariantCulture) : -1;
    }

    /// <summary>The name with another number, as wide as the one that it has.</summary>
    public static string With(string name, long number)
    {
        var (start, end) = Digits(name);
        string digits = number.ToString(CultureInfo.InvariantCulture);
        return name[..start] + (name[start] == '0' ? digits.PadLeft(end - start, '0') : digits) + name[end..];
    }

    private static (int Start, int End) Digits(string name)
    {
        int end = name.LastIndexOf('.');
        if (end < 0) end = name.Length;
        int start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1])) start--;
        return (start, end);
    }
}
