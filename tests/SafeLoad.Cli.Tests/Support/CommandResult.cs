using System.Text;
using System.Text.Json;

namespace SafeLoad.Cli.Tests.Support;

/// <summary>What one run of the command line gave.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>Runs the command in this process, as a shell in the repository's folder would.</summary>
    public static CommandResult Of(params string[] args)
    {
        var output = new MemoryStream();
        var error = new StringWriter();
        int code = CommandLine.Run(args, output, error);
        return new CommandResult(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>stdout as one JSON document.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>stdout as one JSON document a line.</summary>
    public JsonElement[] JsonLines() => [.. Lines.Select(static line =>
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    })];
}
