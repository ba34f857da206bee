using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Policies;

/// <summary>What counts of what was found: policy first, then the baseline.</summary>
/// <param name="policy">The policy; null for none.</param>
/// <param name="known">The findings of an earlier run; null for none.</param>
/// <param name="baselinePath">Where to write the findings of this one; null for nowhere.</param>
internal sealed class Triage(Policy? policy, Baseline? known, string? baselinePath)
{
    private readonly PolicyRules? _rules = policy is null ? null : new PolicyRules(policy);
    private readonly Baseline _found = new();

    public string? PolicyHash => policy?.Hash;

    /// <summary>What the policy says of exit codes; null if it says nothing.</summary>
    public string? FailOn => policy?.FailOn;

    public ScannedFile Apply(ScannedFile file)
    {
        if (_rules is not null) file = _rules.Apply(file);
        // Known or new: all that counts today is known tomorrow.
        if (baselinePath is not null) _found.Add(file);
        return known is null ? file : known.Apply(file);
    }

    /// <summary>Writes the new baseline, where one was asked for.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteBaseline()
    {
        if (baselinePath is not null) BaselineFile.Save(_found, baselinePath);
    }
}
