using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>States of NumPy's generators of random numbers: the position in the words that were made in advance is believed, and the words
/// are read and written from there.</summary>
/// <remarks>numpy/random/_mt19937.pyx, <c>MT19937.state</c>, and _philox.pyx: neither setter compares the position with the number of
/// words; numpy/random/src/mt19937/mt19937.h, <c>mt19937_next</c>.</remarks>
internal static class GeneratorStates
{
    private const int Words = 624, PhiloxWords = 4, TupleOfLegacyState = 3;

    /// <summary>Whether a class is one of generators.</summary>
    public static bool Has(PyGlobal type) => type.Module.StartsWith("numpy.random", StringComparison.Ordinal);

    /// <summary>Whether a state is one that NumPy writes.</summary>
    public static bool IsHonest(PyValue state)
    {
        // Later versions write the seeds beside it.
        if (state.RawReference is PyTuple { Count: 2 } parts) state = parts[0];
        return state.RawReference switch
        {
            PyTuple { Count: >= TupleOfLegacyState } legacy when legacy[0].Is(PyKind.Str) =>
                IsWithin(legacy[2], Words) && IsData(legacy[1]),
            // Of seeds.
            PyTuple others => others.Items.All(IsData) && !others.Items.Any(Callables.IsMadeText),
            PyDict fields => IsWithin(fields),
            _ => state.IsNone,
        };
    }

    // Whatever is no plain text as a name, and no plain dict inside, can say another position than what is seen here.
    private static bool IsWithin(PyDict fields)
    {
        if (fields.Count > ArgumentUse.MostArguments) return false;
        foreach (var (name, value) in fields)
        {
            if (!name.Is(PyKind.Str)) return false;
            bool isRight = name.AsString() switch
            {
                "buffer_pos" => IsWithin(value, PhiloxWords),
                "pos" => IsWithin(value, Words),
                "state" when value.RawReference is PyDict inner => AreWords(inner),
                _ => IsData(value),
            };
            if (!isRight) return false;
        }
        return true;
    }

    private static bool AreWords(PyDict words)
    {
        if (words.Count > ArgumentUse.MostArguments) return false;
        foreach (var (name, value) in words)
        {
            if (!name.Is(PyKind.Str) || !(name.AsBytes().SequenceEqual("pos"u8) ? IsWithin(value, Words) : IsData(value))) return false;
        }
        return true;
    }

    // An array, or a number: words are asked for one by one.
    private static bool IsData(PyValue value) => value.RawReference is not (PyObject or PyGlobal)
        || (value.RawReference is PyObject made && !Callables.CanBeCalled(value) && !Callables.IsMapping(made));

    private static bool IsWithin(PyValue position, int most) =>
        position.Is(PyKind.Int) && position.AsBigInteger() is var number && number >= 0 && number <= most;
}
