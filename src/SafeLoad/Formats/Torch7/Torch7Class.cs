namespace SafeLoad.Formats.Torch7;

/// <summary>A class of Torch 7 whose objects are tensors or storages.</summary>
/// <param name="IsTensor">Whether it is a tensor, not a storage.</param>
/// <param name="Element">What its elements are in the file.</param>
/// <param name="DType">What its elements are in PyTorch.</param>
/// <param name="Location">The device: <c>cpu</c>, or <c>cuda:0</c> for all of cutorch's, since the file does not say which.</param>
internal sealed record Torch7Class(bool IsTensor, Torch7Element Element, DType DType, string Location)
{
    private const string Package = "torch.", Cuda = "Cuda", Tensor = "Tensor", Storage = "Storage";

    // PyTorch took the names of the classes over; see DType.Legacy.
    private static readonly (Torch7Element Element, DType DType)[] s_types =
    [
        (Torch7Element.Double, DType.Float64), (Torch7Element.Float, DType.Float32), (Torch7Element.Half, DType.Float16),
        (Torch7Element.Long, DType.Int64), (Torch7Element.Int, DType.Int32), (Torch7Element.Short, DType.Int16),
        (Torch7Element.Char, DType.Int8), (Torch7Element.Byte, DType.UInt8),
    ];

    private static readonly Dictionary<string, Torch7Class> s_classes = Classes();

    /// <summary>The tensor or storage class of a name; null if it is none of Torch's own.</summary>
    public static Torch7Class? Find(string name) => s_classes.GetValueOrDefault(name);

    /// <summary>Whether a class writes something else than one table, so that nobody can read on behind it without knowing it:
    /// other tensors
    /// (cltorch's) and the random generator, which is raw memory.</summary>
    public static bool IsOpaque(string name) =>
        name == "torch.Generator"
        || (name.StartsWith(Package, StringComparison.Ordinal)
            && (name.EndsWith(Tensor, StringComparison.Ordinal) || name.EndsWith(Storage, StringComparison.Ordinal)));

    private static Dictionary<string, Torch7Class> Classes()
    {
        var classes = new Dictionary<string, Torch7Class>(StringComparer.Ordinal);
        foreach (var (element, dtype) in s_types)
        {
            string name = dtype.Legacy!;
            // cutorch calls its float tensors just that.
            string cuda = Package + Cuda + (element == Torch7Element.Float ? "" : name);
            classes.Add(Package + name + Tensor, new Torch7Class(true, element, dtype, "cpu"));
            classes.Add(Package + name + Storage, new Torch7Class(false, element, dtype, "cpu"));
            classes.Add(cuda + Tensor, new Torch7Class(true, element, dtype, "cuda:0"));
            classes.Add(cuda + Storage, new Torch7Class(false, element, dtype, "cuda:0"));
        }
        return classes;
    }
}
