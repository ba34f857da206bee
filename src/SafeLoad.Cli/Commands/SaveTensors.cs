using SafeLoad.Cli.Input;
using SafeLoad.Cli.Reporting;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>Converts a checkpoint, and says what was written and what is to be known about it.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="target">Where it is written.</param>
/// <param name="options">What is converted, and into what.</param>
/// <param name="isDryRun">Whether nothing is written, and what would be is said.</param>
/// <param name="reportPath">Where the report is written as JSON; null for nowhere.</param>
internal sealed class SaveTensors(Terminal terminal, WriteTarget target, ConversionOptions options, bool isDryRun, string? reportPath)
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    /// <summary>Does it.</summary>
    /// <param name="paths">A file, an index of shards or a folder; or several files whose dicts are merged.</param>
    public int Run(string[] paths) => CommandErrors.Report(terminal, () =>
    {
        using ReportFile? file = reportPath is null ? null : new ReportFile(reportPath, "--report");
        using Checkpoint checkpoint = paths.Length == 1 ? Checkpoint.Open(paths[0], s_inert) : Checkpoint.OpenShards(paths, s_inert);
        Conversion conversion = Plan(checkpoint);
        string[] outputs = [.. conversion.Plan.Files.Select(static file => file.Path)];
        target.Check(checkpoint.Files, outputs);
        if (file is not null && checkpoint.Files.Concat(outputs).Any(file.Is))
            throw new UsageException($"--report {Checkpoint.Escape(reportPath!)}: is IN or OUT, or a part of one.");
        IReadOnlyDictionary<string, long>? overflows = isDryRun || conversion.WhyNothing is not null ? null : Write(conversion);
        new ConversionText(terminal, conversion, target.Path).Write(overflows, options.Verify);
        if (file is not null)
        {
            ConversionJson.Write(file.Output, conversion, paths, isDryRun);
            file.Finish();
        }
        if (conversion.WhyNothing is { } nothing) throw new NotSupportedException(nothing);
        if (paths.Length == 1 && Companions.Beside(paths[0], target.Path, checkpoint.Files) is { } companions) terminal.Say(companions);
        return ExitCode.Done;
    });

    // Planned as if tensors may be left out: which they would be is what the refusal says.
    private Conversion Plan(Checkpoint checkpoint)
    {
        Conversion conversion;
        try
        {
            conversion =
                Conversion.Of(checkpoint, target.Path, options with { Save = options.Save with { SkipUnsupported = true } });
        }
        catch (ArgumentException wrong) when (wrong is not (ArgumentNullException or ArgumentOutOfRangeException))
        {
            throw new UsageException(Checkpoint.Escape(wrong.Message));
        }
        if (conversion.Plan.WhySkipped is { } skipped && !options.Save.SkipUnsupported)
            throw new NotSupportedException($"{skipped}; --unsupported skip leaves them "
                + $"out{(conversion.Plan.Format == TensorFileFormat.Zip ? "" : ", --to zip may hold them")}"
                + (HasPieces(checkpoint) ? ", safeload join with the files of all processes as IN makes them whole" : ""));
        return conversion;
    }

    private static bool HasPieces(Checkpoint checkpoint) =>
        checkpoint.Weights.Tensors.Any(static tensor => tensor.Value is { IsSpread: true, Piece: not null });

    private IReadOnlyDictionary<string, long> Write(Conversion conversion)
    {
        using var folder = new OutputFolder(target.Path);
        using var progress = new WriteProgress(terminal, target.ShowsProgress && Terminal.ShowsProgress, conversion.Plan.Length);
        IReadOnlyDictionary<string, long> overflows = conversion.Write(progress, terminal.Cancellation);
        folder.Keep();
        return overflows;
    }
}
