using SafeLoad.Loading;

namespace SafeLoad.Opening;

/// <summary>A checkpoint of one or several files, opened.</summary>
/// <param name="Source">What closes the files. Belongs to who opened the set.</param>
/// <param name="Loaded">What was read.</param>
internal sealed record OpenedSet(ByteSource Source, LoadedCheckpoint Loaded);
