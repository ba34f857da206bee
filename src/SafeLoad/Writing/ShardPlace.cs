namespace SafeLoad.Writing;

/// <summary>A file among those that are written together.</summary>
/// <param name="Path">The path that it will have.</param>
/// <param name="Index">Which one it is, from 0.</param>
/// <param name="Count">How many there are, without an index.</param>
internal readonly record struct ShardPlace(string Path, int Index, int Count);
