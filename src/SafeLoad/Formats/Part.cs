using SafeLoad.IO;

namespace SafeLoad.Formats;

/// <summary>Bytes of a source that are one thing.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Name">What the format calls them: a member's name, a storage's key, or a word of the format's own. A file can have chosen
/// it.</param>
/// <param name="Offset">Where they begin in the source, in bytes.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Note">What else is known of them; null for nothing.</param>
internal readonly record struct Part(PartKind Kind, string Name, long Offset, long Length, PartNote? Note = null)
{
    /// <summary>Where they end.</summary>
    public long End => Offset + Length;

    /// <summary>The bytes.</summary>
    /// <param name="source">The source that the part was found in.</param>
    public ByteSource Open(ByteSource source) => new SliceByteSource(source, Offset, Length);
}
