using SafeLoad.Scanning.Pickles;

namespace SafeLoad.Scanning.Texts;

/// <summary>What was read of a content as a text.</summary>
/// <param name="Bytes">Its bytes, from the first on; none if it is no text.</param>
/// <param name="Pickles">The pickles that stand in it; null if it is no text.</param>
internal readonly record struct ScannedText(byte[] Bytes, EncodedPickles? Pickles)
{
    /// <summary>Bytes that are no text.</summary>
    public static ScannedText None { get; } = new([], Pickles: null);
}
