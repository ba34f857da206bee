using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>What was written, or would be.</summary>
/// <param name="Files">The files, an index last.</param>
/// <param name="Written">The tensors as they were written, cast ones too; readable while their checkpoint is open.</param>
/// <param name="Dropped">Names that were not written, because another tensor is the same bytes, with that one's name.</param>
/// <param name="Skipped">Names that were left out, because the format cannot hold the tensor, with the reason.</param>
/// <param name="Cast">Names of tensors that changed their dtype.</param>
/// <param name="Overflows">Finite numbers that became infinite by it, by name; empty for a dry run.</param>
public sealed record SaveReport(
    IReadOnlyList<SavedFile> Files,
    IReadOnlyList<KeyValuePair<string, TensorInfo>> Written,
    IReadOnlyDictionary<string, string> Dropped,
    IReadOnlyDictionary<string, string> Skipped,
    IReadOnlyList<string> Cast,
    IReadOnlyDictionary<string, long> Overflows);
