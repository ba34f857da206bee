using SafeLoad.Values;

namespace SafeLoad.TorchSharp;

/// <summary>Names that a file chose, each once, safe to print, and no more than a person reads.</summary>
internal sealed class NameSet
{
    private const int MostNames = 64;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    public void Add(PyValue name)
    {
        if (_names.Count > MostNames) return;
        string text = name.Kind == PyKind.Str ? Checkpoint.Escape(name.AsString(), 120) : name.ToString();
        if (!_seen.Add(text)) return;
        _names.Add(_names.Count == MostNames ? "…" : text);
    }
}
