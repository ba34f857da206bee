namespace SafeLoad.Sharding;

/// <summary>Judges the names by which an index or a distributed checkpoint refers to the files beside it.</summary>
internal static class ShardFileName
{
    // What file systems allow for one name.
    private const int MaxLength = 255;

    /// <summary>Whether a name is a file's name alone: nothing in it leads to another folder, drive or stream, on any system.
    /// Where a link of that name leads is not asked: hub caches are made of links.</summary>
    public static bool IsBare(string name) =>
        name.Length is > 0 and <= MaxLength && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0 && !name.EndsWith(' ')
        && !name.EndsWith('.');
}
