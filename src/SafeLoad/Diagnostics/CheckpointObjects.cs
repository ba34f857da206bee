namespace SafeLoad;

/// <summary>What becomes of objects whose class is not on PyTorch's list of safe globals.</summary>
public enum CheckpointObjects
{
    /// <summary>The file is refused; the error names every global that stands in the way. The default, as in
    /// <c>torch.load(weights_only=True)</c>.</summary>
    Refuse,
    /// <summary>They are kept as data: a class or function is a pair of strings (<see cref="Values.PyGlobal"/>),
    /// a call a record of name and arguments
    /// (<see cref="Values.PyObject"/>). No name is refused, dangerous ones included, and none is resolved:
    /// there is nothing here that could run one.</summary>
    Inert,
}
