using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.SelfTest;

/// <summary>A file of the set with what the scan said of it.</summary>
/// <param name="Attack">The file.</param>
/// <param name="Report">The scan's answer; null if it gave none.</param>
/// <param name="Problem">Why it gave none.</param>
internal sealed record SelfTestRow(Attack Attack, ScanReport? Report, string? Problem)
{
    /// <summary>The verdict's name; <c>unreadable</c> where there is none.</summary>
    public string Verdict => Report is null ? "unreadable" : VerdictNames.Of(Report.Verdict);

    public bool IsComplete => Report is { Complete: true };

    public IReadOnlyList<string> MissingGlobals => Report is null ? [] : Attack.MissingGlobals(Report);

    public bool IsRight => Report is not null && Attack.Accepts(Report.Verdict, Report.Complete) && MissingGlobals.Count == 0;

    /// <summary>Scans a file of the set from memory.</summary>
    /// <exception cref="OperationCanceledException">The command is cancelled.</exception>
    public static SelfTestRow Scan(Attack attack, CancellationToken cancellation)
    {
        try
        {
            using var source = new MemoryByteSource(attack.Bytes, attack.Path);
            return new SelfTestRow(attack, Scanner.Scan(source, cancellation: cancellation), null);
        }
        // Whatever a file makes the scanner throw is a wrong answer to that file, and no reason to leave out the rest.
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return new SelfTestRow(attack, null, problem.Message);
        }
    }
}
