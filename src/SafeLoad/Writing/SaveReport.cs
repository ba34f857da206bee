namespace SafeLoad.Writing;

/// <summary>What was written, or would be.</summary>
/// <param name="Files">The files, an index last.</param>
/// <param name="Dropped">Names that were not written, because another tensor is the same bytes, with that one's name.</param>
/// <param name="Cast">Names of tensors that changed their dtype.</param>
/// <param name="Overflows">Finite numbers that became infinite by it, by name; empty for a dry run.</param>
public sealed record SaveReport(IReadOnlyList<SavedFile> Files, IReadOnlyDictionary<string, string> Dropped, IReadOnlyList<string> Cast, IReadOnlyDictionary<string, long> Overflows);
