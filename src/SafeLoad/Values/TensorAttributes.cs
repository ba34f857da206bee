using System.Collections.Frozen;

namespace SafeLoad.Values;

/// <summary>Names of attributes that are what a tensor is, and that no file may set.</summary>
internal static class TensorAttributes
{
    // One of these would contradict what was proven of the tensor; PyTorch would call a setter for it.
    private static readonly FrozenSet<string> s_own = new[]
    {
        "T", "H", "mT", "mH", "data", "device", "dtype", "grad", "grad_fn", "imag", "is_leaf", "is_sparse", "itemsize", "layout", "names",
        "nbytes", "ndim",
        "output_nr", "real", "requires_grad", "retains_grad", "shape", "volatile",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the name belongs to the tensor, or to Python.</summary>
    public static bool IsOwn(string name) =>
        s_own.Contains(name) || (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal));
}
