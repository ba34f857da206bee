namespace SafeLoad.Cli.Commands;

/// <summary>A file to work on.</summary>
/// <param name="Path">Its path as given or found.</param>
/// <param name="Problem">Why it cannot be read, where that is known already; null otherwise.</param>
/// <param name="IsStandardInput">Whether it is what comes in on stdin.</param>
/// <param name="Root">The folder that it was found in; null if it was named itself.</param>
internal sealed record InputFile(string Path, string? Problem = null, bool IsStandardInput = false, string? Root = null);
