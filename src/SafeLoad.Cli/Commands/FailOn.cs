using SafeLoad.Cli.Reporting;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary><c>--fail-on</c>: the least verdict that exits with 1.</summary>
internal sealed class FailOn
{
    /// <summary>The choices; the first is the default.</summary>
    public static readonly string[] Choices = ["suspicious", "dangerous", "never"];

    private readonly Verdict? _least;

    /// <param name="choice">One of <see cref="Choices"/>; null for the default.</param>
    public FailOn(string? choice) => _least = choice switch
    {
        "never" => null,
        "dangerous" => Verdict.Dangerous,
        _ => Verdict.Suspicious,
    };

    /// <summary>The exit code of one file. What could not be read to its end is never hidden, whatever the choice.</summary>
    public int CodeOf(ScannedFile file) => file.Report switch
    {
        null or { Verdict: Verdict.Malformed } => ExitCode.NotAnswered,
        { Verdict: var verdict } when verdict >= _least => ExitCode.Refused,
        { Complete: false } => ExitCode.NotAnswered,
        _ => ExitCode.Done,
    };
}
