using System.Buffers.Binary;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// SciPy's trees of points: a state is the memory of the tree's nodes, and <c>__setstate__</c> goes from node to node by the numbers that
/// stand there, and writes addresses into each. So they have to lead to nodes of the tree, and its arrays have to be as large as it says.
/// </summary>
/// <remarks>scipy/spatial/_ckdtree.pyx, <c>cKDTree.__setstate__</c> and <c>_post_init_traverse</c>; ckdtree_decl.h,
/// <c>ckdtreenode</c>.</remarks>
internal sealed class PointTrees
{
    private const int Parts = 10, NodeSize = 72, StartAt = 24, EndAt = 32, LessAt = 56, GreaterAt = 64, Number = 8, Deepest = 10_000;

    private readonly HeldBytes _bytes = new();

    /// <summary>Bytes that were looked through again.</summary>
    public long Again => _bytes.Again;

    /// <summary>BUILD on such a tree.</summary>
    public void CheckState(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.ClassOf(target) is { Name: "KDTree" or "cKDTree" } type
            && type.Module is "scipy.spatial._ckdtree" or "scipy.spatial._kdtree" or "scipy.spatial.ckdtree" && !IsWhole(state))
            CallRules.ReportUse(type, "its state is no tree that can be read here, and SciPy follows its numbers as addresses", seen, at);
    }

    // (nodes, points, how many, of how many numbers, points in a leaf, largest, smallest, order, size of the box twice)
    private bool IsWhole(PyValue given)
    {
        if (given.RawReference is not PyTuple { Count: Parts } state || !TryCount(state[2], out long points)
            || !TryCount(state[3], out long dimensions)) return false;
        return IsArray(state[1], points * dimensions) && IsArray(state[5], dimensions) && IsArray(state[6], dimensions)
            && (state[9].IsNone || IsArray(state[9], 2 * dimensions))
            && Bytes(state[7], "<") is { } order && order.Length == points * Number && AreBelow(order, points)
            && Bytes(state[0], "|") is { } nodes && AreNodes(nodes, points, dimensions);
    }

    // More are in no file.
    private static bool TryCount(PyValue value, out long count)
    {
        count = value.Is(PyKind.Int) ? value.AsInt64() : -1;
        return count is >= 0 and < int.MaxValue;
    }

    private bool IsArray(PyValue value, long numbers) =>
        Bytes(value, "<") is { } bytes && bytes.Length % Number == 0 && bytes.Length / Number == numbers;

    private static bool AreBelow(ReadOnlySpan<byte> numbers, long end)
    {
        for (int i = 0; i < numbers.Length; i += Number)
        {
            if ((ulong)BinaryPrimitives.ReadInt64LittleEndian(numbers[i..]) >= (ulong)end) return false;
        }
        return true;
    }

    // SciPy writes a node in front of those below it. It calls itself for each.
    private static bool AreNodes(ReadOnlySpan<byte> nodes, long points, long dimensions)
    {
        int count = nodes.Length / NodeSize;
        if (count == 0 || nodes.Length % NodeSize != 0) return false;
        var depths = new int[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> node = nodes.Slice(i * NodeSize, NodeSize);
            long split = BinaryPrimitives.ReadInt64LittleEndian(node), start = BinaryPrimitives.ReadInt64LittleEndian(node[StartAt..]),
                end = BinaryPrimitives.ReadInt64LittleEndian(node[EndAt..]);
            if (start < 0 || start > end || end > points || depths[i] > Deepest) return false;
            if (split == -1) continue;
            long less = BinaryPrimitives.ReadInt64LittleEndian(node[LessAt..]), greater = BinaryPrimitives.ReadInt64LittleEndian(
                node[GreaterAt..]);
            if (split < 0 || split >= dimensions || less <= i || less >= count || greater <= i || greater >= count || less == greater)
                return false;
            depths[less] = depths[greater] = depths[i] + 1;
        }
        return true;
    }

    // What a plain array's state has, whose bytes NumPy takes as they are; null if they are elsewhere, as with joblib.
    private byte[]? Bytes(PyValue value, string order)
    {
        if (value.RawReference is not PyObject array) return null;
        if (array is { Callable.RawReference: PyGlobal { Name: "_frombuffer" }, Arguments.RawReference: PyTuple { Count: 4 } buffer })
            return array.States is null && HasOrder(buffer[1], order) ? _bytes.Of(buffer[0]) : null;
        return array is { Callable.RawReference: PyGlobal { Name: "_reconstruct" }, States: { Count: 1 } states }
            && states[0].RawReference is PyTuple { Count: 5 } state && HasOrder(state[2], order) ? _bytes.Of(state[4]) : null;
    }

    private static bool HasOrder(PyValue dtype, string order) => dtype.RawReference is PyObject { States: { Count: 1 } states }
        && states[0].RawReference is PyTuple { Count: >= 8 } type && type[1].Is(PyKind.Str) && type[1].Length == order.Length
        && type[1].AsString() == order;
}
