using System.Buffers.Binary;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Arrays of Arrow, whose native code believes that the buffers of an array, and the arrays in it, are as many and as large as it says:
/// it reads beyond them, or ends the process.
/// </summary>
/// <remarks>python/pyarrow/array.pxi, <c>_reconstruct_array_data</c>, which calls itself for each array inside; cpp/src/arrow/array: each
/// <c>SetData</c>.</remarks>
internal sealed class ArrowArrays
{
    private const int Parts = 7, MostArrays = 10_000_000, Deepest = 64;

    private const long Most = 1L << 40;

    private readonly HeldBytes _bytes = new();
    private int _arrays;

    private readonly record struct Open(PyValue Array, PyValue? Type, long Length, int Depth);

    /// <summary>A call of the function that makes an array.</summary>
    public void CheckArguments(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (function is { Module: "pyarrow.lib", Name: "_restore_array" } && !(arguments.Count == 1 && IsWhole(arguments[0])))
            CallRules.ReportUse(function, "its buffers are none, or not as large as it says, and Arrow reads beyond them", seen, at);
    }

    private bool IsWhole(PyValue array)
    {
        var open = new Stack<Open>();
        open.Push(new Open(array, null, 0, 0));
        while (open.TryPop(out Open next))
        {
            if (++_arrays > MostArrays || next.Depth > Deepest || !IsWhole(next, open)) return false;
        }
        return true;
    }

    // (type, length, how many are missing, offset, buffers, arrays inside, dictionary)
    private bool IsWhole(Open next, Stack<Open> open)
    {
        if (next.Array.RawReference is not PyTuple { Count: Parts } parts || !TryCount(parts[1], out long length)
            || !TryCount(parts[3], out long offset) || !parts[2].Is(PyKind.Int) || length < next.Length
            || (next.Type is { } own && !ArrowType.AreSame(own, parts[0])) || ArrowType.Of(parts[0]) is not { } type
            || parts[4].RawReference is not PyList buffers || parts[5].RawReference is not PyList inside
            || buffers.Count < type.Buffers || (buffers.Count > type.Buffers && !type.HasMore)
            || (type.Children >= 0 && inside.Count != type.Children)) return false;
        long end = length + offset;
        if (type.Each > 0 && end > Most / type.Each) return false;
        long each = type.Each * end;
        if (length > 0 && !HasBuffers(type, buffers, end, ref each)) return false;
        if (type.Dictionary is { } values) open.Push(new Open(parts[6], values, 0, next.Depth + 1));
        else if (!parts[6].IsNone) return false;
        for (int i = 0; i < inside.Count; i++)
        {
            PyValue? expected = i < type.Inside.Count ? type.Inside[i] : null;
            open.Push(new Open(inside[i], expected, i == 0 || type.Each > 0 ? each : 0, next.Depth + 1));
        }
        return true;
    }

    private bool HasBuffers(ArrowType type, PyList buffers, long end, ref long each)
    {
        if (buffers.Count > 0 && type.Buffers > 0 && !buffers[0].IsNone && !IsAtLeast(buffers[0], end)) return false;
        if (type.Bits > 0) return IsAtLeast(buffers[1], end * type.Bits);
        if (type.Offset == 0) return true;
        if (!TryLast(buffers[1], end, type.Offset, out long last)) return false;
        if (!type.IsText) each = last;
        return !type.IsText || last == 0 || IsAtLeast(buffers[2], last * 8);
    }

    // Each element begins where the one before it ends.
    private bool TryLast(PyValue buffer, long end, int size, out long last)
    {
        last = 0;
        if (BytesOf(buffer) is not { } bytes || bytes.Length / size <= end) return false;
        for (long i = 0; i <= end; i++)
        {
            ReadOnlySpan<byte> place = bytes.AsSpan((int)i * size, size);
            long at = size == 8 ? BinaryPrimitives.ReadInt64LittleEndian(place) : BinaryPrimitives.ReadInt32LittleEndian(place);
            if (at < last || at > Most) return false;
            last = at;
        }
        return true;
    }

    private bool IsAtLeast(PyValue buffer, long bits)
    {
        long bytes = HeldIn(buffer) is { } held && (held.Is(PyKind.Bytes) || held.Is(PyKind.ByteArray)) ? held.Length
            : BytesOf(buffer)?.Length ?? -1;
        return bytes >= 0 && bytes >= (bits + 7) / 8;
    }

    private byte[]? BytesOf(PyValue buffer) => HeldIn(buffer) is { } held ? _bytes.Of(held) : null;

    private static PyValue? HeldIn(PyValue buffer) => buffer.RawReference is PyObject
    {
        Callable.RawReference: PyGlobal { Module: "pyarrow.lib", Name: "py_buffer" }, Arguments.RawReference: PyTuple { Count: 1 } given,
    } ? given[0] : null;

    // No honest one has nearly as many, and with all that they are multiplied by they stay numbers.
    private static bool TryCount(PyValue value, out long count)
    {
        count = value.Is(PyKind.Int) ? value.AsInt64() : -1;
        return count is >= 0 and < Most;
    }
}
