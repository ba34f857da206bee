namespace SafeLoad.Diagnostics;

/// <summary>What loading throws of a fact.</summary>
internal enum DiagnosticKind
{
    /// <summary><see cref="MalformedCheckpointException"/>: the file contradicts its own format, or changed while it was read.</summary>
    Malformed,
    /// <summary><see cref="DisallowedGlobalException"/>: the file asks for what loading does not allow.</summary>
    Disallowed,
    /// <summary><see cref="LimitExceededException"/>: reading on would cost too much.</summary>
    Limit,
    /// <summary><see cref="UnsupportedCheckpointException"/>: the file may be in order; it is not read.</summary>
    Unsupported,
    /// <summary><see cref="System.IO.IOException"/>: nothing of the file could be read.</summary>
    Input,
    /// <summary>Nothing: only a scan says so.</summary>
    Finding,
}
