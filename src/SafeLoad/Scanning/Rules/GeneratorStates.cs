using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>States of NumPy's generators of random numbers: the position in the words that were made in advance is believed, and the words
/// are read and written from there.</summary>
/// <remarks>numpy/random/_mt19937.pyx, <c>MT19937.state</c>, and _philox.pyx: neither setter compares the position with the number of
/// words; numpy/random/src/mt19937/mt19937.h, <c>mt19937_next</c>.</remarks>
internal static class GeneratorStates
{
    private const int Words = 624, PhiloxWords = 4, TupleOfLegacyState = 3;

    /// <summary>BUILD on a generator.</summary>
    public static void Check(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.ClassOf(target) is not { } type || !type.Module.StartsWith("numpy.random", StringComparison.Ordinal)) return;
        // Later versions write the seeds beside it.
        if (state.RawReference is PyTuple { Count: 2 } parts) state = parts[0];
        if (state.RawReference is PyTuple { Count: >= TupleOfLegacyState } legacy ? legacy[0].Is(PyKind.Str) && !IsWithin(legacy[2], Words)
            : state.RawReference is PyDict fields && !IsWithin(fields))
            CallRules.ReportUse(type, "its state's position is behind the words that it has, and NumPy reads there", seen, at);
    }

    private static bool IsWithin(PyDict fields) =>
        IsWithin(fields, "buffer_pos", PhiloxWords) && IsWithin(fields, "pos", Words)
        && (!fields.TryGetValue("state", out PyValue inner) || inner.RawReference is not PyDict words || IsWithin(words, "pos", Words));

    private static bool IsWithin(PyDict fields, string name, int most) =>
        !fields.TryGetValue(name, out PyValue position) || IsWithin(position, most);

    private static bool IsWithin(PyValue position, int most) =>
        position.Is(PyKind.Int) && position.AsBigInteger() is var number && number >= 0 && number <= most;
}
