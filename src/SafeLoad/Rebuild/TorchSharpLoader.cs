using SafeLoad.Common;
using SafeLoad.IO;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// What TorchSharp's <c>Module.save</c> writes: the number of entries, and for each its name, dtype, sizes and bytes. The format has no magic, so a file is
/// one only if every field up to its last byte makes sense.
/// </summary>
/// <remarks>TorchSharp: NN/Module.cs (<c>save_state_dict</c>), Tensor/TensorExtensionMethods.cs (<c>Save</c>), Utils/LEB128Codec.cs; dtypes by the numbers of
/// c10/core/ScalarType.h. Its files of single tensors and of optimizers are not read.</remarks>
internal sealed class TorchSharpLoader
{
    // A name of one byte behind its length, the dtype, the number of dimensions; a tensor may have no elements.
    private const int LeastEntryBytes = 4;

    private readonly ByteSource _source;
    private readonly SourceCursor _cursor;
    private readonly Budget _budget;
    private readonly PyDict _root = new();
    private readonly List<StorageInfo> _storages = [];
    private long _elementBytes;

    private TorchSharpLoader(ByteSource source, Budget budget)
    {
        (_source, _budget) = (source, budget);
        _cursor = new SourceCursor(source);
    }

    /// <summary>The file's tensors; null if it is no such file.</summary>
    public static LoadedCheckpoint? TryLoad(ByteSource source, LoadContext context)
    {
        var loader = new TorchSharpLoader(source, context.Budget);
        return loader.TryRead() ? new LoadedCheckpoint(CheckpointFormat.TorchSharp, new PyValue(loader._root), loader._storages, [], [], new CheckpointWriterInfo("TorchSharp (Module.save)")) { Budget = context.Budget } : null;
    }

    private bool TryRead()
    {
        if (!TryReadNumber(out long count) || count < 1 || count > _cursor.Remaining / LeastEntryBytes || count > _budget.Limits.MaxRecords) return false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            if (!TryReadEntry(names)) return false;
        }
        if (_cursor.Remaining != 0) return false;
        _budget.ChargePickle(_source.Length - _elementBytes, new CheckpointLocation(_source.Name));
        return true;
    }

    private bool TryReadEntry(HashSet<string> names)
    {
        if (!TryReadNumber(out long length) || length < 1 || length > _cursor.Remaining || length > _budget.Limits.MaxNameBytes) return false;
        byte[] name = new byte[length];
        _cursor.Read(name);
        if (!Utf8Text.IsValid(name) || !names.Add(Utf8Text.Decode(name))) return false;
        if (!TryReadNumber(out long type) || DType.FromTorchSharp(type) is not { } dtype) return false;
        // Each size takes a byte.
        if (!TryReadNumber(out long dimensions) || dimensions > _cursor.Remaining || dimensions > _budget.Limits.MaxDimensions) return false;
        long[] shape = new long[dimensions];
        for (int i = 0; i < shape.Length; i++)
        {
            if (!TryReadNumber(out shape[i])) return false;
        }
        if (!TryCount(shape, _cursor.Remaining / dtype.ItemSize, out long elements)) return false;
        long bytes = elements * dtype.ItemSize;
        PyValue key = PyValue.FromBuffer(new PyBuffer(PyKind.Str, name), 0, name.Length);
        var storage = new StorageInfo(key.AsString(), dtype, "cpu", bytes, new SliceByteSource(_source, _cursor.Position, bytes));
        _cursor.Advance(bytes);
        _elementBytes += bytes;
        _storages.Add(storage);
        _root.Add(key, new PyValue(new PyTensor(new TensorInfo(dtype, shape, TensorBounds.ContiguousStrides(shape), 0, storage))));
        return true;
    }

    // LEB128 as it is written: no more groups than the number needs, and none beyond 63 bits.
    private bool TryReadNumber(out long number)
    {
        number = 0;
        ReadOnlySpan<byte> bytes = _cursor.Peek(9);
        for (int i = 0; i < bytes.Length; i++)
        {
            number |= (long)(bytes[i] & 0x7F) << (i * 7);
            if (bytes[i] >= 0x80) continue;
            _cursor.Advance(i + 1);
            return i == 0 || bytes[i] != 0;
        }
        return false;
    }

    // The product of the sizes, if there are as many elements at most.
    private static bool TryCount(long[] shape, long most, out long count)
    {
        count = 1;
        if (Array.Exists(shape, static size => size == 0)) count = 0;
        foreach (long size in shape)
        {
            if (count > 0 && size > most / count) return false;
            count *= size;
        }
        return count <= most;
    }
}
