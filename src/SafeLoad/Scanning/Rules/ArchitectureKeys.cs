using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Python;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Entries that name the class of a model, which pyannote imports and calls: judged when the pickle has ended, since a memo lets
/// what they are be filled after they were set.</summary>
/// <remarks>pyannote/audio/core/model.py, <c>from_pretrained</c>: it asks for the items by name, of whatever has some.</remarks>
internal sealed class ArchitectureKeys
{
    private const string Key = "architecture";

    // Pairs of which objects are made; a list can be given to many.
    private const int MostPairs = 100_000;

    private Dictionary<PyReference, (ReadingBuilder Seen, CheckpointLocation At)> _held = new(ReferenceEqualityComparer.Instance);
    private int _pairs;

    /// <summary>An entry was set.</summary>
    public void Add(PyValue key, PyValue value, ReadingBuilder seen, CheckpointLocation at)
    {
        if (key.Length == Key.Length && value.RawReference is PyDict or PyObject && key.AsBytes().SequenceEqual("architecture"u8))
            _held.TryAdd(value.RawReference, (seen, at));
    }

    /// <summary>Says which name code; the pickle has ended.</summary>
    public void Report()
    {
        if (_held.Count == 0) return;
        foreach (var (parts, (seen, at)) in _held) Check(parts, seen, at);
        _held = new(ReferenceEqualityComparer.Instance);
    }

    private void Check(PyReference parts, ReadingBuilder seen, CheckpointLocation at)
    {
        PyValue module = default, name = default;
        if (parts is PyDict dict) Find(dict, ref module, ref name);
        else if (parts is PyObject made)
        {
            Look(made.Arguments.RawReference, ref module, ref name);
            Look(made.Entries, ref module, ref name);
            Look(made.States, ref module, ref name);
        }
        if (_pairs > MostPairs) seen.NotScanned("more is said to be the " + Key + " of a model than in any honest file", at);
        if (!module.Is(PyKind.Str) || !name.Is(PyKind.Str)) return;
        string path = module.AsString() + "." + name.AsString();
        if (!path.StartsWith("pyannote.", StringComparison.Ordinal))
            new CodeNames(seen, _ => at).Report(Key + " names", path, "pyannote imports and calls", 0);
    }

    // Entries, a state, and what a dict is made of: a dict, or pairs.
    private void Look(PyReference? from, ref PyValue module, ref PyValue name)
    {
        if (from is PyDict entries) Find(entries, ref module, ref name);
        if (from is not (PyTuple or PyList)) return;
        foreach (PyValue item in (IReadOnlyList<PyValue>)from)
        {
            if (++_pairs > MostPairs) return;
            if (item.RawReference is PyDict dict) Find(dict, ref module, ref name);
            else if (item.RawReference is PyTuple or PyList) LookAtPairs((IReadOnlyList<PyValue>)item.RawReference, ref module, ref name);
        }
    }

    private void LookAtPairs(IReadOnlyList<PyValue> pairs, ref PyValue module, ref PyValue name)
    {
        foreach (PyValue pair in pairs)
        {
            if (++_pairs > MostPairs) return;
            if (pair.RawReference is PyDict dict) Find(dict, ref module, ref name);
            else if (pair.RawReference is PyTuple or PyList && (IReadOnlyList<PyValue>)pair.RawReference is { Count: 2 } two
                && two[0].Is(PyKind.Str))
            {
                if (two[0].AsBytes().SequenceEqual("module"u8)) module = two[1];
                else if (two[0].AsBytes().SequenceEqual("class"u8)) name = two[1];
            }
        }
    }

    private static void Find(PyDict dict, ref PyValue module, ref PyValue name)
    {
        if (dict.TryGetValue("module", out PyValue value)) module = value;
        if (dict.TryGetValue("class", out value)) name = value;
    }
}
