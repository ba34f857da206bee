using SafeLoad.Cli.Commands;
using SafeLoad.Cli.Input;

namespace SafeLoad.Cli.Policies;

/// <summary>What an organisation has decided about findings. It is given by name on the command line and never found beside what is
/// scanned.</summary>
/// <param name="Hash">SHA-256, in hex, of the file's bytes.</param>
/// <param name="FailOn">The least verdict that exits with 1; null to leave it to the command line.</param>
/// <param name="Severities">Rules whose findings are raised or lowered.</param>
/// <param name="Globals">Globals that the organisation takes for harmless, with the reason; by full name.</param>
/// <param name="Suppressions">Findings that do not count.</param>
/// <param name="Expired">What to say of the entries that are over and do not count.</param>
internal sealed record Policy(string Hash, string? FailOn, IReadOnlyDictionary<DiagnosticId, RuleLevel> Severities,
    IReadOnlyDictionary<string, string> Globals,
    IReadOnlyList<Suppression> Suppressions, IReadOnlyList<string> Expired);

/// <summary>Findings that do not count, by all of what is given.</summary>
/// <param name="Rule">Their rule.</param>
/// <param name="ScanId">The only content that they may stand in; null for any.</param>
/// <param name="Path">The paths; null for any.</param>
/// <param name="Global">The global that they are about; null for any.</param>
/// <param name="Reason">Why, in the policy's words.</param>
internal sealed record Suppression(DiagnosticId Rule, string? ScanId, Glob? Path, string? Global, string Reason);
