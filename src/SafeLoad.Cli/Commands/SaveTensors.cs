using System.Globalization;
using System.Security.Cryptography;
using SafeLoad.Cli.Reporting;
using SafeLoad.Tensors;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>Writes the weights of a checkpoint into other files, says what was written, and reads it again if asked to.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="target">Where they are written.</param>
/// <param name="format"><c>safetensors</c>, <c>zip</c> or <c>legacy</c>.</param>
/// <param name="options">How they are written.</param>
/// <param name="verify">Whether what was written is read again and compared.</param>
internal sealed class SaveTensors(Terminal terminal, WriteTarget target, string format, SaveOptions options, bool verify)
{
    private const long MostRepeated = 2L << 30;
    private const int MostTimes = 16;
    private const int MostNames = 10;

    private static readonly CheckpointOptions s_inert = new() { Objects = CheckpointObjects.Inert };

    /// <summary>The formats, by the names that options have for them.</summary>
    public static readonly string[] Formats = ["safetensors", "zip", "legacy"];

    // Programs tell these by the name, and would take a checkpoint of PyTorch for a broken one of theirs.
    private static readonly string[] s_others = [".gguf", ".onnx", ".h5", ".hdf5", ".keras", ".npz", ".npy", ".tflite", ".pb", ".msgpack", ".t7"];

    /// <summary>The format that a file's name asks for.</summary>
    /// <exception cref="UsageException">It asks for one that is not written.</exception>
    public static string FormatOf(string path) =>
        path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? "safetensors"
        : s_others.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? throw new UsageException($"{SafeText.Escape(path)}: safeload writes {string.Join(", ", Formats)}; name OUT .safetensors or .pt, or say which by --to.")
        : "zip";

    /// <summary>Does it.</summary>
    /// <param name="paths">A file, an index of shards or a folder; or several files whose dicts are merged.</param>
    /// <param name="key">The entry that holds the weights; null to find it.</param>
    /// <param name="rules">Which tensors, under which names.</param>
    public int Run(string[] paths, string? key, NameRules rules) => CommandErrors.Report(terminal, () =>
    {
        using Checkpoint checkpoint = paths.Length == 1 ? Checkpoint.Open(paths[0], s_inert) : Checkpoint.OpenShards(paths, s_inert);
        StateDict weights = key is null ? checkpoint.StateDict() : checkpoint.StateDict(key);
        NameMap map = NameMap.Create(weights, rules);
        if (map.Collisions.Count > 0) throw new UsageException("two tensors would get one name: " + SafeText.Escape(string.Join("; ", map.Collisions.Take(5))));
        if (map.Tensors.Count == 0) throw new UsageException($"no tensors: {SafeText.Escape(target.Path)} would be empty; the checkpoint has {Sizes.Count(weights.Count, "tensor")} and {Sizes.Count(map.Tensors.Count, "tensor")} are chosen.");
        var how = options with { ModuleMetadata = checkpoint.ModuleMetadata(key) is { } metadata ? map.Rename(metadata) : null, Metadata = MetadataOf(checkpoint) };
        var tensors = map.Tensors.Select(static tensor => new KeyValuePair<string, TensorInfo>(tensor.Name, tensor.Tensor)).ToList();
        SaveReport planned = Save(tensors, how with { DryRun = true, Unsupported = UnsupportedTensors.Skip });
        if (planned.Skipped.Count > 0 && options.Unsupported == UnsupportedTensors.Error)
            throw new NotSupportedException(CannotHold(planned.Skipped) + "; --unsupported skip leaves them out" + (format == "zip" ? "" : ", --to zip may hold them"));
        if (planned.Written.Count == 0) throw new UsageException("no tensors: " + SafeText.Escape(CannotHold(planned.Skipped)) + ".");
        target.Check(checkpoint.Files, planned.Files.Select(static file => file.Path));
        if (verify) CheckRepetition(planned);
        SaveReport report = planned;
        if (!options.DryRun)
        {
            using var progress = new WriteProgress(terminal, target.ShowsProgress && Terminal.ShowsProgress, planned.Files.Sum(static file => file.Length));
            report = Save(tensors, how with { Progress = progress });
        }
        Describe(report);
        if (paths.Length == 1 && Companions.Beside(paths[0], target.Path, checkpoint.Files) is { } companions) Say(companions);
        Hint(report);
        return verify && !options.DryRun ? Verify(report) : ExitCode.Done;
    });

    private SaveReport Save(List<KeyValuePair<string, TensorInfo>> tensors, SaveOptions how) => format == "safetensors"
        ? tensors.SaveAsSafetensors(target.Path, how, terminal.Cancellation)
        : tensors.SaveAsCheckpoint(target.Path, how with { LegacyStream = format == "legacy" }, terminal.Cancellation);

