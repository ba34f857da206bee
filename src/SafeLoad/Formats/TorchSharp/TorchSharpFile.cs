using SafeLoad.IO;
using SafeLoad.Text;

namespace SafeLoad.Formats.TorchSharp;

/// <summary>
/// What TorchSharp's <c>Module.save</c> and <c>save_state_dict</c> write: a number of entries, then each tensor's name, dtype, sizes and
/// bytes.
/// The format has no magic, so a file is one only if every field up to its last byte makes sense.
/// </summary>
/// <remarks>TorchSharp: NN/Module.cs (<c>save_state_dict</c>), Tensor/TensorExtensionMethods.cs (<c>Save</c>), Utils/LEB128Codec.cs;
/// dtypes by the numbers of
/// c10/core/ScalarType.h. Its files of single tensors and of optimizers are not read.</remarks>
internal sealed class TorchSharpFile
{
    // A name of one byte behind its length, the dtype, the number of dimensions; a tensor may have no elements.
    private const int LeastEntryBytes = 4;

    private readonly SourceCursor _cursor;
    private readonly CheckpointLimits _limits;
    private readonly List<TorchSharpEntry> _entries = [];

    private TorchSharpFile(ByteSource source, CheckpointLimits limits)
    {
        _cursor = new SourceCursor(source);
        _limits = limits;
    }

    /// <summary>The tensors of a file; null if it is none of this format.</summary>
    public static IReadOnlyList<TorchSharpEntry>? Read(ByteSource source, CheckpointLimits limits)
    {
        var file = new TorchSharpFile(source, limits);
        return file.TryRead() ? file._entries : null;
    }

    private bool TryRead()
    {
        if (!TryReadNumber(out long count) || count < 1 || count > _cursor.Remaining / LeastEntryBytes
            || count > _limits.MaxRecords) return false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            if (!TryReadEntry(names)) return false;
        }
        return _cursor.Remaining == 0;
    }

    private bool TryReadEntry(HashSet<string> names)
    {
        if (!TryReadNumber(out long length) || length < 1 || length > _cursor.Remaining || length > _limits.MaxNameBytes) return false;
        byte[] name = new byte[length];
        _cursor.Read(name);
        if (!Utf8Text.IsValid(name) || !names.Add(Utf8Text.Decode(name))) return false;
        if (!TryReadNumber(out long type) || DType.FromTorchSharp(type) is not { } dtype) return false;
        // Each size takes a byte.
        if (!TryReadNumber(out long dimensions) || dimensions > _cursor.Remaining || dimensions > _limits.MaxDimensions) return false;
        long[] shape = new long[dimensions];
        for (int i = 0; i < shape.Length; i++)
        {
            if (!TryReadNumber(out shape[i])) return false;
        }
        if (!TryCount(shape, _cursor.Remaining / dtype.ItemSize, out long elements)) return false;
        long bytes = elements * dtype.ItemSize;
        _entries.Add(new TorchSharpEntry(name, dtype, shape, _cursor.Position, bytes));
        _cursor.Advance(bytes);
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
