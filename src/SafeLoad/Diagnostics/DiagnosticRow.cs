using System.Globalization;
using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

/// <summary>All that is said of one <see cref="DiagnosticId"/>: what it means, what loading throws, how bad it is,
/// what to do about it.</summary>
/// <param name="Id">The fact.</param>
/// <param name="Kind">What loading throws.</param>
/// <param name="Severity">How bad a finding of it is; a policy can say otherwise.</param>
/// <param name="Verdict">What a finding of it alone makes of the file.</param>
/// <param name="SecuritySeverity">How bad it is as a security hole, 0.0 to 10.0, as SARIF's <c>security-severity</c> has it: above 9 is
/// critical, from 7 high, from 4 medium.</param>
/// <param name="Meaning">What was found, in one sentence.</param>
/// <param name="Help">What it can do, in one to three sentences.</param>
/// <param name="Next">What to do; null for the advice of its <see cref="Section"/>.</param>
/// <param name="Affected">The PyTorch releases whose <c>torch.load</c> has a published hole behind the fact; null if there is none.</param>
/// <param name="Others">What it comes to in other contexts, none twice with one verdict; null if it is the same everywhere.</param>
internal sealed record DiagnosticRow(
    DiagnosticId Id, DiagnosticKind Kind, Severity Severity, Verdict Verdict, double SecuritySeverity, string Meaning, string Help,
    string? Next = null, string? Affected = null, IReadOnlyList<DiagnosticOutcome>? Others = null)
{
    /// <summary>The number as reports print it: <c>SL2001</c>.</summary>
    public string Number { get; } = NumberOf(Id);

    /// <summary>The name: <c>DangerousGlobal</c>.</summary>
    public string Name { get; } = Id.ToString();

    /// <summary>The range of numbers that the fact stands in.</summary>
    public DiagnosticSection Section { get; } = DiagnosticSection.Of(Id);

    /// <summary>What to do about it: of the row itself or of its section.</summary>
    public string Advice => Next ?? Section.Next;

    /// <summary>The number of a fact as reports print it: <c>SL2001</c>.</summary>
    /// <param name="id">The fact.</param>
    public static string NumberOf(DiagnosticId id) => string.Create(CultureInfo.InvariantCulture, $"SL{(int)id}");
}
