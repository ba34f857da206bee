using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>
/// What one element of joblib's array is, as far as the pickle spells it out: how many bytes it takes, or that it is an object.
/// </summary>
/// <remarks>
/// numpy/_core/src/multiarray/descriptor.c, <c>arraydescr_setstate</c>: the size in the state replaces that of the name for texts, bytes
/// and records, and whether an array holds objects is a flag of the state, whatever the names are. So all of it must be literal, and say
/// one thing.
/// </remarks>
/// <param name="Size">Bytes of one element.</param>
/// <param name="IsObject">Whether the array is a pickle of its own.</param>
internal readonly record struct JoblibElement(int Size, bool IsObject)
{
    private const int Elements = 8, ElementsWithMetadata = 9, SizeAt = 5, FlagsAt = 7, HasObjectFlag = 1, MostLookedAt = 10_000;

    /// <summary>Values to look at in all the dtypes of one file; no honest file has nearly as many.</summary>
    public const int MostOfFile = 10_000_000;

    /// <summary>Reads <c>numpy.dtype('f8', False, True)</c> and its state; null where they are not plain,
    /// or contradict each other, or where the file's dtypes have cost too much.</summary>
    /// <param name="dtype">The object.</param>
    /// <param name="spent">Values that were looked at in the file's dtypes until now, of which dtypes can share any number.</param>
    public static JoblibElement? Read(PyObject dtype, ref int spent)
    {
        // NumPy's texts of any length are objects to joblib.
        if (dtype.States is null && dtype.Callable.RawReference
            is PyGlobal { Module: "numpy._core._internal", Name: "_convert_to_stringdtype_kwargs" })
            return new JoblibElement(0, IsObject: true);
        if (dtype.Callable.RawReference is not PyGlobal { Module: "numpy", Name: "dtype" }
            || dtype.Arguments.RawReference is not PyTuple { Count: > 0 and <= 3 } arguments) return null;
        if (arguments[0].RawReference is PyGlobal { Module: "ml_dtypes" } other) return OfOther(other, dtype);
        if (!arguments[0].Is(PyKind.Str)
            || NumpyDType.Parse(arguments[0].AsString()) is not { } type) return null;
        bool named = type.HasObjects || NamesObjects(dtype, ref spent);
        if (spent > MostOfFile) return null;
        if (dtype.States is null) return named == type.HasObjects ? new JoblibElement(type.ItemSize, named) : null;
        if (dtype.States is not { Count: 1 } states || states[0].RawReference is not PyTuple state
            || state.Count is not (Elements or ElementsWithMetadata) || !state[FlagsAt].Is(PyKind.Int) || !state[SizeAt].Is(PyKind.Int))
            return null;
        bool isFlexible = type.Code is 'S' or 'U' or 'V';
        if (isFlexible && state[SizeAt].AsInt64() != type.ItemSize) return null;
        bool flagged = (state[FlagsAt].AsInt64() & HasObjectFlag) != 0;
        return flagged == named ? new JoblibElement(type.ItemSize, flagged) : null;
    }

    // The library's numbers have one byte, but for one; their state says so too.
    private static JoblibElement? OfOther(PyGlobal type, PyObject dtype)
    {
        int size = type.Name == "bfloat16" ? 2 : 1;
        return dtype.States is { Count: 1 } states && states[0].RawReference is PyTuple { Count: Elements or ElementsWithMetadata } state
            && state[SizeAt].Is(PyKind.Int) && state[SizeAt].AsInt64() == size
            && state[FlagsAt].Is(PyKind.Int) && (state[FlagsAt].AsInt64() & HasObjectFlag) == 0
            ? new JoblibElement(size, IsObject: false) : null;
    }

    // A field of objects, however deep.
    private static bool NamesObjects(PyObject dtype, ref int spent)
    {
        var open = new Stack<PyValue>();
        open.Push(new PyValue(dtype));
        // More than any dtype has: take the worse for given.
        for (int found = 1; found <= MostLookedAt && spent <= MostOfFile && open.TryPop(out PyValue value); spent++)
        {
            if (value.Is(PyKind.Str) && value.Length is > 0 and < 8 && value.AsBytes().IndexOf((byte)'O') >= 0
                && NumpyDType.Parse(value.AsString()) is { HasObjects: true }) return true;
            found += Open(value, open, MostLookedAt - found);
        }
        return open.Count > 0;
    }

    // How many values are in a value. They are looked at only if they are not too many.
    private static int Open(PyValue value, Stack<PyValue> open, int most)
    {
        int count = value.RawReference switch
        {
            PyTuple tuple => tuple.Count,
            PyDict dict => dict.Count,
            PyList list => list.Count,
            PyObject => 2,
            _ => 0,
        };
        if (count > most)
        {
            open.Push(value);
            return count;
        }
        switch (value.RawReference)
        {
            case PyTuple tuple: foreach (PyValue item in tuple.Items) open.Push(item); break;
            case PyDict dict: foreach (var pair in dict) open.Push(pair.Value); break;
            case PyList list: foreach (PyValue item in list) open.Push(item); break;
            case PyObject inner:
                open.Push(inner.Arguments);
                if (inner.States is { } states) open.Push(new PyValue(states));
                break;
        }
        return count;
    }
}
