using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>fractions.Fraction(text)</c> and <c>Fraction(numerator, denominator)</c>.</summary>
internal sealed class FractionCall() : RebuildFunction("fractions", "Fraction")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        string[] parts = arguments.Count == 2 ? [arguments.Int64(0).ToString(System.Globalization.CultureInfo.InvariantCulture), arguments.Int64(1).ToString(System.Globalization.CultureInfo.InvariantCulture)] : arguments.Text(0).Split('/');
        if (parts.Length > 2 || !Array.TrueForAll(parts, static part => part.Length is > 0 and < 1000 && part.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0)) throw arguments.Bad("text that is no fraction");
        return new PyValue(new PyRecord(FullName, $"Fraction({parts[0]}, {(parts.Length == 2 ? parts[1] : "1")})"));
    }
}
