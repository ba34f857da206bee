using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>decimal.Decimal(text)</c>.</summary>
internal sealed class DecimalCall() : RebuildFunction("decimal", "Decimal")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        string text = arguments.Text(0);
        arguments.Context.Budget.CheckIntegerDigits(text.Length, arguments.At);
        if (text.AsSpan().IndexOfAnyExcept("0123456789+-.eEInfinitysNaN") >= 0) throw arguments.Bad("text that is no number");
        return new PyValue(new PyRecord(FullName, $"Decimal('{text}')"));
    }
}
