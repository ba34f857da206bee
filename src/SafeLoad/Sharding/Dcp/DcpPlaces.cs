using SafeLoad.Text;

namespace SafeLoad.Sharding.Dcp;

/// <summary>Where the blocks of a distributed checkpoint lie, by name and by offset in the tensor. Each is taken once.</summary>
internal sealed class DcpPlaces
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Name, Offsets At), DcpSlice?> _slices = [];

    /// <summary>Slices that were not taken.</summary>
    public int Left { get; private set; }

    /// <summary>Adds a slice; false if there is one for this name and offset already.</summary>
    public bool TryAdd(string name, long[] offsets, DcpSlice slice)
    {
        if (!_numbers.TryGetValue(name, out int number)) _numbers.Add(name, number = _numbers.Count);
        if (!_slices.TryAdd((number, new Offsets(offsets)), slice)) return false;
        Left++;
        return true;
    }

    /// <summary>Takes a slice; null if there is none, or it was taken before.</summary>
    public DcpSlice? Take(string name, long[] offsets)
    {
        if (!_numbers.TryGetValue(name, out int number)) return null;
        var key = (number, new Offsets(offsets));
        if (!_slices.TryGetValue(key, out DcpSlice? slice) || slice is null) return null;
        _slices[key] = null;
        Left--;
        return slice;
    }

    // By value, and with a seeded hash, since a file chooses them.
    private readonly struct Offsets(long[] numbers) : IEquatable<Offsets>
    {
        private readonly long[] _numbers = numbers;

        public bool Equals(Offsets other) => _numbers.AsSpan().SequenceEqual(other._numbers);

        public override bool Equals(object? other) => other is Offsets offsets && Equals(offsets);

        public override int GetHashCode()
        {
            ulong hash = 0;
            foreach (long number in _numbers) hash = SeededHash.Combine(hash, (ulong)number);
            return (int)hash;
        }
    }
}
