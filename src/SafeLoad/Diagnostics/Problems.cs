using System.Diagnostics;
using System.Globalization;

namespace SafeLoad.Diagnostics;

/// <summary>
/// Every error's text, in one place: found, expected, where, and what to do where that is not plain. The methods return the exception, so
/// that the compiler sees the throw. Text that a file chose goes through <see cref="Printable"/>.
/// </summary>
[StackTraceHidden]
internal static partial class Problems
{
    public static MalformedCheckpointException FileChanged(long offset, long missing, long length, string? name)
    {
        const string Cause = "so it was changed while it was read";
        return Malformed(DiagnosticId.FileChanged,
            $"{missing:N0} bytes at offset {offset:N0} are gone; the source had {length:N0} bytes when it was opened, {Cause}",
            new CheckpointLocation(name, null, offset));
    }

    public static MalformedCheckpointException HashMismatch(string found, string expected, string? name) =>
        Malformed(DiagnosticId.HashMismatch,
            $"the file has SHA-256 {found}; {expected} was expected, so it is not the file that was approved",
            new CheckpointLocation(name));

    public static UnsupportedCheckpointException UnsupportedFormat(string what, string? file) =>
        Unsupported(DiagnosticId.UnsupportedFormat, $"{what}", new CheckpointLocation(file));

    private static MalformedCheckpointException Malformed(DiagnosticId id, FormattableString text, CheckpointLocation at, Exception? inner =
        null) =>
        Of<MalformedCheckpointException>(id, text, at, inner);

    private static UnsupportedCheckpointException Unsupported(DiagnosticId id, FormattableString text, CheckpointLocation at) =>
        Of<UnsupportedCheckpointException>(id, text, at);

    // The kind is the row's; what a method here gives out as its type only repeats it, for whoever reports instead of throwing.
    private static T Of<T>(DiagnosticId id, FormattableString text, CheckpointLocation at, Exception? inner = null)
        where T : SafeLoadException =>
        (T)Of(new Diagnostic(id, Text(text), at), inner);

    // Of the kind that the row names.
    internal static SafeLoadException Of(Diagnostic diagnostic, Exception? inner = null) => diagnostic.Row.Kind switch
    {
        DiagnosticKind.Malformed => new MalformedCheckpointException(diagnostic, inner),
        DiagnosticKind.Disallowed => new DisallowedGlobalException(diagnostic, []),
        DiagnosticKind.Limit => new LimitExceededException(diagnostic),
        DiagnosticKind.Unsupported => new UnsupportedCheckpointException(diagnostic),
        _ => throw new InvalidOperationException($"loading throws no {diagnostic.Row.Number}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) => "'" + Printable.Escape(text) + "'";

    private static string Numbers(ReadOnlySpan<long> numbers)
    {
        const int shown = 16;
        var text = new List<string>();
        for (int i = 0; i < Math.Min(numbers.Length, shown); i++) text.Add(numbers[i].ToString(CultureInfo.InvariantCulture));
        if (numbers.Length > shown) text.Add("…");
        return "[" + string.Join(", ", text) + "]";
    }
}
