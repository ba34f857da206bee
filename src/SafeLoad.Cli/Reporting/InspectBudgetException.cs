namespace SafeLoad.Cli.Reporting;

/// <summary>Showing a file in full would cost far more than the file itself: its values repeat each other by the memo.</summary>
internal sealed class InspectBudgetException(string what, long fileLength)
    : Exception(FormattableString.Invariant($"SL4012: {what} out of a file of {fileLength:N0} bytes"));
