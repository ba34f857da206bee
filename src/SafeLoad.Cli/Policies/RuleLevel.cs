namespace SafeLoad.Cli.Policies;

/// <summary>What a policy may make of a rule.</summary>
internal enum RuleLevel
{
    Note,
    Suspicious,
    Dangerous,
}
