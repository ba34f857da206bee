namespace SafeLoad;

/// <summary>One file of a <see cref="CheckpointSeries"/>.</summary>
/// <param name="Number">The number in its name: an epoch, a step.</param>
/// <param name="Path">Its path.</param>
public readonly record struct CheckpointSeriesEntry(long Number, string Path);
