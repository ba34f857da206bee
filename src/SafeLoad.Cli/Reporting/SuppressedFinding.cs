using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>A finding that does not count.</summary>
/// <param name="Finding">What was found.</param>
/// <param name="By"><c>policy</c> or <c>baseline</c>.</param>
/// <param name="Reason">Why, in the policy's words; chosen by the policy's author.</param>
internal sealed record SuppressedFinding(Finding Finding, string By, string Reason);
