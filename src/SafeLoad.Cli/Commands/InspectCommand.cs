using System.CommandLine;
using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload inspect FILE...</c>: what is in a checkpoint.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new InputOptions("Checkpoints to open: files, indexes of shards (*.index.json), folders");
        Option<string> format = CommonOptions.Format("text", "json", "ndjson");
        var hash = new Option<bool>("--hash") { Description = "Read every tensor and give the SHA-256 of its elements" };
        var sort = new Option<string>("--sort") { Description = "Order of the text table", DefaultValueFactory =
            _ => "file" }.AcceptOnlyFromAmong("file", "size", "name");
        Option<string?> globals = GlobalSetOption.Create();
        var inert = new Option<bool>("--inert") { Description =
            "Keep unknown objects as data: whole modules, TorchScript, torch.package. No name is refused and none is resolved" };
        var torch = new Option<string?>("--torch") { Description =
            "Would torch.load(weights_only=True) of this release open it? What stops it, and what to do", HelpName = "VERSION" };
        // A table has no colours; the option is there as on every command that prints text.
        Option<string> color = CommonOptions.Color();
        var command = new Command("inspect", """
            What is in a checkpoint: names, shapes, dtypes, sizes, and who wrote it. Nothing is run.

            Examples:
              safeload inspect resnet18.pth
              safeload inspect --sort size checkpoint.pt
              safeload inspect --inert whole-model.pt
              safeload inspect --torch 2.11 checkpoint.pt
              safeload inspect llama/ dcp/step_1000/
              safeload inspect --hash -f ndjson *.pt > tensors.ndjson
            """)
        { format, hash, sort, globals, inert, torch, color, CommonOptions.NoProgress() };
        input.AddTo(command);
        command.SetAction(parsed => parsed.GetValue(torch) is { } version
            ? new TorchRun(terminal, version, parsed.GetValue(format)!).Run(input.Read(parsed, terminal))
            : Run(terminal, input.Read(parsed, terminal), parsed.GetValue(format)!, parsed.GetValue(hash), parsed.GetValue(sort)!,
                new CheckpointOptions
                {
                    GlobalSets = GlobalSetOption.Parse(parsed.GetValue(globals)),
                    KeepObjects = parsed.GetValue(inert),
                }));
        return command;
    }

    private static int Run(Terminal terminal, IReadOnlyList<string> paths, string format, bool hash, string sort, CheckpointOptions options)
    {
        int code = ExitCode.Done;
        if (format == "json") terminal.WriteText("[");
        for (int i = 0; i < paths.Count; i++)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            if (format == "json" && i > 0) terminal.WriteText(",\n");
            code = ExitCode.Combine(code, Inspect(terminal, paths[i], format, hash, sort, options));
            if (format == "ndjson") terminal.WriteText("\n");
        }
        if (format == "json") terminal.WriteText("]\n");
        return code;
    }

    private static int Inspect(Terminal terminal, string path, string format, bool hash, string sort, CheckpointOptions options)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(path, options);
            if (format == "text") new InspectText(terminal, sort).Write(path, checkpoint, hash);
            else InspectJson.Write(terminal.Output.Stream, path, checkpoint, hash, isOneLine: format == "ndjson");
            return ExitCode.Done;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            if (format == "text") terminal.Error.WriteLine($"safeload: {error.Message}");
            else terminal.Write(InspectJson.WriteError(path, error).Span);
            return error.ExitCode;
        }
    }
}
