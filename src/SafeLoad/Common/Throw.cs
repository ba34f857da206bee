using System.Diagnostics;
using System.Globalization;

namespace SafeLoad.Common;

/// <summary>
/// Every error's text, in one place: found, expected, where, and what to do where that is not plain. The methods return the exception, so
/// that the compiler sees the throw. Text that a file chose goes through <see cref="Printable"/>.
/// </summary>
[StackTraceHidden]
internal static partial class Throw
{
    public static MalformedCheckpointException FileChanged(long offset, long missing, long length, string? name) =>
        new(DiagnosticId.FileChanged, Text($"{missing:N0} bytes at offset {offset:N0} are gone; the source had {length:N0} bytes when it was opened, so it was changed while it was read"), new CheckpointLocation(name, null, offset));

    public static MalformedCheckpointException HashMismatch(string found, string expected, string? name) =>
        new(DiagnosticId.HashMismatch, $"the file has SHA-256 {found}; {expected} was expected, so it is not the file that was approved", new CheckpointLocation(name));

    public static UnsupportedCheckpointException UnsupportedFormat(string what, string? file) =>
        new(DiagnosticId.UnsupportedFormat, what, new CheckpointLocation(file));

    private static MalformedCheckpointException Malformed(DiagnosticId id, FormattableString text, CheckpointLocation at, Exception? inner = null) => new(id, Text(text), at, inner);

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
