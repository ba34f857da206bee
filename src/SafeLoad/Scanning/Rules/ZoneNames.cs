using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Looks through what pandas is given for the name of a time zone that is read from a file: a text, alone or as a part of a type's name, or
/// something that gives one, however it is packed: in containers that opcodes or calls make, among the arguments of calls.
/// </summary>
/// <remarks>pandas/_libs/tslibs/timezones.pyx, <c>maybe_get_tz</c>; pandas/core/dtypes/dtypes.py, <c>DatetimeTZDtype</c>:
/// <c>datetime64[ns, dateutil/...]</c>.</remarks>
internal static class ZoneNames
{
    // A memo makes it cheap to give the same container again and again. Data are not looked through, and nothing else is as large.
    private const int MostLookedAt = 64;

    // Arguments by name that become elements and labels.
    private static readonly HashSet<string> s_data =
        new(StringComparer.Ordinal) { "data", "name", "names", "levels", "labels", "codes", "left", "right" };

    private static readonly HashSet<string> s_texts =
        new(StringComparer.Ordinal) { "builtins.str", "numpy.str_", "numpy.str", "numpy.unicode_", "numpy.str0" };

    private static readonly HashSet<string> s_zoneKeys =
        new(StringComparer.Ordinal) { "tz", "_tz", "dtype", "_dtype", "subtype", "_subtype" };

    /// <summary>Whether there is such a name, or may be, in an argument; also where there is too much in it to tell.</summary>
    public static bool MayBeIn(PyValue argument)
    {
        if (argument.RawReference is null) return IsPath(argument);
        var open = new Stack<PyValue>();
        open.Push(argument);
        for (int left = MostLookedAt; open.TryPop(out PyValue value);)
        {
            if (IsPath(value)) return true;
            switch (value.RawReference)
            {
                case PyDict dict:
                    if ((left -= dict.Count) < 0) return true;
                    foreach (var (key, item) in dict)
                    {
                        if (!(key.Is(PyKind.Str) && s_data.Contains(key.AsString()))) open.Push(item);
                    }
                    break;
                case PyObject made when GivesText(made): return true;
                case PyObject made when IsContainer(made):
                    if ((left -= 1) < 0) return true;
                    open.Push(made.Arguments);
                    if (made.Items is { } appended) open.Push(new PyValue(appended));
                    if (made.Entries is { } entries) open.Push(new PyValue(entries));
                    break;
                case IReadOnlyCollection<PyValue> items:
                    if ((left -= items.Count) < 0) return true;
                    foreach (PyValue item in items) open.Push(item);
                    break;
            }
        }
        return false;
    }

    /// <summary>Whether a state sets a time zone, or a type of elements, to such a name.</summary>
    public static bool MayBeInState(PyValue state)
    {
        return state.RawReference is PyTuple { Count: 2 } parts
            ? MayBeInState(parts[0].RawReference) || MayBeInState(parts[1].RawReference) : MayBeInState(state.RawReference);
    }

    private static bool MayBeInState(PyReference? attributes)
    {
        if (attributes is not PyDict dict) return false;
        foreach (string key in s_zoneKeys)
        {
            if (dict.TryGetValue(key, out PyValue value) && MayBeIn(value)) return true;
        }
        return false;
    }

    private static bool IsPath(PyValue value) => value.Is(PyKind.Str) && value.AsBytes().IndexOf("dateutil/"u8) >= 0;

    // Which text it gives the pickle does not say: str of something, a scalar of NumPy's type of texts or of objects, what stands in
    // a file in the pickle.
    private static bool GivesText(PyObject made)
    {
        if (made.Callable.RawReference is not PyGlobal function || Callables.ClassOf(made) is not { } type) return false;
        if (s_texts.Contains(Callables.RealName(type)) || HonestForms.OpensFile(function)) return true;
        if (made.Arguments.RawReference is not PyTuple { Count: > 0 } given) return false;
        return CopyregCalls.AsBase(function, given) is { } inner ? s_texts.Contains(Callables.RealName(inner.Base))
            : GivenBack.Has(function) && given[0].RawReference is PyObject { Arguments.RawReference: PyTuple { Count: > 0 } kind }
                && (!kind[0].Is(PyKind.Str) || kind[0].AsBytes().TrimStart("<>=|"u8) is [(byte)'U' or (byte)'O', ..]);
    }

    private static bool IsContainer(PyObject made) =>
        Callables.ClassOf(made) is { } type && (Callables.IsDict(type) || Callables.IsList(type) || Callables.IsTuple(made));
}
