namespace SafeLoad.Globals;

/// <summary>Packages whose classes honest files also hand on: as the kind of layer to make, the type of an array, the class of a record.
/// What their constructors do with any arguments is to keep them, and to make tensors and arrays.</summary>
/// <remarks>A class of an operand of any other package (whose constructor may read a configuration, open a file or fetch a model) is there
/// for the objects that are made of it, and for nothing else.</remarks>
internal static class HarmlessConstructors
{
    private static readonly HashSet<string> s_packages = new(StringComparer.Ordinal)
    {
        "contextlib", "numpy", "scipy", "sklearn", "timm", "torch.ao", "torch.nn", "torch.optim", "torch.quantization",
        "torch_geometric.data", "torchvision", "transformers.activations", "typing",
    };

    /// <summary>Whether a module is one of those packages, or in one.</summary>
    public static bool Has(string module) => PackageNames.Of(module).Any(s_packages.Contains);
}
