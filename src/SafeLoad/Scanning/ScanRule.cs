using System.Globalization;

namespace SafeLoad.Scanning;

/// <summary>What one <see cref="DiagnosticId"/> means, how bad it is, and what to do about it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Severity">The usual severity; a finding can have another.</param>
/// <param name="SecuritySeverity">How bad it is as a security hole, 0.0 to 10.0, as SARIF's <c>security-severity</c> has it: above 9 is critical, from 7 high, from 4 medium.</param>
/// <param name="Meaning">What was found, in one sentence.</param>
/// <param name="Help">What it can do, in one to three sentences.</param>
/// <param name="Next">What to do; null for the advice of its <see cref="Section"/>.</param>
/// <param name="Affected">The PyTorch releases whose <c>torch.load</c> has a published hole behind the rule; null if there is none.</param>
public sealed record ScanRule(DiagnosticId Id, Severity Severity, double SecuritySeverity, string Meaning, string Help, string? Next = null, string? Affected = null)
{
    /// <summary>The number as reports print it: <c>SL2001</c>.</summary>
    public string Number { get; } = string.Create(CultureInfo.InvariantCulture, $"SL{(int)Id}");

    /// <summary>The name: <c>DangerousGlobal</c>.</summary>
    public string Name { get; } = Id.ToString();

    /// <summary>The range of numbers that the rule stands in.</summary>
    public ScanRuleSection Section { get; } = ScanRuleSection.Of(Id);

    /// <summary>What to do about it: of the rule itself or of its section.</summary>
    public string Advice => Next ?? Section.Next;
}
