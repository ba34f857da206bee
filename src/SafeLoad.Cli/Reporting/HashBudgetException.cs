namespace SafeLoad.Cli.Reporting;

/// <summary>The tensors of a file repeat its bytes so often that hashing them all is not worth the time.</summary>
internal sealed class HashBudgetException(long fileLength)
    : Exception(FormattableString.Invariant($"SL4012: the tensors repeat the {fileLength:N0} bytes of the file so often that --hash stops; inspect without it"));
