using System.CommandLine;
using System.Globalization;
using SafeLoad.Cli.Reporting;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload clean IN -o OUT</c>: the same weights in a file that <c>torch.load(weights_only=True)</c> opens.</summary>
internal static class CleanCommand
{
    private const int MostChanges = 50;

    private static string Names => string.Join(", ", RoleNames.Removable.Select(RoleNames.NameOf));

    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "A checkpoint: a file, an index of shards, a folder" };
        var write = new WriteOptions();
        var keep = new Option<string?>("--keep") { Description = "Of " + Names + ": keep these, leave out the others", HelpName = "ROLES" };
        var drop = new Option<string?>("--drop") { Description =
            "Leave these out: names as for --keep, or keys of the checkpoint", HelpName = "ROLES|KEYS" };
        var dryRun =
            new Option<bool>("--dry-run") { Description = "Write nothing; say what would be left out, and how large OUT would be" };
        var command = new Command("clean", """
            The same weights under the same keys in a file that torch.load(weights_only=True) opens. Nothing is run. Whole modules
            become their state dicts, objects with tensors in them dicts; other objects are left out and listed, and bytes that no
            tensor views are not written.

            Examples:
              safeload clean whole-model.pt -o weights.pt
              safeload clean checkpoint.ckpt --drop optimizer,scheduler -o small.ckpt
              safeload clean checkpoint.ckpt --keep ema -o ema.ckpt
            """)
        { input, keep, drop, dryRun };
        write.AddTo(command);
        command.SetAction(parsed =>
            Run(terminal, parsed.GetValue(input)!, write.Read(parsed), Parts(parsed.GetValue(keep)), Parts(parsed.GetValue(drop)),
                parsed.GetValue(dryRun)));
        return command;
    }

    private static int Run(Terminal terminal, string input, WriteTarget target, string[]? keep, string[]? drop, bool dryRun)
    {
        foreach (string name in keep ?? [])
        {
            if (!IsRole(name)) throw new UsageException($"--keep {Checkpoint.Escape(name)}: there are {Names}.");
        }
        if (target.Format != TensorFileFormat.Zip)
            throw new UsageException($"{Checkpoint.Escape(target.Path)}: clean writes PyTorch's own format, with all that is beside the "
                + "tensors; 'safeload convert' writes safetensors.");
        return CommandErrors.Report(terminal, () =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(input, new CheckpointOptions { KeepObjects = true });
            target.Check(checkpoint.Files, [target.Path]);
            CleanedCheckpoint cleaned =
                CleanedCheckpoint.Of(checkpoint.Root, keep is null && drop is null ? null : Paths(checkpoint.Training, keep, drop));
            // A misspelled name must not keep what was to go.
            if (cleaned.NotFound.Where(static name => !IsRole(name)).ToArray() is { Length: > 0 } unknown)
                throw new UsageException($"--drop {Checkpoint.Escape(string.Join(", ", unknown))}: the checkpoint has no such entry, and "
                    + $"there are the roles {Names}.");
            IReadOnlyList<OtherTensor> left = cleaned.LeftOut(checkpoint.Weights);
            LeftOutText.Write(terminal, left);
            if (left.Any(static tensor => tensor.Tensor is not null) && !cleaned.HasTensors)
                throw new NotSupportedException(
                    $"none of the checkpoint's {Sizes.Count(left.Count, "tensor")} can be kept: {target.Path} would hold no weights");
            if (dryRun)
            {
                List(terminal, cleaned);
                terminal.WriteLine($"would write {Checkpoint.Escape(target.Path)}: "
                    + $"{cleaned.LengthOf(target.Path).ToString("N0", CultureInfo.InvariantCulture)} bytes (was "
                    + $"{Sizes.Of(checkpoint.Length)}); {Sizes.Count(cleaned.Changes.Count, "change")}");
                return ExitCode.Done;
            }
            using (var progress = new WriteProgress(terminal, target.ShowsProgress
                && Terminal.ShowsProgress, cleaned.LengthOf(target.Path)))
                cleaned.Save(target.Path, target.Force, progress, terminal.Cancellation);
            Report(terminal, checkpoint, cleaned, target.Path);
            return ExitCode.Done;
        });
    }

    private static bool IsRole(string name) => RoleNames.RoleOf(name) is { } role && RoleNames.Removable.Contains(role);

    private static HashSet<string> Paths(TrainingCheckpoint training, string[]? keep, string[]? drop)
    {
        var paths = new HashSet<string>(drop ?? [], StringComparer.Ordinal);
        foreach (TrainingRole role in RoleNames.Removable)
        {
            if ((keep is not null && !keep.Any(name => RoleNames.RoleOf(name) == role))
                || (drop is not null && drop.Any(name => RoleNames.RoleOf(name) == role)))
                paths.UnionWith(training.Entries.Where(entry => entry.Role == role && entry.Key.Length > 0)
                    .Select(static entry => entry.Key));
        }
        return paths;
    }

    // The file is opened again, as strictly as PyTorch would: what is said to be clean has been read.
    private static void Report(Terminal terminal, Checkpoint checkpoint, CleanedCheckpoint cleaned, string output)
    {
        using Checkpoint written = Checkpoint.Open(output);
        List(terminal, cleaned);
        terminal.WriteLine($"{Checkpoint.Escape(output)}: {Sizes.Count(written.Storages.Count, "storage")}, "
            + $"{Sizes.Of(written.Length)} (was {Sizes.Of(checkpoint.Length)}); {Sizes.Count(cleaned.Changes.Count, "change")}");
    }

    private static void List(Terminal terminal, CleanedCheckpoint cleaned)
    {
        foreach (var change in cleaned.Changes.Take(MostChanges))
            terminal.WriteLine($"{(change.Path.Length == 0 ? "(root)" : Checkpoint.Escape(change.Path))}: "
                + $"{Checkpoint.Escape(change.Was)} -> {change.Became}");
        if (cleaned.Changes.Count > MostChanges)
            terminal.WriteLine($"… and {Sizes.Count(cleaned.Changes.Count - MostChanges, "change")} more");
    }

    private static string[]? Parts(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
