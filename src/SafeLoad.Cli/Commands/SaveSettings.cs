using System.CommandLine;
using SafeLoad.Tensors;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>Options of commands that write tensors.</summary>
internal sealed class SaveSettings
{
    private readonly WriteOptions _write = new();
    private readonly Option<string?> _to = new Option<string?>("--to") { Description = "safetensors, zip (PyTorch's own) or legacy (PyTorch before 1.6); default by OUT's name" }.AcceptOnlyFromAmong(SaveTensors.Formats);
    private readonly Option<string?> _dtype = new Option<string?>("--dtype") { Description = "Cast floating-point tensors, to nearest, ties to even; integers and quantized tensors stay" }.AcceptOnlyFromAmong("f64", "f32", "f16", "bf16");
    private readonly Option<string> _shared = new Option<string>("--shared") { Description = "Tied weights in safetensors: keep-first names the others in the metadata", DefaultValueFactory = _ => "keep-first" }.AcceptOnlyFromAmong("keep-first", "copy", "error");
    private readonly Option<string> _unsupported = new Option<string>("--unsupported") { Description = "Tensors that the format cannot hold (sparse, quantized …): stop, or leave them out", DefaultValueFactory = _ => "error" }.AcceptOnlyFromAmong("error", "skip");
    private readonly Option<bool> _verify = new("--verify") { Description = "Read OUT again and compare every tensor with what was to be written" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Write nothing; say what would be written, to the byte" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_to, _dtype, _shared, _unsupported, _verify, _dryRun]) command.Add(option);
        _write.AddTo(command);
    }

    /// <summary>What was given.</summary>
    /// <param name="terminal">Where it is said what was written.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="shards">Over which files it is spread.</param>
    /// <exception cref="UsageException">OUT is a folder, or its folder is missing.</exception>
    public SaveTensors Read(Terminal terminal, ParseResult parsed, SaveOptions shards)
    {
        WriteTarget target = _write.Read(parsed);
        SaveOptions options = shards with
        {
            FloatDType = parsed.GetValue(_dtype) switch { "f64" => DType.Float64, "f32" => DType.Float32, "f16" => DType.Float16, "bf16" => DType.BFloat16, _ => null },
            Shared = parsed.GetValue(_shared) switch { "copy" => SharedTensors.Copy, "error" => SharedTensors.Error, _ => SharedTensors.KeepFirst },
            Unsupported = parsed.GetValue(_unsupported) == "skip" ? UnsupportedTensors.Skip : UnsupportedTensors.Error,
            Overwrite = target.Force,
            DryRun = parsed.GetValue(_dryRun),
        };
        return new SaveTensors(terminal, target, parsed.GetValue(_to) ?? SaveTensors.FormatOf(target.Path), options, parsed.GetValue(_verify));
    }
}
