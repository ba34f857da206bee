using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>Makes text that a file chose safe to print: names, keys, paths.</summary>
public static class SafeText
{
    /// <summary>The text on one line, without control characters, ANSI sequences and bidirectional marks, which are written as
    /// <c>\xNN</c> and <c>\uNNNN</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The most characters; the rest is cut and marked with an ellipsis.</param>
    public static string Escape(string text, int maxLength = 400)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Printable.Escape(text, maxLength);
    }
}
