namespace SafeLoad.Common;

/// <summary>Keys that a file chose, in a dictionary or a set: hashed with the seed of this process.</summary>
internal sealed class SeededComparer : IEqualityComparer<long>
{
    public static readonly SeededComparer Instance = new();

    private SeededComparer() { }

    public bool Equals(long x, long y) => x == y;

    public int GetHashCode(long value) => (int)SeededHash.Of(value);
}
