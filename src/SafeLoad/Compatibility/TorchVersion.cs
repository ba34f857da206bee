using System.Globalization;

namespace SafeLoad.Compatibility;

/// <summary>A release of PyTorch, as far as <c>torch.load(weights_only=True)</c> differs between them.</summary>
/// <param name="Major">1 or 2.</param>
/// <param name="Minor">The second number: 11 of 2.11.</param>
internal readonly record struct TorchVersion(int Major, int Minor) : IComparable<TorchVersion>
{
    /// <summary>The first release that has weights_only: 1.13.</summary>
    public static TorchVersion First { get; } = new(1, 13);

    /// <summary>The newest release whose rules are known here: 2.11. Later ones are answered as this one.</summary>
    public static TorchVersion Newest { get; } = new(2, 11);

    /// <summary>Reads <c>2.11</c> or <c>2.11.1</c>.</summary>
    /// <returns>Whether it is a version, and one that has weights_only.</returns>
    public static bool TryParse(string text, out TorchVersion version)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('.');
        bool isVersion = parts.Length is 2 or 3 & int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            & int.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out int minor);
        version = new TorchVersion(major, minor);
        return isVersion && version.CompareTo(First) >= 0;
    }

    /// <inheritdoc/>
    public int CompareTo(TorchVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Whether this release is another one or a later one.</summary>
    public bool IsAtLeast(int major, int minor) => CompareTo(new TorchVersion(major, minor)) >= 0;

    /// <summary><c>2.11</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
