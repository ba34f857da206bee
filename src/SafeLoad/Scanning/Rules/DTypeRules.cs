using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// NumPy's dtypes, as far as a pickle's state can make them lie: fields and subarrays that reach beyond the element, and objects where raw
/// bytes stand. NumPy believes the state, and then takes bytes of the file for addresses, or reads and writes what is not its own.
/// </summary>
/// <remarks>numpy/_core/src/multiarray/descriptor.c: <c>arraydescr_reduce</c> writes what <c>arraydescr_setstate</c> believes: (version,
/// byte order, subarray, names, fields, size, alignment, flags[, metadata]).</remarks>
internal sealed class DTypeRules
{
    /// <summary>Fields to look at in all the dtypes of one content; no honest file has nearly as many.</summary>
    public const int MostLookedAt = 1_000_000;

    private const long Used = -1;

    private const int Elements = 8, ElementsWithMetadata = 9, SubarrayAt = 2, NamesAt = 3, FieldsAt = 4, SizeAt = 5, FlagsAt = 7;

    // NPY_ITEM_REFCOUNT, NPY_LIST_PICKLE, NPY_NEEDS_INIT and NPY_NEEDS_PYAPI, all of which every dtype with objects has; and those that
    // none without has.
    private const int ObjectFlags = 1 | 2 | 8 | 16, OnlyOfObjects = 1 | 2 | 4;

    // What is known of each dtype, and how many calls there were before it was made.
    private readonly Dictionary<PyObject, (DTypeFacts? Facts, long Calls)> _known = new(ReferenceEqualityComparer.Instance);
    private long _calls;

    /// <summary>Fields that were looked at.</summary>
    public int LookedAt { get; private set; }

    /// <summary>Something was called, and gave a value.</summary>
    public void Called(PyValue made)
    {
        if (made.RawReference is not PyObject inert) return;
        if (IsDType(inert)) _known.TryAdd(inert, (DTypeFacts.OfName(inert), _calls));
        // Protocols before 3 write the name of a unit of time by it.
        else if (inert.Callable.RawReference is not PyGlobal function || Callables.RealName(function) != "_codecs.encode") _calls++;
    }

    /// <summary>BUILD on an object.</summary>
    public void Build(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (!IsDType(target))
        {
            _calls++;
            return;
        }
        DTypeFacts? facts = null;
        string? fault = Fault(target, state, ref facts);
        _known[target] = (facts, _calls);
        if (fault is not null && (target.Callable.RawReference as PyGlobal ?? Callables.ClassOf(target)) is { } type)
            CallRules.ReportUse(type, "the state of a dtype lies: " + fault, seen, at);
    }

    private static bool IsDType(PyObject made) => Callables.ClassOf(made) is { Name: "dtype" } type
        && Callables.RealName(type) is "numpy.dtype";

    // What is wrong with a state; null if nothing is, and then what the dtype is.
    private string? Fault(PyObject target, PyValue given, ref DTypeFacts? facts)
    {
        if (!_known.TryGetValue(target, out var known) || target.States is not null) return "it is set a second time";
        if (known.Calls != _calls) return "it is set after the dtype was used";
        if (given.RawReference is not PyTuple { Count: Elements or ElementsWithMetadata } state
            || !state[SizeAt].Is(PyKind.Int) || !state[FlagsAt].Is(PyKind.Int)) return "it is none as NumPy writes it";
        DTypeFacts? named = known.Facts ?? DTypeFacts.OfClass(target, state[SizeAt].AsInt64());
        if (named is not { } type) return "its type cannot be told";
        // For others the size in the state means nothing.
        if (type.IsFlexible && state[SizeAt].AsInt64() != type.Size) return "the size is not that of the name";
        bool hasObjects = type.HasObjects;
        if (SubarrayFault(state[SubarrayAt], type, ref hasObjects) is { } inside) return inside;
        if (FieldsFault(state[NamesAt], state[FieldsAt], type, ref hasObjects) is { } field) return field;
        long flags = state[FlagsAt].AsInt64();
        if (hasObjects ? (flags & ObjectFlags) != ObjectFlags : (flags & OnlyOfObjects) != 0)
            return hasObjects ? "the flags say that there are no objects" : "the flags say that there are objects";
        facts = type with { HasObjects = hasObjects };
        return null;
    }

