using System.Text;
using SafeLoad.Common;

namespace SafeLoad.Values;

/// <summary>Values as Python's <c>repr</c> prints them, cut to a length; for keys and short texts.</summary>
public static class PythonRepr
{
    /// <summary>The text of a value.</summary>
    /// <param name="value">Any value; containers inside are printed as far as the length goes.</param>
    /// <param name="maxLength">The most characters.</param>
    public static string Of(PyValue value, int maxLength = 200)
    {
        var text = new StringBuilder();
        // What is still to be printed, the next thing on top: literal text or a value.
        var open = new Stack<object>();
        open.Push(value);
        while (open.TryPop(out object? next) && text.Length < maxLength)
        {
            if (next is string literal) text.Append(literal);
            else Print((PyValue)next, text, open, maxLength - text.Length);
        }
        return text.Length > maxLength ? text.ToString(0, maxLength) : text.ToString();
    }

    /// <summary>The text of a float.</summary>
    public static string Of(double value) => PythonNumber.Repr(value);

    /// <summary>The text of an int; hexadecimal from 10^400 on.</summary>
    public static string Of(System.Numerics.BigInteger value) => PythonNumber.Repr(value);

    private static void Print(PyValue value, StringBuilder text, Stack<object> open, int room)
    {
        switch (value.Kind)
        {
            case PyKind.Str: AppendText(text, value.AsBytes()[..Math.Min(value.Length, room * 4)]); break;
            case PyKind.Bytes: text.Append('b'); AppendBytes(text, value.AsBytes()[..Math.Min(value.Length, room)]); break;
            case PyKind.ByteArray: text.Append("bytearray(b"); AppendBytes(text, value.AsBytes()[..Math.Min(value.Length, room)]); text.Append(')'); break;
            case PyKind.BigInt: text.Append(PythonNumber.Repr(value.AsBigInteger())); break;
            case PyKind.Complex:
                var complex = value.AsComplex();
                text.Append('(').Append(Part(complex.Real)).Append(double.IsNegative(complex.Imaginary) ? "" : "+").Append(Part(complex.Imaginary)).Append("j)");
                break;
            case PyKind.Tuple: PushAll(open, "(", (PyTuple)value.RawReference!, ((PyTuple)value.RawReference!).Count == 1 ? ",)" : ")", room); break;
            case PyKind.List: PushAll(open, ((PyList)value.RawReference!).TypeName == "list" ? "[" : "deque([", (PyList)value.RawReference!, ((PyList)value.RawReference!).TypeName == "list" ? "]" : "])", room); break;
            case PyKind.Dict: PushEntries(open, (PyDict)value.RawReference!, room); break;
            case PyKind.Set: PushAll(open, "{", (PySet)value.RawReference!, "}", room); break;
            case PyKind.Record: text.Append(((PyRecord)value.RawReference!).Attributes is null ? ((PyRecord)value.RawReference!).Text : value.TypeName + "(…)"); break;
            case PyKind.Global: text.Append("<class '").Append(((PyGlobal)value.RawReference!).FullName.Replace("builtins.", "", StringComparison.Ordinal)).Append("'>"); break;
            case PyKind.Size: PushAll(open, "torch.Size([", (PyTuple)value.RawReference!, "])", room); break;
            case PyKind.FrozenSet:
                var set = (PySet)value.RawReference!;
                if (set.Count == 0) text.Append("frozenset()");
                else PushAll(open, "frozenset({", set, "})", room);
                break;
            case PyKind.Constant: text.Append(((PyConstant)value.RawReference!).Text); break;
            default: text.Append(value.ToString()); break;
        }

        static string Part(double number)
        {
            string repr = PythonNumber.Repr(number);
            return repr.EndsWith(".0", StringComparison.Ordinal) ? repr[..^2] : repr;
        }
    }

    private static void PushAll(Stack<object> open, string before, IEnumerable<PyValue> items, string after, int room)
    {
        var parts = new List<object> { before };
        foreach (PyValue item in items.Take(room))
        {
            if (parts.Count > 1) parts.Add(", ");
            parts.Add(item);
        }
        parts.Add(after);
        for (int i = parts.Count - 1; i >= 0; i--) open.Push(parts[i]);
    }

    private static void PushEntries(Stack<object> open, PyDict dict, int room)
    {
        var parts = new List<object> { dict.TypeName == PyDict.DictType ? "{" : dict.TypeName[(dict.TypeName.LastIndexOf('.') + 1)..] + "({" };
        foreach (var (key, value) in dict.Take(room))
        {
            if (parts.Count > 1) parts.Add(", ");
            parts.Add(key);
            parts.Add(": ");
            parts.Add(value);
        }
        parts.Add(dict.TypeName == PyDict.DictType ? "}" : "})");
        for (int i = parts.Count - 1; i >= 0; i--) open.Push(parts[i]);
    }

    private static void AppendText(StringBuilder text, ReadOnlySpan<byte> utf8)
    {
        string value = Utf8Text.Decode(utf8, lenient: !Utf8Text.IsValid(utf8));
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (char c in value)
        {
            if (c == quote || c == '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append(@"\n");
            else if (c == '\r') text.Append(@"\r");
            else if (c == '\t') text.Append(@"\t");
            else if (c < ' ' || c is >= '\x7f' and < '\xa0') text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else text.Append(c);
        }
        text.Append(quote);
    }

    private static void AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        char quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        text.Append(quote);
        foreach (byte b in bytes)
        {
            if (b == quote || b == '\\') text.Append('\\').Append((char)b);
            else if (b == '\n') text.Append(@"\n");
            else if (b == '\r') text.Append(@"\r");
            else if (b == '\t') text.Append(@"\t");
            else if (b is < 0x20 or >= 0x7f) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{b:x2}");
            else text.Append((char)b);
        }
        text.Append(quote);
    }
}
