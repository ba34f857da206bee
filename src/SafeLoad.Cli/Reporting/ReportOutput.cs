using System.Text;

namespace SafeLoad.Cli.Reporting;

/// <summary>Where one report is written: stdout or a file. UTF-8 without a byte order mark, newlines as given.</summary>
internal sealed class ReportOutput(Stream stream)
{
    /// <summary>The bytes' way out, for writers that need a stream. Not theirs to close.</summary>
    public Stream Stream => stream;

    public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    public void WriteText(string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    public void WriteLine(string text) => WriteText(text + "\n");
}