    private string? SubarrayFault(PyValue subarray, DTypeFacts type, ref bool hasObjects)
    {
        if (subarray.IsNone) return null;
        if (!type.IsVoid || subarray.RawReference is not PyTuple { Count: 2 } parts || FactsOf(parts[0]) is not { } element)
            return "the subarray is none as NumPy writes it";
        long size = element.Size;
        if (parts[1].RawReference is PyTuple shape)
        {
            foreach (PyValue dimension in shape.Items)
            {
                if (!TryTimes(dimension, ref size)) return "the subarray's shape cannot be told";
            }
        }
        else if (!TryTimes(parts[1], ref size)) return "the subarray's shape cannot be told";
        hasObjects |= element.HasObjects;
        return size == type.Size ? null : "the subarray is of another size than the element";
    }

    private bool TryTimes(PyValue dimension, ref long size)
    {
        LookedAt++;
        return LookedAt < MostLookedAt && dimension.Is(PyKind.Int) && dimension.AsInt64() >= 0
            && Math.BigMul(size, dimension.AsInt64(), out size) == 0 && size >= 0;
    }

    private string? FieldsFault(PyValue names, PyValue given, DTypeFacts type, ref bool hasObjects)
    {
        if (names.IsNone && given.IsNone) return null;
        if (names.RawReference is not PyTuple order || given.RawReference is not PyDict fields)
            return "the fields are none as NumPy writes them";
        if (LookedAt + order.Count + fields.Count > MostLookedAt) return "it has too many fields";
        LookedAt += order.Count + fields.Count;
        var ranges = new List<(long Start, long End, bool HasObjects)>();
        // A field's title is a second key of it.
        foreach (var (_, field) in fields)
        {
            if (field.RawReference is not PyTuple { Count: 2 or 3 } parts || !parts[1].Is(PyKind.Int) || FactsOf(parts[0]) is not { } inner)
                return "a field is none as NumPy writes it";
            long start = parts[1].AsInt64();
            if (start < 0 || start > type.Size - inner.Size) return "a field reaches beyond the element";
            hasObjects |= inner.HasObjects;
        }
        foreach (PyValue name in order.Items)
        {
            if (!name.Is(PyKind.Str) || !fields.TryGetValue(name, out PyValue field)) return "a name is that of no field";
            var parts = (PyTuple)field.RawReference!;
            DTypeFacts inner = FactsOf(parts[0])!.Value;
            ranges.Add((parts[1].AsInt64(), parts[1].AsInt64() + inner.Size, inner.HasObjects));
        }
        return hasObjects && Overlap(ranges) ? "an object shares its bytes with another field" : null;
    }

    private static bool Overlap(List<(long Start, long End, bool HasObjects)> ranges)
    {
        ranges.Sort();
        long end = 0, endOfObjects = 0;
        foreach (var (start, last, hasObjects) in ranges)
        {
            if (start < endOfObjects || (hasObjects && start < end && last > start)) return true;
            end = Math.Max(end, last);
            if (hasObjects) endOfObjects = Math.Max(endOfObjects, last);
        }
        return false;
    }

    // A part of another dtype, which holds it: its state must not change any more.
    private DTypeFacts? FactsOf(PyValue value)
    {
        if (value.RawReference is not PyObject dtype || !_known.TryGetValue(dtype, out var known)) return null;
        if (known.Calls != Used) _known[dtype] = (known.Facts, Used);
        return known.Facts;
    }
}
