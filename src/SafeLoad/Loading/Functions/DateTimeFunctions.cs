using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Dates and times of Python's standard library, kept as their text.</summary>
internal static class DateTimeFunctions
{
    /// <summary><c>datetime.datetime</c>, <c>date</c> and <c>time</c> out of the bytes in which Python packs them; with a time zone where
    /// one follows.</summary>
    /// <remarks>Lib/_pydatetime.py: <c>__setstate</c>.</remarks>
    public static PyValue DateTime(in RebuildArguments arguments)
    {
        arguments.Expect(1, arguments.Name == "date" ? 1 : 2);
        if (arguments[0].Kind is not (PyKind.Bytes or PyKind.Str)) throw arguments.Wrong(0, "bytes");
        byte[] packed = arguments[0].Is(PyKind.Str) ? Latin1.Encode(arguments[0], arguments) : arguments[0].AsBytes().ToArray();
        int length = arguments.Name switch { "datetime" => 10, "time" => 6, _ => 4 };
        if (packed.Length != length)
            throw arguments.Bad(FormattableString.Invariant($"{packed.Length} bytes; {length} make a {arguments.Name}"));
        var parts = new List<int>();
        // The top bit of the month (of the hour, for a time) marks the second of two equal times when clocks go back.
        int date = arguments.Name == "time" ? 0 : 4;
        if (date > 0) parts.AddRange([packed[0] * 256 + packed[1], packed[2] & 0x7F, packed[3]]);
        if (arguments.Name != "date")
        {
            parts.AddRange([date > 0 ? packed[date] : packed[0] & 0x7F, packed[date + 1]]);
            int seconds = packed[date + 2], microseconds = (packed[date + 3] << 16) | (packed[date + 4] << 8) | packed[date + 5];
            if (seconds != 0 || microseconds != 0) parts.Add(seconds);
            if (microseconds != 0) parts.Add(microseconds);
        }
        string zone = arguments.Count < 2 || arguments[1].IsNone ? ""
            : arguments[1].RawReference is PyRecord { TypeName: "datetime.timezone" } record ? ", tzinfo=" + record.Text
            : throw arguments.Wrong(1, "a datetime.timezone");
        return new PyValue(new PyRecord(arguments.FullName, $"{arguments.FullName}({string.Join(", ", parts)}{zone})"));
    }

    /// <summary><c>datetime.timedelta(days, seconds, microseconds)</c>.</summary>
    public static PyValue TimeDelta(in RebuildArguments arguments)
    {
        arguments.Expect(0, 3);
        var parts = new List<string>();
        foreach (var (name, index) in (ReadOnlySpan<(string, int)>)[("days", 0), ("seconds", 1), ("microseconds", 2)])
        {
            if (arguments.Count > index && arguments.Int64(index) is not 0 and var value)
                parts.Add(FormattableString.Invariant($"{name}={value}"));
        }
        return new PyValue(new PyRecord(arguments.FullName, $"datetime.timedelta({(parts.Count == 0 ? "0" : string.Join(", ", parts))})"));
    }

    /// <summary><c>datetime.timezone(offset[, name])</c>.</summary>
    public static PyValue TimeZone(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        if (arguments[0].RawReference is not PyRecord { TypeName: "datetime.timedelta" } offset)
            throw arguments.Wrong(0, "a datetime.timedelta");
        string name = arguments.Count == 2 ? ", " + PythonRepr.Of(PyValue.FromText(arguments.Text(1))) : "";
        bool isUtc = name.Length == 0 && offset.Text == "datetime.timedelta(0)";
        return new PyValue(new PyRecord(arguments.FullName, isUtc ? "datetime.timezone.utc" : $"datetime.timezone({offset.Text}{name})"));
    }
}
