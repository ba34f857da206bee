using System.CommandLine;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>Options of commands that write tensors.</summary>
internal sealed class SaveSettings
{
    private static readonly string[] s_formats = [.. TensorFileFormat.All.Select(static format => format.Name)];

    private static readonly (string Name, DType DType)[] s_dtypes =
        [("f64", DType.Float64), ("f32", DType.Float32), ("f16", DType.Float16), ("bf16", DType.BFloat16)];

    private readonly WriteOptions _write = new();

    private readonly Option<string?> _to = new Option<string?>("--to")
    { Description =
        "safetensors, zip (PyTorch's own) or legacy (PyTorch before 1.6); default by OUT's name" }.AcceptOnlyFromAmong(s_formats);

    private readonly Option<string?> _dtype = new Option<string?>("--dtype")
    { Description = "Cast floating-point tensors, to nearest, ties to even; integers and quantized tensors stay" }
        .AcceptOnlyFromAmong([.. s_dtypes.Select(static dtype => dtype.Name)]);

    private readonly Option<string> _shared = new Option<string>("--shared")
    { Description = "Tied weights in safetensors: keep-first names the others in the metadata", DefaultValueFactory = _ => "keep-first" }
        .AcceptOnlyFromAmong("keep-first", "copy", "error");

    private readonly Option<string> _unsupported = new Option<string>("--unsupported")
    { Description = "Tensors that the format cannot hold (sparse, quantized …): stop, or leave them out", DefaultValueFactory =
        _ => "error" }
        .AcceptOnlyFromAmong("error", "skip");

    private readonly Option<bool> _verify =
        new("--verify") { Description = "Read OUT again and compare every tensor with what was to be written" };
    private readonly Option<string?> _report =
        new("--report") { Description = "Write what was written and left out as JSON (safeload.write/1)", HelpName = "FILE" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Write nothing; say what would be written, to the byte" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_to, _dtype, _shared, _unsupported, _verify, _dryRun, _report]) command.Add(option);
        _write.AddTo(command);
    }

    /// <summary>What was given.</summary>
    /// <param name="terminal">Where it is said what was written.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">What the command itself knows: which tensors, and over which files they are spread.</param>
    /// <param name="input">Where OUT may be a folder, which is made: IN, whose name its files get.</param>
    /// <exception cref="UsageException">OUT is a folder, or its folder is missing, or its name says no format.</exception>
    public SaveTensors Read(Terminal terminal, ParseResult parsed, ConversionOptions options, string? input = null)
    {
        TensorFileFormat? format = TensorFileFormat.All.FirstOrDefault(format => format.Name == parsed.GetValue(_to));
        WriteTarget target = _write.Read(parsed, input is null ? null : OutputName.Of(input, format));
        ConversionOptions all = options with
        {
            Format = format ?? target.Format,
            Verify = parsed.GetValue(_verify),
            Save = options.Save with
            {
                FloatDType = Array.Find(s_dtypes, dtype => dtype.Name == parsed.GetValue(_dtype)).DType,
                CopyShared = parsed.GetValue(_shared) == "copy",
                RefuseShared = parsed.GetValue(_shared) == "error",
                SkipUnsupported = parsed.GetValue(_unsupported) == "skip",
                Overwrite = target.Force,
            },
        };
        return new SaveTensors(terminal, target, all, parsed.GetValue(_dryRun), parsed.GetValue(_report));
    }
}
