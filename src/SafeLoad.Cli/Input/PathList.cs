using System.Text;

namespace SafeLoad.Cli.Input;

/// <summary><c>--files-from</c>: a list of paths, read while it is worked on.</summary>
internal static class PathList
{
    private const int MaxPathCharacters = 1 << 16;

    /// <summary>Opens a list.</summary>
    /// <param name="list">The list's path; <c>-</c> for stdin.</param>
    /// <param name="separator">What ends a path: newline or NUL.</param>
    /// <param name="terminal">Gives stdin.</param>
    /// <exception cref="UsageException">It cannot be opened; or, later, a path in it is longer than any can be.</exception>
    public static IEnumerable<string> Open(string list, char separator, Terminal terminal)
    {
        try
        {
            Stream stream = list == "-" ? terminal.Input : new FileStream(list, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Read(new StreamReader(stream, Encoding.UTF8), separator);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--files-from: {problem.Message}");
        }
    }

    private static IEnumerable<string> Read(StreamReader reader, char separator)
    {
        using (reader)
        {
            var text = new StringBuilder();
            while (true)
            {
                int next = reader.Read();
                if (next >= 0 && next != separator)
                {
                    if (text.Length == MaxPathCharacters)
                        throw new UsageException($"--files-from: a path of more than {MaxPathCharacters} characters; do they end with "
                            + $"{(separator == '\n' ? "NUL (--null)" : "newlines (no --null)")}?");
                    text.Append((char)next);
                    continue;
                }
                string path = separator == '\n' ? text.ToString().TrimEnd('\r') : text.ToString();
                text.Clear();
                if (path.Length > 0) yield return path;
                if (next < 0) yield break;
            }
        }
    }
}
