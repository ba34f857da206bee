using SafeLoad.Diagnostics;

namespace SafeLoad.Sharding;

/// <summary>
/// The blocks of a tensor, proven to fill it without a hole or an overlap, and found again by an element's place.
/// Cuts that no block crosses part the tensor again and again, until each part is one block;
/// blocks that cannot be parted so are compared in pairs, if they are few.
/// </summary>
internal sealed class ChunkTree
{
    // Grids need as many levels as dimensions. Each level looks at every block once, so this bounds what a file can cost.
    private const int MaxDepth = 24;
    private const int MaxPairwise = 256;

    private readonly Node _root;
    private readonly IReadOnlyList<Chunk> _chunks;

    private ChunkTree(Node root, IReadOnlyList<Chunk> chunks)
    {
        _root = root;
        _chunks = chunks;
    }

    /// <summary>Proves that blocks fill a tensor that has elements.</summary>
    /// <param name="name">The tensor's name, for messages.</param>
    /// <param name="size">The tensor's shape.</param>
    /// <param name="chunks">The blocks, each inside of the tensor and with elements.</param>
    /// <param name="at">The metadata's file.</param>
    /// <exception cref="MalformedCheckpointException">They leave a hole, or overlap (SL1309).</exception>
    /// <exception cref="UnsupportedCheckpointException">They are laid out in a way that is too costly to prove.</exception>
    public static ChunkTree Build(string name, long[] size, IReadOnlyList<Chunk> chunks, CheckpointLocation at)
    {
        if (chunks.Count == 0) throw Problems.Dcp(name, "has no chunks", at);
        var root = new Node([.. Enumerable.Range(0, chunks.Count)], new long[size.Length], size, 0);
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out Node? node))
        {
            if (node.Items.Length == 1)
            {
                Chunk chunk = chunks[node.Items[0]];
                for (int i = 0; i < size.Length; i++)
                {
                    if (chunk.Offsets[i] != node.Low[i] || chunk.Offsets[i] + chunk.Sizes[i] != node.High[i]) throw Hole(name, at);
                }
                continue;
            }
            if (node.Depth == MaxDepth) throw Problems.UnsupportedDcp(name, "is cut into chunks in a way that takes too long to check", at);
            if (TryCut(node, chunks, name, at)) foreach (Node part in node.Parts!) open.Push(part);
            else CompareInPairs(node, chunks, name, at);
        }
        return new ChunkTree(root, chunks);
    }

    /// <summary>The number of the block that holds an element.</summary>
    public int Find(ReadOnlySpan<long> place)
    {
        Node node = _root;
        while (node.Parts is { } parts)
        {
            long wanted = place[node.Dimension];
            int low = 0, high = parts.Length - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                if (parts[middle].Low[node.Dimension] <= wanted) low = middle;
                else high = middle - 1;
            }
            node = parts[low];
        }
        foreach (int item in node.Items)
        {
            if (node.Items.Length == 1 || Holds(_chunks[item], place)) return item;
        }
        throw new InvalidOperationException();
    }

    private static bool Holds(Chunk chunk, ReadOnlySpan<long> place)
    {
        for (int i = 0; i < place.Length; i++)
        {
            if (place[i] < chunk.Offsets[i] || place[i] - chunk.Offsets[i] >= chunk.Sizes[i]) return false;
        }
        return true;
    }

    // Looks for a dimension in which all blocks lie on one or the other side of some places.
    private static bool TryCut(Node node, IReadOnlyList<Chunk> chunks, string name, CheckpointLocation at)
    {
        for (int dimension = 0; dimension < node.Low.Length; dimension++)
        {
            int[] items = node.Items;
            if (Array.TrueForAll(items, item => chunks[item].Offsets[dimension] == chunks[items[0]].Offsets[dimension])) continue;
            int[] sorted = [.. items];
            Array.Sort(Array.ConvertAll(sorted, item => chunks[item].Offsets[dimension]), sorted);
            var parts = new List<Node>();
            int first = 0;
            long start = node.Low[dimension], end = start;
            for (int i = 0; i <= sorted.Length; i++)
            {
                bool isBehind = i == sorted.Length;
                long begin = isBehind ? node.High[dimension] : chunks[sorted[i]].Offsets[dimension];
                if (isBehind || (i > first && begin >= end))
                {
                    if (begin != end) throw Hole(name, at);
                    parts.Add(node.Part(sorted[first..i], dimension, start, end));
                    (first, start) = (i, end);
                }
                else if (i == 0 && begin != start) throw Hole(name, at);
                if (!isBehind) end = Math.Max(end, begin + chunks[sorted[i]].Sizes[dimension]);
            }
            if (parts.Count < 2) continue;
            node.Cut(dimension, [.. parts]);
            return true;
        }
        return false;
    }

    // Blocks that have as many elements as their part of the tensor, and of which no two overlap, fill it.
    private static void CompareInPairs(Node node, IReadOnlyList<Chunk> chunks, string name, CheckpointLocation at)
    {
        ulong room = 1, taken = 0;
        for (int i = 0; i < node.Low.Length; i++) room *= (ulong)(node.High[i] - node.Low[i]);
        foreach (int item in node.Items)
        {
            ulong elements = 1;
            foreach (long size in chunks[item].Sizes) elements *= (ulong)size;
            if (elements > room - taken) throw Problems.Dcp(name, "has chunks that overlap", at);
            taken += elements;
        }
        if (taken < room) throw Hole(name, at);
        if (node.Items.Length > MaxPairwise)
            throw Problems.UnsupportedDcp(name, "is cut into chunks in a way that takes too long to check", at);
        for (int i = 0; i < node.Items.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Overlap(chunks[node.Items[i]], chunks[node.Items[j]])) throw Problems.Dcp(name, "has chunks that overlap", at);
            }
        }
    }

    private static bool Overlap(Chunk a, Chunk b)
    {
        for (int i = 0; i < a.Offsets.Length; i++)
        {
            if (a.Offsets[i] >= b.Offsets[i] + b.Sizes[i] || b.Offsets[i] >= a.Offsets[i] + a.Sizes[i]) return false;
        }
        return true;
    }

    private static MalformedCheckpointException Hole(string name, CheckpointLocation at) =>
        Problems.Dcp(name, "has chunks that do not fill it: there is a hole", at);

    private sealed class Node(int[] items, long[] low, long[] high, int depth)
    {
        public int[] Items { get; private set; } = items;

        public long[] Low => low;

        public long[] High => high;

        public int Depth => depth;

        public int Dimension { get; private set; }

        public Node[]? Parts { get; private set; }

        public Node Part(int[] items, int dimension, long start, long end)
        {
            long[] partLow = [.. low], partHigh = [.. high];
            (partLow[dimension], partHigh[dimension]) = (start, end);
            return new Node(items, partLow, partHigh, depth + 1);
        }

        public void Cut(int dimension, Node[] parts)
        {
            (Dimension, Parts) = (dimension, parts);
            Items = [];
        }
    }
}
