using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using SafeLoad.Cli.Reporting;
using SafeLoad.Tensors;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload convert IN -o OUT</c>: the weights of any checkpoint as safetensors or as a checkpoint of PyTorch.</summary>
internal sealed class ConvertCommand
{
    private readonly Terminal _terminal;
    private readonly WriteOptions _write = new();
    private readonly Option<string?> _to = new Option<string?>("--to") { Description = "safetensors or zip (PyTorch's own); default by OUT's name" }.AcceptOnlyFromAmong("safetensors", "zip");
    private readonly Option<string?> _dtype = new Option<string?>("--dtype") { Description = "Cast floating-point tensors, to nearest, ties to even; integers and quantized tensors stay" }.AcceptOnlyFromAmong("f64", "f32", "f16", "bf16");
    private readonly Option<string?> _key = new("--key") { Description = "The entry that holds the weights: model, state_dict; default: found by itself", HelpName = "KEY" };
    private readonly Option<string?> _strip = new("--strip-prefix") { Description = "Take this away before names; auto finds module., _orig_mod., model., state_dict.", HelpName = "PREFIX|auto" };
    private readonly Option<string?> _add = new("--add-prefix") { Description = "Put this before names", HelpName = "PREFIX" };
    private readonly Option<string[]> _rename = new("--rename") { Description = "Rename; one * stands for what it stands for in the other name (repeatable)", HelpName = "FROM=TO" };
    private readonly Option<string[]> _include = new("--include") { Description = "Only tensors whose names fit (repeatable)", HelpName = "GLOB" };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "No tensors whose names fit (repeatable)", HelpName = "GLOB" };
    private readonly Option<string> _shared = new Option<string>("--shared") { Description = "Tied weights in safetensors: keep-first names the others in the metadata", DefaultValueFactory = _ => "keep-first" }.AcceptOnlyFromAmong("keep-first", "copy", "error");
    private readonly Option<string?> _shard = new("--max-shard-size") { Description = "Spread over files of at most this size, with an index", HelpName = "SIZE" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Read OUT again and compare every tensor with what was to be written" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Write nothing; say what would be written, to the byte" };

    private ConvertCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var convert = new ConvertCommand(terminal);
        var command = new Command("convert", """
            The weights of a checkpoint, of any kind that can be read, as safetensors or as a checkpoint of PyTorch that
            torch.load(weights_only=True) opens. Nothing is run; unknown objects are data.

            Examples:
              safeload convert model.pth -o model.safetensors
              safeload convert lightning.ckpt --strip-prefix auto --dtype bf16 -o model.safetensors
              safeload convert llama/ --max-shard-size 5GB -o out/model.safetensors
              safeload convert model.safetensors -o model.pt --verify
            """)
        {
            convert._to, convert._dtype, convert._key, convert._strip, convert._add, convert._rename, convert._include, convert._exclude,
            convert._shared, convert._shard, convert._verify, convert._dryRun, CommonOptions.NoProgress(),
        };
        convert._write.AddTo(command);
        command.SetAction(convert.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (input, output, force) = _write.Read(parsed);
        string to = parsed.GetValue(_to) ?? (output.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? "safetensors" : "zip");
        NameRules rules = Rules(parsed);
        var options = new SaveOptions
        {
            FloatDType = parsed.GetValue(_dtype) switch { "f64" => DType.Float64, "f32" => DType.Float32, "f16" => DType.Float16, "bf16" => DType.BFloat16, _ => null },
            Shared = parsed.GetValue(_shared) switch { "copy" => SharedTensors.Copy, "error" => SharedTensors.Error, _ => SharedTensors.KeepFirst },
            MaxShardBytes = ByteSize.Parse("--max-shard-size", parsed.GetValue(_shard)),
            Overwrite = force,
            DryRun = parsed.GetValue(_dryRun),
        };
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(input, new CheckpointOptions { Objects = CheckpointObjects.Inert });
            StateDict weights = parsed.GetValue(_key) is { } key ? checkpoint.StateDict(key) : checkpoint.StateDict();
            NameMap map = NameMap.Create(weights, rules);
            if (map.Collisions.Count > 0) throw new UsageException("two tensors would get one name: " + SafeText.Escape(string.Join("; ", map.Collisions.Take(5))));
            if (map.Tensors.Count == 0) throw new UsageException($"no tensors: {SafeText.Escape(input)} has {Sizes.Count(weights.Count, "tensor")}, and --include and --exclude leave none.");
            var tensors = map.Tensors.Select(static tensor => new KeyValuePair<string, TensorInfo>(tensor.Name, tensor.Tensor)).ToList();
            SaveReport report = to == "zip" ? tensors.SaveAsCheckpoint(output, options, _terminal.Cancellation) : tensors.SaveAsSafetensors(output, options, _terminal.Cancellation);
            Report(report, options);
            return parsed.GetValue(_verify) && !options.DryRun ? Verify(tensors, report, options) : ExitCode.Done;
        }
        catch (KeyNotFoundException problem)
        {
            throw new UsageException(SafeText.Escape(problem.Message));
        }
        catch (NotSupportedException problem)
        {
            _terminal.Error.WriteLine($"safeload: {SafeText.Escape(problem.Message)}");
            return ExitCode.NotAnswered;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            _terminal.Error.WriteLine($"safeload: {error.Message}");
            return error.ExitCode;
        }
    }

    private NameRules Rules(ParseResult parsed) => new()
    {
        StripPrefix = parsed.GetValue(_strip),
        AddPrefix = parsed.GetValue(_add),
        Include = parsed.GetValue(_include) ?? [],
        Exclude = parsed.GetValue(_exclude) ?? [],
        Renames = [.. (parsed.GetValue(_rename) ?? []).Select(static rule => rule.Split('=', 2) is [{ Length: > 0 } from, var to] ? new KeyValuePair<string, string>(from, to) : throw new UsageException($"--rename {SafeText.Escape(rule)} is not FROM=TO."))],
    };

    private void Report(SaveReport report, SaveOptions options)
    {
        foreach (var (dropped, first) in report.Dropped) _terminal.WriteLine($"not written again: {SafeText.Escape(dropped)} is {SafeText.Escape(first)}");
        if (report.Cast.Count > 0) _terminal.WriteLine($"cast to {options.FloatDType!.Name}: {Sizes.Count(report.Cast.Count, "tensor")}");
        foreach (var (name, count) in report.Overflows) _terminal.Error.WriteLine($"safeload: {SafeText.Escape(name)}: {Sizes.Count(count, "number")} became infinite");
        foreach (SavedFile file in report.Files)
            _terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(options.DryRun ? "would write " : "")}{SafeText.Escape(file.Path)}: {(file.TensorCount > 0 ? Sizes.Count(file.TensorCount, "tensor") + ", " : "")}{file.Length:N0} bytes"));
    }

    // By name, shape and bytes; of cast tensors by name and shape, since their bytes are others.
    private int Verify(List<KeyValuePair<string, TensorInfo>> tensors, SaveReport report, SaveOptions options)
    {
        using Checkpoint written = Checkpoint.Open(report.Files[^1].Path);
        StateDict found = written.StateDict();
        int compared = 0;
        foreach (var (name, tensor) in tensors)
        {
            string under = report.Dropped.GetValueOrDefault(name, name);
            if (!found.TryGetValue(under, out TensorInfo? copy) || !copy.Shape.SequenceEqual(tensor.Shape)) return Differs(name);
            if (tensor.Storage is null || (options.FloatDType is not null && tensor.DType.IsFloatingPoint && tensor.DType != options.FloatDType)) continue;
            _terminal.Cancellation.ThrowIfCancellationRequested();
            using Stream left = tensor.OpenStream(), right = copy.OpenStream();
            if (copy.DType != tensor.DType || !SHA256.HashData(left).AsSpan().SequenceEqual(SHA256.HashData(right))) return Differs(name);
            compared++;
        }
        _terminal.WriteLine($"verified: {Sizes.Count(compared, "tensor")} with the same bytes");
        return ExitCode.Done;
    }

    private int Differs(string name)
    {
        _terminal.Error.WriteLine($"safeload: {SafeText.Escape(name)} is not in OUT as it was written; do not use it");
        return ExitCode.NotAnswered;
    }
}
