using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>uuid.UUID</c>: by NEWOBJ without arguments, and BUILD with its number.</summary>
internal sealed class UuidCall() : RebuildFunction("uuid", "UUID")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return arguments.Context.AwaitState(new PyRecord(FullName, "UUID()"), this);
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);

    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyDict dict || !dict.TryGetValue("int", out PyValue number) || number.Kind is not (PyKind.Int or PyKind.BigInt)) throw Throw.BadOperand("the number of a UUID", state.TypeName, arguments.At);
        System.Numerics.BigInteger bits = number.AsBigInteger();
        if (bits.Sign < 0 || bits.GetBitLength() > 128) throw Throw.BadOperand("a number of 128 bits", number.TypeName, arguments.At);
        string hex = bits.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
        hex = hex.Length > 32 ? hex[^32..] : hex;
        ((PyRecord)value).SetText($"UUID('{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}')");
    }
}
