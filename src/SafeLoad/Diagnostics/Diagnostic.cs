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

    /// <summary>The whole message: number, problem, place.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DiagnosticRow.NumberOf(Id)}: {Problem} ({At})");
}
