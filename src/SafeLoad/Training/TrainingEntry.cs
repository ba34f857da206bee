using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>An entry of a checkpoint, and what it was taken for.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Key">Where it stands: the keys from the root, with dots; empty for the root itself. Chosen by the file.</param>
/// <param name="Value">The value.</param>
/// <param name="ByContent">Whether its content told, whatever its key is; otherwise its key did.</param>
/// <param name="ExpectedKey">The usual key that its own is near to and probably meant (<c>optimizer_state_dic</c>);
/// null if there is none.</param>
public sealed record TrainingEntry(TrainingRole Role, string Key, PyValue Value, bool ByContent, string? ExpectedKey)
{
    // The keys one by one: one of them can have dots in it.
    internal EntryPath Path { get; init; } = EntryPath.Root;
}
