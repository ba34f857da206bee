using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>What a scan says of a folder that is a model repository, as a whole.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Verdict">The worst of its files' verdicts.</param>
/// <param name="Complete">Whether each of its files was scanned completely.</param>
/// <param name="Files">How many files it has, folders inside included.</param>
/// <param name="Code">Python files in it, the first of them by their names; <paramref name="CodeFiles"/> counts all.</param>
/// <param name="CodeFiles">How many Python files it has.</param>
internal sealed record RepositoryReport(string Path, string Verdict, bool Complete, int Files, IReadOnlyList<string> Code, int CodeFiles);
