using SafeLoad.Diagnostics;

namespace SafeLoad.Cli.Reporting;

/// <summary>Why a checkpoint was not opened, as the command line's contract has it.</summary>
internal sealed record InspectError(string Id, string Kind, string Message, string? Record, long? Offset, IReadOnlyList<string> Globals)
{
    /// <summary>The exit code that the error asks for.</summary>
    public int ExitCode => Kind == "disallowed" ? SafeLoad.Cli.ExitCode.Refused : SafeLoad.Cli.ExitCode.NotAnswered;

    /// <summary>The error of an exception; null for one that is a defect of ours and must be seen.</summary>
    public static InspectError? From(Exception exception) => exception switch
    {
        DisallowedGlobalException refusal =>
            From(refusal, [.. refusal.Globals.Select(static global => global.FullName).Distinct(StringComparer.Ordinal)]),
        SafeLoadException problem => From(problem, []),
        InspectBudgetException => new("SL4012", "limit", exception.Message, null, null, []),
        IOException or UnauthorizedAccessException =>
            new("SL9001", "io", "SL9001: " + Checkpoint.Escape(exception.Message), null, null, []),
        _ => null,
    };

    private static InspectError From(SafeLoadException exception, IReadOnlyList<string> globals)
    {
        DiagnosticRow row = DiagnosticTable.Of(exception.Id);
        string kind = row.Kind.ToString().ToLowerInvariant();
        return new InspectError(row.Number, kind, exception.Message, exception.Location.Record, exception.Location.Offset, globals);
    }
}
