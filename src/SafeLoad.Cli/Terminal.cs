using System.Text;
using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli;

/// <summary>Where a command writes: stdout as bytes, stderr as text; and whether a person looks at it.</summary>
internal sealed class Terminal(Stream output, TextWriter error, CancellationToken cancellation, Stream? input = null)
{
    /// <summary>Cancelled by Ctrl-C; commands look at it between files.</summary>
    public CancellationToken Cancellation => cancellation;

    public TextWriter Error => error;

    /// <summary>Stdin, as bytes.</summary>
    public Stream Input => input ?? Console.OpenStandardInput();

    /// <summary>Stdout as a report's output.</summary>
    public ReportOutput Output { get; } = new(output);

    /// <summary>Whether stdout shows to a person rather than to a pipe or file.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether stderr shows to a person, who may watch progress there.</summary>
    public static bool ShowsProgress => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether to colour stdout.</summary>
    /// <param name="choice"><c>auto</c>, <c>always</c> or <c>never</c>.</param>
    public static bool UseColor(string choice) => choice switch
    {
        "always" => true,
        "never" => false,
        _ => IsInteractive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    public void Write(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public void WriteText(string text) => output.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Hands on what was written to stdout so far.</summary>
    public void Flush() => output.Flush();

    public void WriteLine(string text) => WriteText(text + "\n");

    /// <summary>A line on stderr for the person who called.</summary>
    /// <param name="text">What is said; what a file chose is escaped in it.</param>
    public void Say(string text) => error.WriteLine("safeload: " + text);
}
