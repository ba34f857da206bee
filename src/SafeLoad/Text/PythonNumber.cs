using System.Globalization;
using System.Numerics;
using System.Text;

namespace SafeLoad.Text;

/// <summary>Numbers as Python prints them.</summary>
internal static class PythonNumber
{
    /// <summary><c>repr(float)</c>: the shortest digits that read back as the same number,
    /// with an exponent below 1e-4 and from 1e16 on.</summary>
    public static string Repr(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";

        // Digits and exponent out of .NET's shortest form, which places the point by rules of its own.
        bool negative = shortest[0] == '-';
        string body = negative ? shortest[1..] : shortest;
        int exponentAt = body.IndexOf('E', StringComparison.Ordinal);
        int exponent = exponentAt < 0 ? 0
            : int.Parse(body.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = exponentAt < 0 ? body : body[..exponentAt];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        int decimalPoint = (point < 0 ? mantissa.Length : point) + exponent;
        int leadingZeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[leadingZeros..].TrimEnd('0');
        decimalPoint -= leadingZeros;
        if (digits.Length == 0) digits = "0";

        var text = new StringBuilder(24);
        if (negative) text.Append('-');
        if (decimalPoint is > -4 and <= 16)
        {
            if (decimalPoint <= 0) text.Append("0.").Append('0', -decimalPoint).Append(digits);
            else if (decimalPoint >= digits.Length) text.Append(digits).Append('0', decimalPoint - digits.Length).Append(".0");
            else text.Append(digits, 0, decimalPoint).Append('.').Append(digits, decimalPoint, digits.Length - decimalPoint);
        }
        else
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            int power = decimalPoint - 1;
            text.Append('e').Append(power < 0 ? '-' : '+').Append(Math.Abs(power).ToString("00", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary><c>repr(int)</c>, or <c>hex(int)</c> from 10^400 on, where decimal conversion would cost too much.</summary>
    public static string Repr(BigInteger value)
    {
        if (value.GetByteCount() <= 168 && BigInteger.Abs(value) < s_hexFrom) return value.ToString(CultureInfo.InvariantCulture);
        string hex = BigInteger.Abs(value).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return (value.Sign < 0 ? "-0x" : "0x") + hex;
    }

    private static readonly BigInteger s_hexFrom = BigInteger.Pow(10, 400);
}
