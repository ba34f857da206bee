using System.Globalization;
using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Values;

/// <summary>Values as Python's <c>repr</c> prints them, cut to a length; for keys and short texts.</summary>
internal static class PythonRepr
{
    /// <summary>The text of a value.</summary>
    /// <param name="value">Any value; containers inside are printed as far as the length goes.</param>
    /// <param name="maxLength">The most characters, counted as Python does: one beyond U+FFFF is one.</param>
    public static string Of(PyValue value, int maxLength = 200)
    {
        var text = new StringBuilder();
        // What is still to be printed, the next thing on top: literal text or a value.
        var open = new Stack<object>();
        open.Push(value);
        // A character is two units at most.
        int mostUnits = maxLength * 2;
        while (open.TryPop(out object? next) && text.Length < mostUnits)
        {
            if (next is string literal) text.Append(literal);
            else Print((PyValue)next, text, open, mostUnits - text.Length);
        }
        int end = 0;
        for (int count = 0; count < maxLength && end < text.Length; count++) end += char.IsHighSurrogate(text[end]) ? 2 : 1;
        return text.ToString(0, Math.Min(end, text.Length));
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
            case PyKind.ByteArray:
                text.Append("bytearray(b"); AppendBytes(text, value.AsBytes()[..Math.Min(value.Length, room)]); text.Append(')'); break;
            case PyKind.BigInt: text.Append(PythonNumber.Repr(value.AsBigInteger())); break;
            case PyKind.Complex:
                var complex = value.AsComplex();
                // A real part of 0.0 is left out, one of -0.0 is not.
                if (BitConverter.DoubleToInt64Bits(complex.Real) == 0) text.Append(Part(complex.Imaginary)).Append('j');
                else
                    text.Append('(').Append(Part(complex.Real)).Append(double.IsNegative(complex.Imaginary) ? "" : "+")
                        .Append(Part(complex.Imaginary)).Append("j)");
                break;
            case PyKind.Tuple:
                PushAll(open, "(", (PyTuple)value.RawReference!, ((PyTuple)value.RawReference!).Count == 1 ? ",)" : ")", room); break;
            case PyKind.List:
                PushAll(open, ((PyList)value.RawReference!).TypeName == "list" ? "["
                    : "deque([", (PyList)value.RawReference!, ((PyList)value.RawReference!).TypeName == "list" ? "]" : "])", room); break;
            case PyKind.Dict: PushEntries(open, (PyDict)value.RawReference!, room); break;
            case PyKind.Set: PushAll(open, "{", (PySet)value.RawReference!, "}", room); break;
            case PyKind.Record:
                text.Append(((PyRecord)value.RawReference!).Attributes is null ? ((PyRecord)value.RawReference!).Text
                    : value.TypeName + "(…)"); break;
            case PyKind.Global:
                text.Append("<class '").Append(((PyGlobal)value.RawReference!).FullName.Replace("builtins.", "", StringComparison.Ordinal))
                    .Append("'>"); break;
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
        var parts =
            new List<object> { dict.TypeName == PyDict.DictType ? "{" : dict.TypeName[(dict.TypeName.LastIndexOf('.') + 1)..] + "({" };
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
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            int code = pair ? char.ConvertToUtf32(c, value[i + 1]) : c;
            if (pair) i++;
            if (c == quote || c == '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append(@"\n");
            else if (c == '\r') text.Append(@"\r");
            else if (c == '\t') text.Append(@"\t");
            else if (IsPrintable(code)) text.Append(value, pair ? i - 1 : i, pair ? 2 : 1);
            else if (code < 0x100) text.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}");
            else if (code < 0x10000) text.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}");
            else text.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}");
        }
        text.Append(quote);
    }

    // As str.isprintable has it: no control, format, private or unassigned character, no half of a pair,
    // and of the separators the space alone.
    private static bool IsPrintable(int code) =>
        code == ' '
        || CharUnicodeInfo.GetUnicodeCategory(code) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

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
            else if (b is < 0x20 or >= 0x7f) text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            else text.Append((char)b);
        }
        text.Append(quote);
    }
}
