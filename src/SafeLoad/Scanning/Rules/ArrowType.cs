using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>How an array of a type of Arrow is laid out in memory.</summary>
/// <remarks>Apache Arrow, Columnar.rst, "Buffer Listing for Each Layout"; python/pyarrow/types.pxi, each <c>__reduce__</c> and
/// <c>_type_aliases</c>.</remarks>
/// <param name="Buffers">How many buffers it has.</param>
/// <param name="Children">How many arrays are in it; -1 if that is not asked.</param>
internal sealed record ArrowType(int Buffers, int Children = 0)
{
    private const int MostBits = 1 << 20;

    private static readonly ArrowType s_text = new(3) { Offset = 4, IsText = true }, s_largeText = new(3) { Offset = 8, IsText = true },
        s_list = new(2, 1) { Offset = 4 }, s_largeList = new(2, 1) { Offset = 8 };

    private static readonly Dictionary<string, ArrowType> s_aliases = Aliases();

    /// <summary>How many bits an element takes; 0 if it has no size of its own.</summary>
    public long Bits { get; private init; }

    /// <summary>How many bytes a number takes that says where an element begins; 0 if there are none.</summary>
    public int Offset { get; private init; }

    /// <summary>Whether the numbers are places in the third buffer; otherwise they are in the array inside.</summary>
    public bool IsText { get; private init; }

    /// <summary>Whether it may have more buffers.</summary>
    public bool HasMore { get; private init; }

    /// <summary>How many elements of each array inside one of it takes; 0 if that is not asked.</summary>
    public long Each { get; private init; }

    /// <summary>Types of the arrays inside, in their order.</summary>
    public IReadOnlyList<PyValue> Inside { get; private init; } = [];

    /// <summary>The type of the dictionary that the elements are numbers of; null if there is none.</summary>
    public PyValue? Dictionary { get; private init; }

    /// <summary>The layout of a type; null if it is none that pyarrow pickles.</summary>
    public static ArrowType? Of(PyValue type)
    {
        if (!TryCall(type, out string name, out PyTuple given)) return null;
        return name switch
        {
            "type_for_alias" => Aliased(given),
            "timestamp" or "duration" or "time64" or "decimal64" => Fixed(64),
            "time32" or "decimal32" => Fixed(32),
            "decimal128" => Fixed(128),
            "decimal256" => Fixed(256),
            "binary" => Size(given, 0) is { } bytes ? bytes * 8 <= MostBits ? Fixed(bytes * 8) : null : s_text,
            "list_" when given.Count is 1 or 2 => Size(given, 1) is { } each
                ? new(1, 1) { Each = each, Inside = [TypeOf(given[0])] } : s_list with { Inside = [TypeOf(given[0])] },
            "large_list" when given.Count == 1 => s_largeList with { Inside = [TypeOf(given[0])] },
            "map_" => s_list,
            "list_view" or "large_list_view" => new(3, 1),
            "struct" when given.Count == 1 && given[0].RawReference is PyList fields =>
                new(1, fields.Count) { Each = 1, Inside = [.. fields.Select(TypeOf)] },
            "dictionary" when given.Count >= 2 && TryCall(given[0], out _, out PyTuple index)
                && Aliased(index) is { Bits: > 1, HasMore: false } numbers => numbers with { Dictionary = given[1] },
            "union" => new(2, -1) { HasMore = true },
            "run_end_encoded" => new(1, 2),
            _ => null,
        };
    }

    /// <summary>Whether two types are of one kind, as far as Arrow asks before it takes one for the other.</summary>
    public static bool AreSame(PyValue one, PyValue other) => TryCall(one, out string name, out PyTuple given)
        && TryCall(other, out string second, out PyTuple taken) && name == second
        && (name != "type_for_alias" || (given.Count == 1 && taken.Count == 1 && given[0].Is(PyKind.Str) && taken[0].Is(PyKind.Str)
            && given[0].AsString() == taken[0].AsString()));

    private static ArrowType? Aliased(PyTuple given) => given.Count == 1 && given[0].Is(PyKind.Str)
        && s_aliases.TryGetValue(given[0].AsString(), out ArrowType? known) ? known : null;

    private static ArrowType Fixed(long bits) => new(2) { Bits = bits };

    private static Dictionary<string, ArrowType> Aliases()
    {
        var aliases = new Dictionary<string, ArrowType>(StringComparer.Ordinal) { ["null"] = new(0) { HasMore = true } };
        Add(Fixed(1), "bool boolean");
        Add(Fixed(8), "i1 int8 u1 uint8");
        Add(Fixed(16), "i2 int16 u2 uint16 f2 halffloat float16");
        Add(Fixed(32), "i4 int32 u4 uint32 f4 float float32 date32 date32[day] time32[s] time32[ms]");
        Add(Fixed(64), """
            i8 int64 u8 uint64 f8 double float64 date64 date64[ms] time64[us] time64[ns] timestamp[s] timestamp[ms] timestamp[us]
            timestamp[ns] duration[s] duration[ms] duration[us] duration[ns]
            """);
        Add(Fixed(128), "month_day_nano_interval");
        Add(s_text, "string str utf8 binary");
        Add(s_largeText, "large_string large_str large_utf8 large_binary");
        Add(Fixed(128) with { HasMore = true }, "binary_view string_view");
        return aliases;

        void Add(ArrowType type, string names)
        {
            foreach (string name in names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) aliases.Add(name, type);
        }
    }

    // Without one, or less than nothing, elements have sizes of their own.
    private static long? Size(PyTuple given, int at) =>
        given.Count > at && given[at].Is(PyKind.Int) && given[at].AsInt64() is >= 0 and <= int.MaxValue and var size ? size : null;

    private static PyValue TypeOf(PyValue field) =>
        TryCall(field, out string name, out PyTuple given) && name == "field" && given.Count > 1 ? given[1] : field;

    private static bool TryCall(PyValue value, out string name, out PyTuple given)
    {
        (name, given) = value.RawReference is PyObject { Callable.RawReference: PyGlobal { Module: "pyarrow.lib" } function,
            Arguments.RawReference: PyTuple arguments } ? (function.Name, arguments) : ("", PyTuple.Empty);
        return name.Length > 0;
    }
}
