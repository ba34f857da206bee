using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Loading.Functions;
using SafeLoad.Values;

namespace SafeLoad.Formats.Tar;

/// <summary>
/// A table of the tar of PyTorch before 0.1.10, the member <c>storages</c> or <c>tensors</c>: a pickled number of entries; then each
/// entry, a
/// pickle that describes it and its numbers or elements. Storages end with a pickled list of views.
/// </summary>
/// <param name="content">The member's bytes.</param>
/// <param name="name">The member's name.</param>
/// <param name="record">What places in it are called in messages.</param>
/// <param name="budget">How many dimensions a tensor may have.</param>
/// <param name="run">Runs the pickles; where it gives up, the table ends.</param>
/// <remarks>torch/serialization.py, <c>legacy_load</c>.</remarks>
internal sealed class TarTableReader(ByteSource content, string name, string record, Budget budget, RunPickle run)
{
    /// <summary>Bytes of a number.</summary>
    public const int WordBytes = 8;

    /// <summary>Whether the runner has given up, so that the rest of the table cannot be told.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What was read so far, in order: pickles, numbers, storages.</summary>
    public PartList Parts { get; } = new();

    private CheckpointLocation At => new(content.Name, record, Parts.End);

    private long Left => content.Length - Parts.End;

    /// <summary>The storages, read as they are asked for. Views follow them.</summary>
    /// <exception cref="MalformedCheckpointException">An entry is none of PyTorch's, or reaches beyond the member.</exception>
    public IEnumerable<TarStorage> ReadStorages()
    {
        long count = ReadCount();
        for (long i = 0; i < count; i++)
        {
            if (ReadStorage() is not { } storage) yield break;
            yield return storage;
        }
    }

    /// <summary>The storages that are slices of others: (number, number of the other one, offset, number of elements).</summary>
    /// <exception cref="MalformedCheckpointException">The member does not end with a list of such entries.</exception>
    public IEnumerable<TarView> ReadViews()
    {
        CheckpointLocation at = At;
        if (HasEnded || !TryRun(out PyValue value)) yield break;
        if (value.RawReference is not PyList views) throw Problems.Tar("the storages do not end with a list of views", at);
        foreach (PyValue view in views)
        {
            PyValue[] fields = Fields(view, 4);
            if (!Array.TrueForAll(fields, static field => field.Is(PyKind.Int)))
                throw Problems.Tar("a storage view is not described by four numbers", at);
            yield return new TarView(fields[0].AsInt64(), fields[1].AsInt64(), fields[2].AsInt64(), fields[3].AsInt64(), at);
        }
    }

    /// <summary>The tensors, read as they are asked for.</summary>
    /// <exception cref="MalformedCheckpointException">An entry is none of PyTorch's, or the member is cut short.</exception>
    public IEnumerable<TarTensor> ReadTensors()
    {
        long count = ReadCount();
        for (long i = 0; i < count; i++)
        {
            if (ReadTensor() is not { } tensor) yield break;
            yield return tensor;
        }
    }

    // (number, location, class), the number of elements, the elements.
    private TarStorage? ReadStorage()
    {
        CheckpointLocation at = At;
        if (!TryRun(out PyValue entry)) return null;
        PyValue[] fields = Fields(entry, 3);
        if (!fields[0].Is(PyKind.Int) || !fields[1].Is(PyKind.Str)
            || AllowedGlobals.MeaningOf<StorageClass>(fields[2]) is not { DType: var dtype })
            throw Problems.Tar("a storage is not described by number, location and class", at);
        long elements = PeekInt64();
        if (elements < 0 || elements > (Left - WordBytes) / dtype.ItemSize)
        {
            long left = Left - WordBytes;
            string found = FormattableString.Invariant($"a storage has {elements:N0} elements of {dtype.Name}; {left:N0} bytes");
            throw Problems.Tar(found + " are left: the file was cut short", at);
        }
        Parts.Add(PartKind.Count, "number of elements", WordBytes);
        Part part = Parts.Add(PartKind.Storage, TarObjects.KeyOf(fields[0].AsInt64()), elements * dtype.ItemSize);
        return new TarStorage(fields[0].AsInt64(), fields[1].AsString(), dtype, part.Offset, part.Length, at);
    }

    // (number, storage's number, class), the number of dimensions, sizes, strides, the offset.
    private TarTensor? ReadTensor()
    {
        CheckpointLocation at = At;
        if (!TryRun(out PyValue entry)) return null;
        PyValue[] fields = Fields(entry, 3);
        if (!fields[0].Is(PyKind.Int) || !fields[1].Is(PyKind.Int)
            || AllowedGlobals.MeaningOf<LegacyTensor>(fields[2]) is not { DType: var dtype })
            throw Problems.Tar("a tensor is not described by number, storage and class", at);
        // The number of dimensions has four bytes; the four after it were never initialised.
        int dimensions = (int)PeekInt64();
        budget.CheckDimensions((uint)dimensions, at);
        long[] numbers = ReadInt64s(2 * dimensions + 2);
        long[] shape = numbers[1..(dimensions + 1)], strides = numbers[(dimensions + 1)..^1];
        return new TarTensor(fields[0].AsInt64(), fields[1].AsInt64(), dtype, shape, strides, numbers[^1], at);
    }

    private long ReadCount()
    {
        CheckpointLocation at = At;
        if (!TryRun(out PyValue value)) return 0;
        return value.Is(PyKind.Int) && value.AsInt64() >= 0 ? value.AsInt64() : throw Problems.Tar($"the number of {name} is {value}", at);
    }

    private bool TryRun(out PyValue value)
    {
        long start = Parts.End;
        HasEnded = !run(start, out value, out long end);
        if (!HasEnded) Parts.Add(PartKind.Pickle, "entry", end - start);
        return !HasEnded;
    }

    private PyValue[] Fields(PyValue value, int count) =>
        value.RawReference is PyTuple tuple && tuple.Count == count
            ? tuple.Items
            : throw Problems.Tar($"an entry of {name} is a {value.TypeName}, not a tuple of {count}", At);

    private long PeekInt64()
    {
        Span<byte> bytes = stackalloc byte[WordBytes];
        if (Left < bytes.Length) throw Problems.Tar($"the member {name} is cut short", At);
        content.ReadExactly(Parts.End, bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    // The caller has bounded how many.
    private long[] ReadInt64s(int count)
    {
        if (Left < (long)count * WordBytes) throw Problems.Tar($"the member {name} is cut short", At);
        byte[] bytes = new byte[count * WordBytes];
        content.ReadExactly(Parts.End, bytes);
        Parts.Add(PartKind.Structure, "sizes and strides", bytes.Length);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * WordBytes));
        return numbers;
    }
}
