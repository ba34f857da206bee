using System.Globalization;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>The way from the root to an entry, key by key.</summary>
/// <param name="Outer">The way to what it stands in; null for the root.</param>
/// <param name="Step">Its own key, as text.</param>
/// <param name="Value">What stands there.</param>
internal sealed record EntryPath(EntryPath? Outer, string Step, PyValue Value)
{
    /// <summary>The root of nothing.</summary>
    public static readonly EntryPath Root = new(null, "", default);

    /// <summary>The keys from the root on.</summary>
    public IReadOnlyList<EntryPath> Steps
    {
        get
        {
            var steps = new List<EntryPath>();
            for (EntryPath? at = this; at?.Outer is not null; at = at.Outer) steps.Add(at);
            steps.Reverse();
            return steps;
        }
    }

    /// <summary>The keys with dots between them; empty for the root.</summary>
    public string Text => string.Join('.', Steps.Select(static step => step.Step));

    /// <summary>The entry of a key that somebody asks for, with dots; a whole key with dots in it comes first.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static EntryPath Find(PyValue root, string key)
    {
        var path = new EntryPath(null, "", root);
        if (Entry(root, key) is { } whole) return new EntryPath(path, key, whole);
        foreach (string part in key.Split('.'))
            path = new EntryPath(path, part, Entry(path.Value, part)
                ?? throw new KeyNotFoundException($"The checkpoint has no entry '{key}'."));
        return path;
    }

    private static PyValue? Entry(PyValue value, string part)
    {
        switch (value.RawReference)
        {
            case PyDict dict: return dict.TryGetValue(part, out PyValue entry) ? entry : null;
            case PyRecord { Attributes: { } attributes }: return attributes.TryGetValue(part, out entry) ? entry : null;
            case IReadOnlyList<PyValue> items: return Item(items, part);
            case PyObject inert:
                if ((inert.Entries is { } entries && entries.TryGetValue(part, out entry)) || inert.TryGetAttribute(part, out entry))
                    return entry;
                return inert.Items is { } list ? Item(list, part)
                    : inert.Arguments.RawReference is PyTuple arguments ? Item(arguments, part) : null;
            default: return null;
        }
    }

    private static PyValue? Item(IReadOnlyList<PyValue> items, string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < items.Count ? items[index] : null;
}
