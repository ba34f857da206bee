namespace SafeLoad.Values;

/// <summary>What stands behind a <see cref="PyValue"/> that is more than a number.</summary>
public abstract class PyReference
{
    // A byte leaves room for what else is kept of each value.
    private readonly byte _kind;

    private protected PyReference(PyKind kind) => _kind = (byte)kind;

    /// <summary>What the value is.</summary>
    public PyKind Kind => (PyKind)_kind;

    // What a reader of the pickle has seen the value used for; the reader says what the bits mean. It stands here because files have
    // one such value for each tensor.
    internal byte Uses { get; set; }

    // The last search that came by, and for which it need not be looked through again as long as nothing changes; 0 if none has.
    internal int Searched { get; set; }

    /// <summary>The Python type's name where the kind alone does not tell it; null where it does.</summary>
    internal virtual string? OwnTypeName => null;

    /// <summary>The tensor that it is; null if it is none.</summary>
    internal virtual TensorInfo? OwnTensor => null;

    /// <summary>The storage that it is, and as what it is seen; null if it is none.</summary>
    internal virtual (StorageInfo Storage, DType DType)? OwnStorage => null;

    /// <summary>What it says where it is no more than a name or a text; null otherwise.</summary>
    internal virtual string? OwnText => null;

    /// <summary>The names' two parts where it is a name of something; null otherwise.</summary>
    internal virtual (string Module, string Name)? OwnName => null;

    /// <summary>The attributes set on the object: a dict; null if there are none.</summary>
    internal virtual PyReference? OwnAttributes => null;
}
