using SafeLoad.Diagnostics;

namespace SafeLoad.Writing;

/// <summary>A kind of file that tensors are written into. One row a format: its word, the endings of its files, what writes it.</summary>
public sealed class TensorFileFormat
{
    private readonly Func<SaveOptions, ITensorFormat> _writer;

    private TensorFileFormat(string name, string[] endings, Func<SaveOptions, ITensorFormat> writer)
    {
        Name = name;
        Endings = endings;
        _writer = writer;
    }

    /// <summary>safetensors: tensors by name and free text, each tensor with bytes of its own.</summary>
    public static TensorFileFormat Safetensors { get; } =
        new("safetensors", [".safetensors"], static options => new SafetensorsTensors(options.Metadata));

    /// <summary>The zip that PyTorch 1.6 and later write, with an OrderedDict of the tensors:
    /// <c>torch.load(weights_only=True)</c> opens it.
    /// Tensors that share bytes go on sharing them.</summary>
    /// <remarks>The ending <c>.pth.tar</c> is a habit of training scripts (pytorch/examples, imagenet): the file is no tar.</remarks>
    public static TensorFileFormat Zip { get; } = new("zip", [".pt", ".pth", ".bin", ".ckpt", ".pth.tar"],
        static options => new TorchTensors(isLegacy: false, options.ModuleMetadata));

    /// <summary>The stream that PyTorch before 1.6 wrote, and later ones read too. No ending asks for it.</summary>
    public static TensorFileFormat Legacy { get; } =
        new("legacy", [], static options => new TorchTensors(isLegacy: true, options.ModuleMetadata));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TensorFileFormat> All { get; } = [Safetensors, Zip, Legacy];

    /// <summary>The word for it on command lines and in messages: <c>safetensors</c>.</summary>
    public string Name { get; }

    /// <summary>The endings of names that ask for it, the usual one first; case does not count.</summary>
    public IReadOnlyList<string> Endings { get; }

    /// <summary>The format that a file's name asks for; null where no writer owns its ending: another program tells its files by it,
    /// and would take these for broken ones of its own.</summary>
    /// <param name="path">The file's path or name.</param>
    public static TensorFileFormat? OfPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return All.FirstOrDefault(format => format.Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    internal static TensorFileFormat For(string path) => OfPath(path)
        ?? throw new ArgumentException($"{path}: the name says no format that can be written: {string.Join(", ", All)}.");

    /// <summary>The word.</summary>
    public override string ToString() => Name;

    // Names are the file's choice.
    internal string CannotHold(IReadOnlyDictionary<string, string> skipped) =>
        $"{this} cannot hold {ListText.Of(skipped.Select(static tensor => $"{tensor.Key} ({tensor.Value})"))}";

    internal ITensorFormat Writer(SaveOptions options) => _writer(options);
}
