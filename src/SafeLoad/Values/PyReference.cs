namespace SafeLoad.Values;

/// <summary>What stands behind a <see cref="PyValue"/> that is more than a number.</summary>
public abstract class PyReference
{
    private protected PyReference(PyKind kind) => Kind = kind;

    /// <summary>What the value is.</summary>
    public PyKind Kind { get; private protected set; }

    /// <summary>The Python type's name where the kind alone does not tell it; null where it does.</summary>
    internal virtual string? OwnTypeName => null;
}
