namespace SafeLoad.Scanning.Findings;

/// <summary>A check that was left out: its bytes may be in the account, and what they mean is not known. It has a finding too.</summary>
/// <param name="What">What was not checked, or the limit that ended the check.</param>
/// <param name="At">Where.</param>
internal sealed record NotChecked(string What, CheckpointLocation At);
