using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SafeLoad.IO;
using SafeLoad.IO.Output;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>
/// Makes a checkpoint of tensors, arrays and numbers: the file that <c>torch.save</c> writes, opened by PyTorch 1.6 and later, with
/// <c>weights_only=True</c> too. Names are kept in the order in which they are added.
/// </summary>
/// <remarks>Tensors out of an open checkpoint are read while saving: it must stay open until then.
/// Not for use from several threads.</remarks>
public sealed class CheckpointWriter
{
    private readonly PyDict _entries = new(PyDict.OrderedDictType);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor out of an open checkpoint; tensors that share memory share it in the new file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public CheckpointWriter Add(string name, TensorInfo tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Add(name, new PyValue(new PyTensor(tensor)));
    }

    /// <summary>Adds a tensor of the caller's own elements.</summary>
    /// <typeparam name="T">The .NET type of the elements: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/>,
    /// <see cref="Complex"/>, an integer of 8 to 64 bits, or <see cref="bool"/>.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="elements">The elements, row by row; copied.</param>
    /// <param name="shape">The size of each dimension; none for a scalar.</param>
    /// <exception cref="ArgumentException">The name is there already, the type has no dtype,
    /// or the shape has another number of elements.</exception>
    public CheckpointWriter Add<T>(string name, ReadOnlySpan<T> elements, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        DType dtype = DTypeOf<T>() ?? throw new ArgumentException($"{typeof(T).Name} is no element type of a tensor.", nameof(elements));
        return Add(name, dtype, MemoryMarshal.AsBytes(elements), shape);
    }

    /// <summary>Adds a tensor of the caller's own bytes: for dtypes that .NET has no type for, such as bfloat16.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="elements">The elements' bytes, row by row, little-endian; copied.</param>
    /// <param name="shape">The size of each dimension; none for a scalar.</param>
    /// <exception cref="ArgumentException">The name is there already, or the shape has another number of elements.</exception>
    public CheckpointWriter Add(string name, DType dtype, ReadOnlySpan<byte> elements, params ReadOnlySpan<long> shape) =>
        Add(name, TensorInfo.Create(dtype, shape, new MemoryByteSource(elements.ToArray())));

    /// <summary>Adds a tensor of System.Numerics.Tensors, whatever its strides: a <see cref="Tensor{T}"/> too,
    /// which becomes such a span by itself.</summary>
    /// <typeparam name="T">As for arrays.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor; its elements are copied, row by row.</param>
    /// <exception cref="ArgumentException">The name is there already, or the type has no dtype.</exception>
    public CheckpointWriter Add<T>(string name, in ReadOnlyTensorSpan<T> tensor) where T : unmanaged
    {
        var elements = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(elements);
        var shape = new long[tensor.Rank];
        for (int i = 0; i < shape.Length; i++) shape[i] = tensor.Lengths[i];
        return Add<T>(name, elements.AsSpan(), shape);
    }

    /// <inheritdoc cref="Add{T}(string, in ReadOnlyTensorSpan{T})"/>
    public CheckpointWriter Add<T>(string name, Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Add(name, tensor.AsReadOnlyTensorSpan());
    }

    /// <summary>Adds an int.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public CheckpointWriter Add(string name, long value) => Add(name, PyValue.FromInt(value));

    /// <summary>Adds a float.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public CheckpointWriter Add(string name, double value) => Add(name, PyValue.FromDouble(value));

    /// <summary>Adds a bool.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public CheckpointWriter Add(string name, bool value) => Add(name, PyValue.FromBool(value));

    /// <summary>Adds a str.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public CheckpointWriter Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, PyValue.FromText(value));
    }

    /// <summary>Adds a dict: what was added to another writer, as it is now.</summary>
    /// <exception cref="ArgumentException">The name is there already, or the writer is this one.</exception>
    public CheckpointWriter Add(string name, CheckpointWriter entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (ReferenceEquals(entries, this)) throw new ArgumentException("A dict cannot be inside of itself.", nameof(entries));
        var copy = new PyDict(PyDict.OrderedDictType);
        foreach (var (key, value) in entries._entries) copy.Add(key, value);
        return Add(name, new PyValue(copy));
    }

    /// <summary>Writes the file: as a whole, or not at all.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="overwrite">Whether an existing file is replaced. Default false.</param>
    /// <param name="progress">Told how many bytes have been written so far, on the thread that writes; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    /// <exception cref="NotSupportedException">A value is of a kind that PyTorch's safe loader refuses.</exception>
    public void Save(string path, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using AtomicFile file = AtomicFile.Create(path, overwrite);
        Save(progress is null ? file.Stream : new ProgressStream(file.Stream, progress), ArchiveName.Of(path), cancellation);
        file.Commit();
    }

    /// <summary>Writes to a stream, from front to back.</summary>
    /// <param name="stream">The stream; stays open.</param>
    /// <param name="name">The folder inside of the archive.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public void Save(Stream stream, string name = "archive", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckpointFile.Plan(new PyValue(_entries), name, isLegacy: false, compact: true).Write(stream, cancellation);
    }

    /// <summary>Adds any value: a list, a dict with other keys than strings (<see cref="PyValues"/>),
    /// a part of an open checkpoint.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value. What PyTorch's safe loader refuses, such as an object of an unknown class,
    /// is found when it is saved.</param>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public CheckpointWriter Add(string name, PyValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_names.Add(name)) throw new ArgumentException($"'{name}' is there already.", nameof(name));
        _entries.Add(PyValue.FromText(name), value);
        return this;
    }

    private static DType? DTypeOf<T>() =>
        typeof(T) == typeof(float) ? DType.Float32 : typeof(T) == typeof(double) ? DType.Float64 : typeof(T) == typeof(Half) ? DType.Float16
        : typeof(T) == typeof(long) ? DType.Int64 : typeof(T) == typeof(int) ? DType.Int32 : typeof(T) == typeof(short) ? DType.Int16
        : typeof(T) == typeof(sbyte) ? DType.Int8 : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(ulong) ? DType.UInt64 : typeof(T) == typeof(uint) ? DType.UInt32 : typeof(T) == typeof(ushort) ? DType.UInt16
        : typeof(T) == typeof(bool) ? DType.Bool
        : typeof(T) == typeof(Complex) ? DType.Complex128 : null;
}
