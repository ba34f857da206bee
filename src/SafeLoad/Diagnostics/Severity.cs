namespace SafeLoad.Diagnostics;

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,
    /// <summary>Suspicious, malformed or not scanned.</summary>
    Warning,
    /// <summary>Dangerous.</summary>
    Error,
}
