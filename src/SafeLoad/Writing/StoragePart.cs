namespace SafeLoad.Writing;

/// <summary>A run of a storage's bytes that is written as a storage of its own.</summary>
/// <param name="key">The number under which it is written.</param>
/// <param name="source">The storage that it is a part of.</param>
/// <param name="start">Where it begins there, in bytes.</param>
/// <param name="length">The number of bytes.</param>
internal sealed class StoragePart(int key, StorageInfo source, long start, long length)
{
    public int Key { get; } = key;

    public StorageInfo Source { get; } = source;

    public long Start { get; } = start;

    public long Length { get; } = length;

    /// <summary>The one dtype in which it is viewed; null if there are several.</summary>
    public DType? View { get; init; }

    /// <summary>The dtype that it is written in; null if it is viewed in several, or in one without a storage class:
    /// then it is written untyped.</summary>
    public DType? DType => View?.StorageClass is null ? null : View;

    public string KeyText => Key.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