    private string CannotHold(IReadOnlyDictionary<string, string> skipped) =>
        $"{format} cannot hold {string.Join(", ", skipped.Take(MostNames).Select(static tensor => $"{tensor.Key} ({tensor.Value})"))}{(skipped.Count > MostNames ? $" and {skipped.Count - MostNames} more" : "")}";

    // What safetensors carry beside their tensors goes on; of an index only what is not about its files.
    private static Dictionary<string, string> MetadataOf(Checkpoint checkpoint)
    {
        var metadata = new Dictionary<string, string>(SaveOptions.Default.Metadata, StringComparer.Ordinal);
        if (checkpoint.Format != CheckpointFormat.Safetensors) return metadata;
        foreach (var (name, text) in checkpoint.Metadata)
        {
            if (name != "total_size") metadata[name] = text;
        }
        return metadata;
    }

    // A small file can repeat its bytes by the terabyte. It is written as it is, but every repetition would be read again.
    private static void CheckRepetition(SaveReport planned)
    {
        double read = 0;
        foreach (TensorInfo part in planned.Written.SelectMany(static pair => pair.Value.Parts)) read += part.ByteLength;
        if (read > MostRepeated && read > planned.Files.Sum(static file => (double)file.Length) * MostTimes)
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"The tensors repeat their bytes so often that --verify would read {read:N0} bytes; leave it out"));
    }

    private void Describe(SaveReport report)
    {
        foreach (var (name, reason) in report.Skipped) terminal.WriteLine($"left out: {SafeText.Escape(name)} ({SafeText.Escape(reason)})");
        foreach (var (dropped, first) in report.Dropped) terminal.WriteLine($"not written again: {SafeText.Escape(dropped)} is {SafeText.Escape(first)}");
        if (report.Cast.Count > 0) terminal.WriteLine($"cast to {options.FloatDType!.Name}: {Sizes.Count(report.Cast.Count, "tensor")}");
        foreach (var (name, count) in report.Overflows) terminal.Error.WriteLine($"safeload: {SafeText.Escape(name)}: {Sizes.Count(count, "number")} became infinite");
        foreach (SavedFile file in report.Files)
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(options.DryRun ? "would write " : "")}{SafeText.Escape(file.Path)}: {(file.TensorCount > 0 ? Sizes.Count(file.TensorCount, "tensor") + ", " : "")}{file.Length:N0} bytes"));
    }

    // What is as it was asked for, and may not be what was meant.
    private void Hint(SaveReport report)
    {
        if (report.Written.Any(static pair => pair.Key.Length == 0)) Say("a tensor has no name, as what was saved is no dict; --add-prefix NAME gives it one");
        string index = target.Path + ".index.json", other = report.Files.Count > 1 ? target.Path : index;
        if (report.Files.All(file => file.Path != other) && File.Exists(other)) Say($"{SafeText.Escape(other)} is there from before, and is not of what {(options.DryRun ? "would be" : "was")} written; loaders may take it instead");
    }

    private void Say(string text) => terminal.Error.WriteLine("safeload: " + text);

    // By name, dtype, shape and bytes, those of sparse and quantized tensors part by part.
    private int Verify(SaveReport report)
    {
        string[] shards = [.. report.Files.Where(static file => file.TensorCount > 0).Select(static file => file.Path)];
        using Checkpoint written = shards.Length > 1 && options.ShardNaming == ShardNaming.Parts ? Checkpoint.OpenShards(shards) : Checkpoint.Open(report.Files[^1].Path);
        StateDict found = written.StateDict();
        foreach (var (name, tensor) in report.Written)
        {
            if (!found.TryGetValue(name, out TensorInfo? copy) || copy.DType != tensor.DType || !copy.Shape.SequenceEqual(tensor.Shape) || copy.Layout != tensor.Layout) return Differs(name);
            TensorInfo[] parts = [.. tensor.Parts], copies = [.. copy.Parts];
            if (parts.Length != copies.Length) return Differs(name);
            for (int i = 0; i < parts.Length; i++)
            {
                terminal.Cancellation.ThrowIfCancellationRequested();
                using Stream left = parts[i].OpenStream(), right = copies[i].OpenStream();
                if (!SHA256.HashData(left).AsSpan().SequenceEqual(SHA256.HashData(right))) return Differs(name);
            }
        }
        terminal.WriteLine($"verified: {Sizes.Count(report.Written.Count, "tensor")} with the same bytes");
        return ExitCode.Done;
    }

    private int Differs(string name)
    {
        terminal.Error.WriteLine($"safeload: {SafeText.Escape(name)} is not in OUT as it was written; do not use it");
        return ExitCode.NotAnswered;
    }
}
