using System.Numerics;
using System.Runtime.CompilerServices;
using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Values;

/// <summary>
/// A value out of a pickle: a reference and 64 bits, so that numbers and strings cost no allocation. Strings stay slices of the
/// pickle until someone asks for them.
/// </summary>
/// <remarks>Values live as long as someone holds them; tensors in them need their checkpoint to be open.</remarks>
public readonly struct PyValue
{
    private readonly PyReference? _reference;
    private readonly long _bits;

    internal PyValue(PyReference reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary><c>None</c>.</summary>
    public static PyValue None => new(PyTag.None);

    /// <summary>What the value is.</summary>
    public PyKind Kind => _reference is null ? PyKind.None : _reference.Kind;

    /// <summary>Whether the value is <c>None</c>.</summary>
    public bool IsNone => Kind == PyKind.None;

    /// <summary>The object behind the value (<see cref="PyDict"/>, <see cref="PyList"/>, <see cref="PyObject"/> …); null for numbers,
    /// strings and <c>None</c>.</summary>
    public PyReference? Reference => _reference is PyTag or PyBuffer or PyBigInt or PyComplex ? null : _reference;

    internal PyReference? RawReference => _reference;

    internal long Bits => _bits;

    // A slot of the memo that was never stored; not the same as None.
    internal bool IsUnset => _reference is null;

    internal int Offset => (int)(_bits >> 32);

    internal int Length => (int)_bits;

    // A longer array with the same values. Array.Resize is made for each type, and for this one while the command runs.
    internal static PyValue[] Grown(PyValue[] values, int length)
    {
        var grown = new PyValue[length];
        Array.Copy(values, grown, values.Length);
        return grown;
    }

    internal static PyValue FromBool(bool value) => new(PyTag.Bool, value ? 1 : 0);

    internal static PyValue FromInt(long value) => new(PyTag.Int, value);

    internal static PyValue FromInt(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? FromInt((long)value) : new PyValue(new PyBigInt(value));

    internal static PyValue FromDouble(double value) => new(PyTag.Float, BitConverter.DoubleToInt64Bits(value));

    internal static PyValue FromBuffer(PyBuffer buffer, int offset, int length) => new(buffer, ((long)offset << 32) | (uint)length);

    internal static PyValue FromText(string text)
    {
        byte[] bytes = Utf8Text.Encode(text);
        return FromBuffer(new PyBuffer(PyKind.Str, bytes), 0, bytes.Length);
    }

    /// <summary>The value of a bool.</summary>
    /// <exception cref="InvalidOperationException">It is no bool.</exception>
    public bool AsBool() => Kind == PyKind.Bool ? _bits != 0 : throw WrongKind("bool");

    /// <summary>The value of an int that fits 64 bits.</summary>
    /// <exception cref="InvalidOperationException">It is no int, or a larger one (see <see cref="AsBigInteger"/>).</exception>
    public long AsInt64() => Kind == PyKind.Int ? _bits : throw WrongKind("int of 64 bits");

    /// <summary>The value of an int of any size.</summary>
    /// <exception cref="InvalidOperationException">It is no int.</exception>
    public BigInteger AsBigInteger() => Kind == PyKind.Int ? _bits : _reference is PyBigInt big ? big.Value : throw WrongKind("int");

    /// <summary>The value of a float.</summary>
    /// <exception cref="InvalidOperationException">It is no float.</exception>
    public double AsDouble() => Kind == PyKind.Float ? BitConverter.Int64BitsToDouble(_bits) : throw WrongKind("float");

    /// <summary>The value of a complex number.</summary>
    /// <exception cref="InvalidOperationException">It is no complex number.</exception>
    public Complex AsComplex() =>
        _reference is PyComplex complex ? new Complex(complex.Real, complex.Imaginary) : throw WrongKind("complex");

    /// <summary>The text of a str. Lone surrogates, which Python allows, stay lone surrogates.</summary>
    /// <exception cref="InvalidOperationException">It is no str.</exception>
    public string AsString() => Kind == PyKind.Str ? Utf8Text.Decode(Slice) : throw WrongKind("str");

    /// <summary>The bytes of a str (UTF-8), bytes or bytearray, without a copy.</summary>
    /// <exception cref="InvalidOperationException">It is none of the three.</exception>
    public ReadOnlySpan<byte> AsBytes() => _reference is PyBuffer ? Slice : throw WrongKind("str, bytes or bytearray");

    /// <summary>The tensor.</summary>
    /// <exception cref="InvalidOperationException">It is no tensor.</exception>
    public TensorInfo AsTensor() => _reference?.OwnTensor ?? throw WrongKind("tensor");

    /// <summary>The storage, and the dtype that this reference to it has: <see cref="DType.UInt8"/> for an untyped one.</summary>
    /// <exception cref="InvalidOperationException">It is no storage.</exception>
    public (StorageInfo Storage, DType DType) AsStorage() => _reference?.OwnStorage ?? throw WrongKind("storage");

    /// <summary>The two parts of a global's name, as the file spells them. Chosen by the file, not escaped.</summary>
    /// <exception cref="InvalidOperationException">It is no global.</exception>
    public (string Module, string Name) AsGlobal() => _reference?.OwnName ?? throw WrongKind("global");

    /// <summary>What a value says that is no more than a name or a text: a constant of torch as PyTorch prints it (<c>torch.float32</c>,
    /// <c>cuda:0</c>, <c>torch.sparse_coo</c>), a dtype as NumPy does (<c>&lt;f8</c>), a value of the standard library as Python does
    /// (<c>datetime.date(2024, 1, 2)</c>), a global by its name. Chosen by the file, not escaped.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public string AsText() => _reference?.OwnText ?? throw WrongKind("constant, dtype, record or global");

    /// <summary>The attributes that are set on the object: a dict, such as a parameter's own ones, a state dict's <c>_metadata</c>, or what
    /// a namespace holds; <c>None</c> if there are none.</summary>
    public PyValue Attributes => _reference?.OwnAttributes is { } attributes ? new PyValue(attributes) : default;

    /// <summary>What the value is, in short; never the whole of a container.</summary>
    public override string ToString() => Kind switch
    {
        PyKind.None => "None",
        PyKind.Bool => _bits != 0 ? "True" : "False",
        PyKind.Int => _bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PyKind.Float => PythonNumber.Repr(AsDouble()),
        PyKind.Str => "'" + Printable.Escape(Utf8Text.Decode(Slice[..Math.Min(Length, 512)], lenient: true)) + "'",
        _ => TypeName,
    };

    /// <summary>The Python type's name: <c>int</c>, <c>collections.OrderedDict</c>, <c>torch.Tensor</c> …</summary>
    public string TypeName => Kind switch
    {
        PyKind.None => "NoneType",
        PyKind.Bool => "bool",
        PyKind.Int or PyKind.BigInt => "int",
        PyKind.Float => "float",
        PyKind.Complex => "complex",
        PyKind.Str => "str",
        PyKind.Bytes => "bytes",
        PyKind.ByteArray => "bytearray",
        PyKind.Tuple => "tuple",
        PyKind.Size => "torch.Size",
        PyKind.Set => "set",
        PyKind.FrozenSet => "frozenset",
        PyKind.Tensor => "torch.Tensor",
        PyKind.Storage => "torch.storage.TypedStorage",
        PyKind.ArrayType => "numpy.dtype",
        PyKind.Global => "global",
        _ => _reference?.OwnTypeName ?? "object",
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Is(PyKind kind) => _reference is not null && _reference.Kind == kind;

    internal bool SameAs(PyValue other) => ReferenceEquals(_reference, other._reference) && _bits == other._bits;

    private ReadOnlySpan<byte> Slice => ((PyBuffer)_reference!).Bytes.AsSpan(Offset, Length);

    private InvalidOperationException WrongKind(string expected) => new($"The value is a {TypeName}, not a {expected}.");
}
