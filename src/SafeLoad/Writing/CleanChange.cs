namespace SafeLoad.Writing;

/// <summary>Something that a cleaned checkpoint does not have as it was.</summary>
/// <param name="Path">Where it stood: keys and indexes from the root, with dots; long keys and deep paths are cut.
/// Chosen by the file.</param>
/// <param name="Was">What it was: a type, a class's name. Chosen by the file.</param>
/// <param name="Became">What stands there now: <c>nothing</c>, <c>None</c>, <c>a state dict</c> …</param>
public sealed record CleanChange(string Path, string Was, string Became);
