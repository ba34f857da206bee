using System.Collections;

namespace SafeLoad.Values;

/// <summary>A tuple, or a <c>torch.Size</c> (<see cref="PyReference.Kind"/> tells).</summary>
public sealed class PyTuple : PyReference, IReadOnlyList<PyValue>
{
    internal static readonly PyTuple Empty = new([]);

    internal PyTuple(PyValue[] items, PyKind kind = PyKind.Tuple) : base(kind) => Items = items;

    /// <summary>The number of items.</summary>
    public int Count => Items.Length;

    /// <summary>The item at an index.</summary>
    public PyValue this[int index] => Items[index];

    internal PyValue[] Items { get; }

    /// <inheritdoc/>
    public IEnumerator<PyValue> GetEnumerator() => ((IEnumerable<PyValue>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
