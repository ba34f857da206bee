using System.Globalization;
using System.Numerics;

namespace SafeLoad.Scanning.Rules;

/// <summary>How large the numbers can be that SymPy computes of an expression: at least as large as they are, whatever its symbols stand
/// for.</summary>
/// <remarks>sympy/core/power.py, numbers.py, <c>_eval_power</c>: powers of numbers, and of the factors of products, are multiplied out;
/// functions/combinatorial/factorials.py; core/evalf.py: what is rounded or compared is computed to its last digit.</remarks>
/// <param name="Bits">How many bits write it down, as a fraction.</param>
/// <param name="Exponent">The logarithm of the largest number that it can be, of base 2; not negative.</param>
internal readonly record struct ExpressionSize(double Bits, double Exponent)
{
    /// <summary>Computing with more takes longer than reading a file that says so; no honest one has nearly as many.</summary>
    public const double MostBits = 1 << 17;

    private const double BitsOfDigit = 3.33, BitsOfE = 1.45;

    // Digits of an exponent of ten.
    private const int MostDigits = 5;

    /// <summary>A symbol, or a constant.</summary>
    public static ExpressionSize OfName { get; } = new(2, 2);

    /// <summary>What nobody knows.</summary>
    public static ExpressionSize Unknown { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>Whether what would be computed is more than any honest file needs.</summary>
    public bool IsTooLarge => !(Bits <= MostBits);

    /// <summary>A whole number.</summary>
    public static ExpressionSize Of(BigInteger number)
    {
        double bits = Math.Max(1, BigInteger.Abs(number).GetBitLength());
        return new(bits, number.IsZero || BigInteger.Abs(number).IsOne ? 0 : bits);
    }

    /// <summary>A number of binary digits, some of them behind the point.</summary>
    /// <param name="digits">Digits of base 16.</param>
    /// <param name="exponent">By which power of two they are multiplied.</param>
    public static ExpressionSize OfFloat(int digits, long exponent) =>
        new(Math.Abs((double)exponent) + 4.0 * digits, Math.Max(0, exponent + 4.0 * digits));

    /// <summary>A number as a text.</summary>
    public static ExpressionSize OfText(string number)
    {
        int mark = number.AsSpan().IndexOfAny("./eE"), exponent = number.AsSpan().IndexOfAny('e', 'E'), ten = 0;
        if (exponent >= 0)
        {
            string power = number[(exponent + 1)..];
            bool isLess = power.StartsWith('-');
            power = power.TrimStart('+', '-', '0');
            if (power.Length > MostDigits || (power.Length > 0 && !int.TryParse(power, NumberStyles.None, null, out ten))) return Unknown;
            if (isLess) ten = -ten;
        }
        return new(Math.Max(1, (number.Length + Math.Abs(ten)) * BitsOfDigit),
            Math.Max(0, ((mark < 0 ? number.Length : mark) + ten) * BitsOfDigit));
    }

    /// <summary>What a function makes of others.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="given">What it is given.</param>
    public static ExpressionSize Of(string function, ReadOnlySpan<ExpressionSize> given)
    {
        double bits = 1, product = 0, largest = 0;
        foreach (ExpressionSize size in given)
        {
            bits += size.Bits;
            product += size.Exponent;
            largest = Math.Max(largest, size.Exponent);
        }
        if (given.IsEmpty) return OfName;
        switch (function)
        {
            case "Integer" or "Rational" or "Float": return new(bits, given[0].Exponent);
            case "Add": return new(bits, largest + Math.Log2(given.Length + 1));
            case "Mul": return new(bits, product);
            // A power of less than nothing divides: how small the base is its digits say.
            case "Pow" when given.Length > 1:
                double power = Math.Pow(2, given[1].Exponent);
                return new(given[0].Bits * power + given[1].Bits, Math.Max(given[0].Bits, given[0].Exponent) * power);
            case "factorial" or "gamma" or "loggamma":
                double factors = Math.Pow(2, largest) * (largest + 1);
                return new(factors + bits, factors);
            case "binomial" when given.Length > 1:
                double chosen = Math.Pow(2, given[1].Exponent) * (given[0].Exponent + 1);
                return new(chosen + bits, chosen);
            // Only where it is rounded or compared is more computed of it than the first digits.
            case "exp" or "sinh" or "cosh": return new(bits + largest, Math.Pow(2, largest) * BitsOfE);
            case "log" or "asin" or "acos" or "asinh" or "acosh" or "atanh" or "acoth":
                return new(bits, Math.Log2(bits + largest + 1) + 1);
            case "sin" or "cos" or "tanh" or "erf" or "erfc" or "atan" or "acot" or "atan2" or "sign": return new(bits + largest, 1);
            case "Abs" or "re" or "im" or "conjugate" or "floor" or "ceiling" or "Max" or "Min": return new(bits + largest, largest + 1);
            // Near a pole they are as large as their arguments have digits.
            default: return new(bits + largest, bits + largest);
        }
    }
}
