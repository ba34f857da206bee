using System.Globalization;

namespace SafeLoad.Values;

/// <summary>A NumPy dtype: what an array's elements are. Built-in types by NumPy's own short names; records as one run of bytes.</summary>
/// <remarks>numpy.dtype.str; numpy/_core/src/multiarray/descriptor.c (<c>arraydescr_reduce</c>, <c>arraydescr_setstate</c>).</remarks>
internal sealed class NumpyDType : PyReference
{
    private NumpyDType(char order, char kind, int itemSize, string unit) : base(PyKind.ArrayType)
    {
        Order = order;
        Code = kind;
        ItemSize = itemSize;
        Unit = unit;
    }

    /// <summary>Byte order: <c>&lt;</c>, <c>&gt;</c>, or <c>|</c> where it has no meaning.</summary>
    public char Order { get; private set; }

    /// <summary>NumPy's letter: b bool, i u int, f float, c complex, S bytes, U text, V bytes without meaning (and records), m M times,
    /// O objects.</summary>
    public char Code { get; private set; }

    /// <summary>Bytes of one element.</summary>
    public int ItemSize { get; private set; }

    /// <summary>The unit of times, with its brackets: <c>[ns]</c>; else empty.</summary>
    public string Unit { get; private set; }

    /// <summary>Whether elements are, or hold, Python objects: then the array is a pickle.</summary>
    public bool HasObjects { get; private set; }

    /// <summary>The dtype as <c>numpy.dtype.str</c> has it: <c>&lt;f8</c>, <c>|V20</c>, <c>&lt;U3</c>, <c>&lt;M8[D]</c>.</summary>
    public string Text =>
        string.Create(CultureInfo.InvariantCulture, $"{Order}{Code}{(Code == 'O' ? "" : Code == 'U' ? ItemSize / 4 : ItemSize)}{Unit}");

    internal override string OwnText => Text;

    /// <summary>The name of a scalar's type: <c>float64</c>.</summary>
    public string ScalarName => Code switch
    {
        'b' => "bool",
        'i' => "int" + Bits,
        'u' => "uint" + Bits,
        'f' => "float" + Bits,
        'c' => "complex" + Bits,
        'S' => "bytes_",
        'U' => "str_",
        'M' => "datetime64",
        'm' => "timedelta64",
        'O' => "object_",
        _ => "void",
    };

    private string Bits => (ItemSize * 8).ToString(CultureInfo.InvariantCulture);

    internal static NumpyDType Record(int itemSize, bool hasObjects) => new('|', 'V', itemSize, "") { HasObjects = hasObjects };

    /// <summary>Reads a dtype's short name; null if it is none. <c>f8</c>, <c>&lt;f8</c>, <c>b1</c>, <c>U12</c>, <c>M8[ns]</c>.</summary>
    internal static NumpyDType? Parse(string text)
    {
        int at = 0;
        char order = text.Length > 0 && text[0] is '<' or '>' or '|' or '=' ? text[at++] : '<';
        if (at >= text.Length) return null;
        char code = text[at++];
        int digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        string unit = text[at..];
        if (code == '?') (code, digits) = ('b', -1);
        if (unit.Length > 0 && (code is not ('m' or 'M') || unit[0] != '[' || unit[^1] != ']' || unit.Length > 16)) return null;
        int count = 1;
        bool counted = digits >= 0 && at > digits;
        if (counted
            && (!int.TryParse(text.AsSpan(digits, at - digits), NumberStyles.None, CultureInfo.InvariantCulture, out count)
                || count > 1 << 28)) return null;
        bool valid = code switch
        {
            'b' => count == 1,
            'i' or 'u' => count is 1 or 2 or 4 or 8,
            'f' => count is 2 or 4 or 8 or 12 or 16,
            'c' => count is 8 or 16 or 24 or 32,
            'm' or 'M' => count == 8,
            'S' or 'U' or 'V' => true,
            'O' => true,
            _ => false,
        };
        if (!valid || (!counted && code is not ('b' or 'O' or 'S' or 'U' or 'V'))) return null;
        int itemSize = code switch { 'U' => count * 4, 'O' => 8, _ => counted || code == 'b' ? count : 0 };
        bool hasOrder = itemSize > 1 && code is not ('S' or 'V' or 'O');
        return new NumpyDType(hasOrder ? (order is '>' ? '>' : '<') : code == 'U' ? '<'
            : '|', code, itemSize, unit) { HasObjects = code == 'O' };
    }

    // BUILD on numpy.dtype: the byte order, a record's size, the unit of times.
    internal NumpyDType With(char order, int? recordSize, string? unit, bool hasObjects) =>
        recordSize is { } size ? new('|', 'V', size, "") { HasObjects = hasObjects }
        : new(order is '<' or '>' && Order != '|' ? order : Order, Code, ItemSize, unit ?? Unit) { HasObjects = HasObjects };

    internal void Become(NumpyDType other) =>
        (Order, Code, ItemSize, Unit, HasObjects) = (other.Order, other.Code, other.ItemSize, other.Unit, other.HasObjects);
}
