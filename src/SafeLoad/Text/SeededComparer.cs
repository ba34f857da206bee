namespace SafeLoad.Text;

/// <summary>Keys that a file chose, in a dictionary or a set: hashed with the seed of this process. One for all,
/// or one for each that is to be counted.</summary>
internal sealed class SeededComparer : IEqualityComparer<long>
{
    public static readonly SeededComparer Instance = new();

    /// <summary>How often a key was compared with another of the same hash: what a flood of chosen keys would drive up.</summary>
    public long Comparisons { get; private set; }

    public bool Equals(long x, long y)
    {
        Comparisons++;
        return x == y;
    }

    public int GetHashCode(long value) => (int)SeededHash.Of(value);
}
