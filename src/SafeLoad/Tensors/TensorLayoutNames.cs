namespace SafeLoad.Tensors;

/// <summary>Layouts by the names that PyTorch prints and pickles.</summary>
internal static class TensorLayoutNames
{
    private static readonly (TensorLayout Layout, string Name)[] s_names =
    [
        (TensorLayout.Strided, "torch.strided"), (TensorLayout.SparseCoo, "torch.sparse_coo"), (TensorLayout.SparseCsr, "torch.sparse_csr"),
        (TensorLayout.SparseCsc, "torch.sparse_csc"), (TensorLayout.SparseBsr, "torch.sparse_bsr"),
        (TensorLayout.SparseBsc, "torch.sparse_bsc"),
    ];

    public static string NameOf(this TensorLayout layout) => s_names[(int)layout].Name;

    public static TensorLayout? Parse(string name)
    {
        foreach (var row in s_names)
        {
            if (row.Name == name) return row.Layout;
        }
        return null;
    }
}
