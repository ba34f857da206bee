using System.Globalization;

namespace SafeLoad.Diagnostics;

/// <summary>One fact about a file, as a value: loading throws it, scanning records it. What it comes to stands in its row of
/// <see cref="DiagnosticTable"/>, and nowhere else.</summary>
/// <param name="Id">Which fact.</param>
/// <param name="Problem">What was found and what was expected. Safe to print: what the file chose is escaped.</param>
/// <param name="At">Where.</param>
internal readonly record struct Diagnostic(DiagnosticId Id, string Problem, CheckpointLocation At)
{
    public DiagnosticRow Row => DiagnosticTable.Of(Id);

    /// <summary>The exception that loading throws, of the kind that the row names.</summary>
    /// <param name="inner">What the exception comes from; null if it comes from the file alone.</param>
    /// <exception cref="InvalidOperationException">Loading never throws this fact.</exception>
    public SafeLoadException ToException(Exception? inner = null) => Row.Kind switch
    {
        DiagnosticKind.Malformed => new MalformedCheckpointException(this, inner),
        DiagnosticKind.Disallowed => new DisallowedGlobalException(this, []),
        DiagnosticKind.Limit => new LimitExceededException(this),
        DiagnosticKind.Unsupported => new UnsupportedCheckpointException(this),
        _ => throw new InvalidOperationException($"loading throws no {Row.Number}"),
    };

    /// <summary>The whole message: number, problem, place.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DiagnosticRow.NumberOf(Id)}: {Problem} ({At})");
}
