using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks.Kinds;

/// <summary>A kind of file, with one that PyTorch wrote.</summary>
/// <param name="Title">What it is, for the table.</param>
/// <param name="Path">The file below the folder of fixtures.</param>
internal sealed record FileKind(string Title, string Path)
{
    /// <summary>Makes of that file the one that is meant; null where it is the one itself.</summary>
    public Func<string, string>? Make { get; init; }

    /// <summary>Whether it must be refused, and leave the module as it was or say what was written: what it holds is an attack, or
    /// damaged.</summary>
    public bool MustRefuse { get; init; }

    /// <summary>What the refusal of the plain call tells to do, as it must stand in its message; null where that call is enough.</summary>
    public string? Cure { get; init; }

    /// <summary>The call with the cure, on the kind's module.</summary>
    public Action<torch.nn.Module, string>? Cured { get; init; }

    /// <summary>The prefix that the names have in the file and not in the module.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The dtype of the module where it is not the file's: complex128 of complex64.</summary>
    public torch.ScalarType? ModuleType { get; init; }
}
