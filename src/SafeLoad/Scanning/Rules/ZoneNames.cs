using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Looks through what pandas is given for the name of a time zone that is read from a file: a text, alone or as a part of a type's name, or
/// something that gives one, however it is packed: in containers that opcodes or calls make, among the arguments of calls. What was looked
/// through and has not changed since is not looked through again.
/// </summary>
/// <remarks>pandas/_libs/tslibs/timezones.pyx, <c>maybe_get_tz</c>; pandas/core/dtypes/dtypes.py, <c>DatetimeTZDtype</c>:
/// <c>datetime64[ns, dateutil/...]</c>.</remarks>
internal sealed class ZoneNames
{
    // A memo makes it cheap to give the same container again and again, a little changed. No file says as much to pandas, but for data.
    private const int MostLookedAt = 20_000_000;

    // What becomes elements and labels, and what users keep. Anything else may be a zone, or a type of elements with one.
    private static readonly HashSet<string> s_data =
        new(StringComparer.Ordinal) { "data", "name", "names", "levels", "labels", "codes", "left", "right", "attrs" };

    private static readonly HashSet<string> s_texts =
        new(StringComparer.Ordinal) { "builtins.str", "numpy.str_", "numpy.str", "numpy.unicode_", "numpy.str0" };

    private readonly HashSet<PyReference> _met = new(ReferenceEqualityComparer.Instance);

    /// <summary>Items that were looked at.</summary>
    public int LookedAt { get; private set; }

    /// <summary>Something is about to be added to a container.</summary>
    public void Changed(PyReference container)
    {
        if (_met.Count > 0 && _met.Contains(container)) _met.Clear();
    }

    /// <summary>Whether there is such a name, or may be, in an argument or a state; also where so much was looked at that nobody can
    /// tell.</summary>
    public bool MayBeIn(PyValue given)
    {
        if (given.RawReference is null) return IsPath(given);
        var open = new Stack<PyValue>();
        open.Push(given);
        while (open.TryPop(out PyValue value))
        {
            if (!IsPath(value) && !(value.RawReference is PyObject made && GivesText(made)) && Open(value, open)) continue;
            // What is still open has not been looked through.
            _met.Clear();
            return true;
        }
        return false;
    }

    // Puts what is in a container to what is looked at next; false if that is too much.
    private bool Open(PyValue value, Stack<PyValue> open)
    {
        switch (value.RawReference)
        {
            case PyDict dict when _met.Add(dict):
                LookedAt += dict.Count;
                if (LookedAt > MostLookedAt) return false;
                foreach (var (key, item) in dict)
                {
                    if (!(key.Is(PyKind.Str) && s_data.Contains(key.AsString()))) open.Push(item);
                }
                break;
            case PyObject made when IsContainer(made) && _met.Add(made):
                open.Push(made.Arguments);
                if (made.Items is { } appended) open.Push(new PyValue(appended));
                if (made.Entries is { } entries) open.Push(new PyValue(entries));
                break;
            case PyList or PyTuple or PySet when _met.Add(value.RawReference):
                var items = (IReadOnlyCollection<PyValue>)value.RawReference;
                LookedAt += items.Count;
                if (LookedAt > MostLookedAt) return false;
                foreach (PyValue item in items) open.Push(item);
                break;
        }
        return true;
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
