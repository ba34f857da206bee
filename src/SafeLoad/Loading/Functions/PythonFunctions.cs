using System.Globalization;
using System.Numerics;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Bytes, numbers, paths and the like of Python's standard library.</summary>
internal static class PythonFunctions
{
    // 256 to the third is over ten to the seventh.
    private const int DigitsOfThreeBytes = 7;

    /// <summary><c>_codecs.encode(text, 'latin1')</c>: how protocol 2 writes bytes. Any other codec is refused: Python would import it, and
    /// some grow
    /// or run for long.</summary>
    public static PyValue Encode(in RebuildArguments arguments)
    {
        arguments.Expect(2, 2);
        PyValue text = arguments[0];
        if (!text.Is(PyKind.Str)) throw arguments.Wrong(0, "a str");
        string codec = arguments.Text(1);
        if (codec is not ("latin1" or "latin-1"))
            throw Problems.DisallowedCall(
                $"_codecs.encode is asked for '{Printable.Escape(codec)}'; pickles need latin1 only", arguments.At);
        byte[] bytes = Latin1.Encode(text, arguments);
        return PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, bytes), 0, bytes.Length);
    }

    /// <summary><c>builtins.bytearray(bytes)</c> and <c>bytearray(text, 'latin-1')</c>. Not with a number: that would allocate what a file
    /// only claims.</summary>
    public static PyValue ByteArray(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        byte[] bytes;
        if (arguments.Count == 0) bytes = [];
        else if (arguments.Count == 2)
        {
            if (!arguments[0].Is(PyKind.Str)) throw arguments.Wrong(0, "a str");
            if (arguments.Text(1) is not ("latin-1" or "latin1"))
                throw Problems.DisallowedCall("bytearray is asked for a codec other than latin-1", arguments.At);
            bytes = Latin1.Encode(arguments[0], arguments);
        }
        else
        {
            if (arguments[0].Kind is not (PyKind.Bytes or PyKind.ByteArray)) throw arguments.Wrong(0, "bytes");
            arguments.Context.Budget.ChargeCopy(arguments[0].AsBytes().Length, arguments.At);
            bytes = arguments[0].AsBytes().ToArray();
        }
        return PyValue.FromBuffer(new PyBuffer(PyKind.ByteArray, bytes), 0, bytes.Length);
    }

    /// <summary><c>builtins.bytes()</c>, as protocol 2 writes empty bytes, and of bytes. Not with a number, which would allocate what a
    /// file only claims.</summary>
    public static PyValue Bytes(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        if (arguments.Count == 0) return PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, []), 0, 0);
        return arguments[0].Is(PyKind.Bytes) ? arguments[0] : throw arguments.Wrong(0, "bytes");
    }

    /// <summary><c>builtins.complex(real, imaginary)</c>.</summary>
    public static PyValue Complex(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        return new PyValue(new PyComplex(arguments.Double(0), arguments.Count == 2 ? arguments.Double(1) : 0));
    }

    /// <summary><c>builtins.slice(start, stop, step)</c>, which keeps whatever it is given, and <c>range</c>: three numbers, never
    /// counted through.</summary>
    public static PyValue Slice(in RebuildArguments arguments)
    {
        arguments.Expect(1, 3);
        var parts = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string? number = arguments.Name == "range" || arguments[i].Is(PyKind.Int) ? Integer(arguments, i) : null;
            // The description shows the beginning of a text, which a call can fetch from the memo again and again.
            if (arguments[i].Is(PyKind.Str)) arguments.Context.Budget.ChargeCopy(arguments[i].Length * 2L, arguments.At);
            parts.Add(number ?? arguments[i].ToString());
        }
        if (arguments.Name == "range" && parts is [_, _, "1"]) parts.RemoveAt(2);
        return new PyValue(new PyRecord(arguments.Name, $"{arguments.Name}({string.Join(", ", parts)})", arguments.Tuple.Items));
    }

    /// <summary><c>decimal.Decimal(text)</c>.</summary>
    public static PyValue Decimal(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        string text = arguments.Text(0);
        arguments.Context.Budget.CheckIntegerDigits(text.Length, arguments.At);
        if (text.AsSpan().IndexOfAnyExcept("0123456789+-.eEInfinitysNaN") >= 0) throw arguments.Bad("text that is no number");
        return new PyValue(new PyRecord(arguments.FullName, $"Decimal('{text}')"));
    }

    /// <summary><c>fractions.Fraction(text)</c> and <c>Fraction(numerator, denominator)</c>.</summary>
    public static PyValue Fraction(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        string[] parts = arguments.Count == 2
            ? [Integer(arguments, 0), Integer(arguments, 1)]
            : arguments.Text(0).Split('/');
        if (parts.Length > 2 || !Array.TrueForAll(parts, IsInteger))
            throw arguments.Bad("text that is no fraction");
        return new PyValue(new PyRecord(arguments.FullName, $"Fraction({parts[0]}, {(parts.Length == 2 ? parts[1] : "1")})"));
    }

    // Python's are of any length.
    private static string Integer(in RebuildArguments arguments, int index)
    {
        if (arguments[index].RawReference is not PyBigInt big) return arguments.Int64(index).ToString(CultureInfo.InvariantCulture);
        arguments.Context.Budget.CheckIntegerDigits(big.Value.GetByteCount() * DigitsOfThreeBytes / 3, arguments.At);
        return big.Value.ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsInteger(string text) =>
        text.Length is > 0 and < 1000 && text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary><c>uuid.UUID</c>: by NEWOBJ without arguments, and BUILD with its number.</summary>
    public static PyValue Uuid(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return arguments.AwaitState(new PyRecord(arguments.FullName, "UUID()"));
    }

    /// <summary>A dict with the number.</summary>
    public static void FillUuid(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyDict dict || !dict.TryGetValue("int", out PyValue number)
            || number.Kind is not (PyKind.Int or PyKind.BigInt))
            throw Problems.BadOperand("the number of a UUID", state.TypeName, arguments.At);
        BigInteger bits = number.AsBigInteger();
        if (bits.Sign < 0 || bits.GetBitLength() > 128) throw Problems.BadOperand("a number of 128 bits", number.TypeName, arguments.At);
        string hex = bits.ToString("x32", CultureInfo.InvariantCulture);
        hex = hex.Length > 32 ? hex[^32..] : hex;
        ((PyRecord)value).SetText($"UUID('{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}')");
    }

    /// <summary>A path of pathlib, out of its parts. A text: nothing looks at the file system.</summary>
    public static PyValue Path(in RebuildArguments arguments)
    {
        bool windows = arguments.Name.Contains("Windows", StringComparison.Ordinal);
        char separator = windows ? '\\' : '/';
        var path = new StringBuilder();
        for (int i = 0; i < arguments.Count; i++)
        {
            string part = arguments.Text(i);
            arguments.Context.Budget.ChargeCopy(part.Length * 2L, arguments.At);
            if (path.Length > 0 && path[^1] != separator) path.Append(separator);
            path.Append(part);
        }
        string text = path.Length == 0 ? "." : path.ToString();
        string quoted = PythonRepr.Of(PyValue.FromText(text.Replace('\\', '/')), 4096);
        return new PyValue(new PyRecord("pathlib." + arguments.Name, $"{arguments.Name}({quoted})"));
    }
}
