namespace SafeLoad.Values;

/// <summary>What a <see cref="PyValue"/> is.</summary>
public enum PyKind
{
    /// <summary><c>None</c>.</summary>
    None,
    /// <summary><c>bool</c>.</summary>
    Bool,
    /// <summary><c>int</c> that fits 64 bits.</summary>
    Int,
    /// <summary><c>int</c> beyond 64 bits.</summary>
    BigInt,
    /// <summary><c>float</c>.</summary>
    Float,
    /// <summary><c>complex</c>.</summary>
    Complex,
    /// <summary><c>str</c>.</summary>
    Str,
    /// <summary><c>bytes</c>.</summary>
    Bytes,
    /// <summary><c>bytearray</c>.</summary>
    ByteArray,
    /// <summary><c>tuple</c>, a <see cref="PyTuple"/>.</summary>
    Tuple,
    /// <summary><c>torch.Size</c>, a <see cref="PyTuple"/> of ints.</summary>
    Size,
    /// <summary><c>list</c>, a <see cref="PyList"/>.</summary>
    List,
    /// <summary><c>dict</c>, <c>OrderedDict</c> or <c>Counter</c>, a <see cref="PyDict"/>.</summary>
    Dict,
    /// <summary><c>set</c>, a <see cref="PySet"/>.</summary>
    Set,
    /// <summary><c>frozenset</c>, a <see cref="PySet"/>.</summary>
    FrozenSet,
    /// <summary>A dtype, device, layout or quantization scheme of torch: <see cref="PyValue.AsText"/>.</summary>
    Constant,
    /// <summary>A tensor: <see cref="PyValue.AsTensor"/>.</summary>
    Tensor,
    /// <summary>A storage: <see cref="PyValue.AsStorage"/>.</summary>
    Storage,
    /// <summary>A NumPy array or scalar, a <see cref="PyArray"/>.</summary>
    Array,
    /// <summary>A NumPy dtype: <see cref="PyValue.AsText"/>.</summary>
    ArrayType,
    /// <summary>A date, path, namespace or other value of the standard library: <see cref="PyValue.AsText"/>.</summary>
    Record,
    /// <summary>A name: a pair of strings, <see cref="PyValue.AsGlobal"/>. Never resolved to anything.</summary>
    Global,
    /// <summary>An object kept as data: the name of its class and what the file says about it, a <see cref="PyObject"/>.</summary>
    Object,
}
