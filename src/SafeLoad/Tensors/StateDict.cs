using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SafeLoad;

/// <summary>Tensors by dotted name, in file order.</summary>
public sealed class StateDict : IReadOnlyDictionary<string, TensorInfo>
{
    private readonly List<KeyValuePair<string, TensorInfo>> _entries;
    private readonly Dictionary<string, TensorInfo> _byName;

    internal StateDict(string path, List<KeyValuePair<string, TensorInfo>> entries, Dictionary<string, TensorInfo> byName)
    {
        Path = path;
        _entries = entries;
        _byName = byName;
    }

    /// <summary>Where in the checkpoint the tensors were found: empty for the root, else the entry's key,
    /// such as <c>state_dict</c>.</summary>
    public string Path { get; }

    /// <summary>The number of tensors.</summary>
    public int Count => _entries.Count;

    /// <summary>The names, in file order. Chosen by the file.</summary>
    public IEnumerable<string> Keys => _entries.Select(static entry => entry.Key);

    /// <summary>The tensors, in file order.</summary>
    public IEnumerable<TensorInfo> Values => _entries.Select(static entry => entry.Value);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TensorInfo this[string key] => _byName.TryGetValue(key, out TensorInfo? tensor) ? tensor
        : throw new KeyNotFoundException(
            $"The state dict has no tensor '{key}'; it has {Count}{(Count > 0 ? $", such as '{_entries[0].Key}'" : "")}.");

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool ContainsKey(string key) => _byName.ContainsKey(key);

    /// <summary>Looks a tensor up.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TensorInfo value) => _byName.TryGetValue(key, out value);

    /// <summary>The names and tensors, in file order.</summary>
    public IEnumerator<KeyValuePair<string, TensorInfo>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
