namespace SafeLoad.Writing;

/// <summary>
/// How often tensors repeat the bytes of their storages where each is written by itself. A view of stride 0,
/// or many views of one storage, make terabytes of a small file; honest checkpoints repeat themselves a few times.
/// </summary>
internal sealed class Repetition
{
    private const long Always = 2L << 30;
    private const int Most = 16;

    private readonly HashSet<StorageInfo> _storages = new(ReferenceEqualityComparer.Instance);
    private Int128 _stored, _written;

    /// <summary>Counts a tensor.</summary>
    public void Add(TensorInfo tensor, long bytes)
    {
        if (_storages.Add(tensor.Storage!)) _stored += tensor.Storage!.ByteLength;
        _written += bytes;
    }

    /// <exception cref="NotSupportedException">They repeat them too often.</exception>
    public void Check()
    {
        if (_written > Always && _written > _stored * Most)
            throw new NotSupportedException(FormattableString.Invariant($"The tensors repeat their bytes so often that {_stored:N0} would ")
                + FormattableString.Invariant($"become {_written:N0}; write a zip of PyTorch, which keeps views"));
    }
}
