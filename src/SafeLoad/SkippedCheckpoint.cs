namespace SafeLoad;

/// <summary>A file that was not opened, and why.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Reason">The error of opening it.</param>
public sealed record SkippedCheckpoint(string Path, Exception Reason);
