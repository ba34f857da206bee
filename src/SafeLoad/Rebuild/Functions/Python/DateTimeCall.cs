using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>datetime.datetime</c>, <c>date</c> and <c>time</c> out of the bytes in which Python packs them; with a time zone where one follows.</summary>
/// <remarks>Lib/_pydatetime.py: <c>__setstate</c>.</remarks>
internal sealed class DateTimeCall(string name, int length) : RebuildFunction("datetime", name)
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, Name == "date" ? 1 : 2);
        if (arguments[0].Kind is not (PyKind.Bytes or PyKind.Str)) throw arguments.Wrong(0, "bytes");
        byte[] packed = arguments[0].Is(PyKind.Str) ? Latin1.Encode(arguments[0], arguments) : arguments[0].AsBytes().ToArray();
        if (packed.Length != length) throw arguments.Bad(FormattableString.Invariant($"{packed.Length} bytes; {length} make a {Name}"));
        var parts = new List<int>();
        // The top bit of the month (of the hour, for a time) marks the second of two equal times when clocks go back.
        int date = Name == "time" ? 0 : 4;
        if (date > 0) parts.AddRange([packed[0] * 256 + packed[1], packed[2] & 0x7F, packed[3]]);
        if (Name != "date")
        {
            parts.AddRange([date > 0 ? packed[date] : packed[0] & 0x7F, packed[date + 1]]);
            int seconds = packed[date + 2], microseconds = (packed[date + 3] << 16) | (packed[date + 4] << 8) | packed[date + 5];
            if (seconds != 0 || microseconds != 0) parts.Add(seconds);
            if (microseconds != 0) parts.Add(microseconds);
        }
        string zone = arguments.Count < 2 || arguments[1].IsNone ? "" : arguments[1].RawReference is PyRecord { TypeName: "datetime.timezone" } record ? ", tzinfo=" + record.Text : throw arguments.Wrong(1, "a datetime.timezone");
        return new PyValue(new PyRecord(FullName, $"{FullName}({string.Join(", ", parts)}{zone})"));
    }
}
