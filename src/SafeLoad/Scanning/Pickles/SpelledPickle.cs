namespace SafeLoad.Scanning.Pickles;

/// <summary>A pickle that stands in a text.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Coding">How they are written.</param>
/// <param name="IsExpected">Whether it begins as a pickle does, or was promised to be one.</param>
/// <param name="IsPickle">Whether it is a pickle; else a stream that may unpack to one.</param>
internal readonly record struct SpelledPickle(byte[] Bytes, string Coding, bool IsExpected, bool IsPickle);
