using SafeLoad.Text;

namespace SafeLoad.Writing;

/// <summary>Tensors that are the very same elements: tied weights.</summary>
internal static class SharedViews
{
    /// <summary>The names whose tensor is that of an earlier name, with that name.</summary>
    public static Dictionary<string, string> Find(IEnumerable<KeyValuePair<string, TensorInfo>> tensors)
    {
        var first = new Dictionary<View, string>();
        var same = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            if (tensor.Storage is null || tensor.ElementCount == 0) continue;
            var view = new View(tensor);
            if (first.TryGetValue(view, out string? known)) same.Add(name, known);
            else first.Add(view, name);
        }
        return same;
    }

    private readonly struct View(TensorInfo tensor) : IEquatable<View>
    {
        private readonly TensorInfo _tensor = tensor;

        public bool Equals(View other) =>
            ReferenceEquals(_tensor.Storage, other._tensor.Storage) && _tensor.StorageOffset == other._tensor.StorageOffset
            && _tensor.DType == other._tensor.DType
            && _tensor.IsConjugate == other._tensor.IsConjugate && _tensor.IsNegative == other._tensor.IsNegative
            && _tensor.Shape.SequenceEqual(other._tensor.Shape) && _tensor.Strides.SequenceEqual(other._tensor.Strides);

        public override bool Equals(object? other) => other is View view && Equals(view);

        // Of the shape too: many views can begin at one place.
        public override int GetHashCode()
        {
            ulong hash = SeededHash.Combine((ulong)System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_tensor.Storage),
                (ulong)_tensor.StorageOffset);
            foreach (long size in _tensor.Shape) hash = SeededHash.Combine(hash, (ulong)size);
            foreach (long stride in _tensor.Strides) hash = SeededHash.Combine(hash, (ulong)stride);
            return (int)hash;
        }
    }
}
