namespace SafeLoad.Values;

/// <summary>A tensor as a value of a pickle: what it is, and the Python attributes set on it.</summary>
internal sealed class PyTensor : PyReference
{
    internal PyTensor(TensorInfo info, PyDict? attributes = null) : base(PyKind.Tensor)
    {
        Info = info;
        Attributes = attributes;
    }

    /// <summary>The tensor.</summary>
    public TensorInfo Info { get; private set; }

    internal override TensorInfo OwnTensor => Info;

    internal override PyReference? OwnAttributes => Attributes;

    /// <summary>Attributes of the Python object, such as a parameter's own; null if there are none.</summary>
    public PyDict? Attributes { get; internal set; }

    // PyTorch 0.1 to 0.3 pickled tensors as an empty one that BUILD fills.
    internal void Fill(TensorInfo info) => Info = info;
}
