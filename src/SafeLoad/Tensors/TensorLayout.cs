namespace SafeLoad.Tensors;

/// <summary>How a tensor's elements lie in memory.</summary>
internal enum TensorLayout
{
    /// <summary><c>torch.strided</c>: a view over one storage.</summary>
    Strided,
    /// <summary><c>torch.sparse_coo</c>.</summary>
    SparseCoo,
    /// <summary><c>torch.sparse_csr</c>.</summary>
    SparseCsr,
    /// <summary><c>torch.sparse_csc</c>.</summary>
    SparseCsc,
    /// <summary><c>torch.sparse_bsr</c>.</summary>
    SparseBsr,
    /// <summary><c>torch.sparse_bsc</c>.</summary>
    SparseBsc,
}
