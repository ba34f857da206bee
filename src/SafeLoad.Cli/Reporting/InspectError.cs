namespace SafeLoad.Cli.Reporting;

/// <summary>Why a checkpoint was not opened, as the command line's contract has it.</summary>
internal sealed record InspectError(string Id, string Kind, string Message, string? Record, long? Offset, IReadOnlyList<string> Globals)
{
    /// <summary>The exit code that the error asks for.</summary>
    public int ExitCode => Kind == "disallowed" ? Cli.ExitCode.Refused : Cli.ExitCode.NotAnswered;

    /// <summary>The error of an exception; null for one that is a defect of ours and must be seen.</summary>
    public static InspectError? From(Exception exception) => exception switch
    {
        DisallowedGlobalException disallowed => From(disallowed, "disallowed", [.. disallowed.Globals.Select(static global => global.FullName).Distinct(StringComparer.Ordinal)]),
        MalformedCheckpointException malformed => From(malformed, "malformed", []),
        LimitExceededException limit => From(limit, "limit", []),
        UnsupportedCheckpointException unsupported => From(unsupported, "unsupported", []),
        InspectBudgetException => new("SL4012", "limit", exception.Message, null, null, []),
        IOException or UnauthorizedAccessException => new("SL9001", "io", "SL9001: " + SafeText.Escape(exception.Message), null, null, []),
        _ => null,
    };

    private static InspectError From(SafeLoadException exception, string kind, IReadOnlyList<string> globals) =>
        new($"SL{(int)exception.Id}", kind, exception.Message, exception.Location.Record, exception.Location.Offset, globals);
}
