using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Sharding.Dcp;

/// <summary>Makes one checkpoint of the safetensors files that several processes wrote, which say where their pieces begin.</summary>
/// <remarks>torch/distributed/checkpoint/hf_storage.py, <c>HuggingFaceStorageWriter</c>. No file says how large the whole is, nor how many
/// files there are: the pieces must fill what they reach.</remarks>
internal sealed class OffsetMerger
{
    private readonly IReadOnlyList<Shard> _shards;
    private readonly CheckpointLocation _at;
    private readonly Dictionary<string, List<(RankPiece Piece, long[] Offsets)>> _pieces = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    private OffsetMerger(IReadOnlyList<Shard> shards, CheckpointLocation at) => (_shards, _at) = (shards, at);

    /// <summary>Whether files say where their pieces begin.</summary>
    public static bool Handles(IReadOnlyList<Shard> shards) =>
        shards.Any(static shard => shard.Loaded.Metadata.ContainsKey(SavedOffsets.Key));

    /// <summary>Joins the files' tensors.</summary>
    /// <exception cref="MalformedCheckpointException">A file is missing (SL1307), files contradict each other (SL1308), or pieces do not
    /// fill their tensor (SL1309).</exception>
    public static LoadedCheckpoint Merge(IReadOnlyList<Shard> shards, Budget budget, CheckpointLocation at)
    {
        var merger = new OffsetMerger(shards, at);
        merger.CheckNumbers();
        foreach (Shard shard in shards) merger.Take(shard, budget);
        return merger.Join(budget);
    }

    private void CheckNumbers()
    {
        int[] found = [.. _shards.Select(static shard => SavedOffsets.ShardOf(shard.Name)).Where(static number => number > 0)
            .Distinct().Order()];
        if (found.Length == 0 || found.Length == found[^1]) return;
        int[] first = [.. Enumerable.Range(1, found.Length + 10).Where(number => number < found[^1] && !found.Contains(number)).Take(10)];
        throw Problems.ShardNumbersMissing("shard", found[^1] - found.Length, found[^1], first, _at);
    }

    private void Take(Shard shard, Budget budget)
    {
        var at = new CheckpointLocation(shard.Name);
        Dictionary<string, long[]> offsets = shard.Loaded.Metadata.TryGetValue(SavedOffsets.Key, out string? text)
            ? SavedOffsets.Parse(text, budget, at) : [];
        foreach (var (key, value) in shard.Weights)
        {
            string name = key.AsString();
            if (value.RawReference is not PyTensor { Info: var tensor } || new RankPiece(shard.Name, tensor) is not { IsPlain: true } piece)
                throw Problems.UnsupportedDcp(name, "is no plain tensor, of which pieces could be joined", at);
            // A file without a word about a tensor has all of it.
            long[] start = offsets.TryGetValue(name, out long[]? said) ? said : new long[tensor.Shape.Length];
            if (start.Length != tensor.Shape.Length) throw Problems.Dcp(name, "has offsets of another number of dimensions", at);
            if (!_pieces.TryGetValue(name, out var pieces))
            {
                _pieces.Add(name, pieces = []);
                _names.Add(name);
            }
            pieces.Add((piece, start));
        }
    }

    private LoadedCheckpoint Join(Budget budget)
    {
        var root = new PyDict(PyDict.OrderedDictType);
        var storages = new List<StorageInfo>();
        foreach (string name in _names)
        {
            TensorInfo whole = Join(name, _pieces[name]);
            storages.Add(whole.Storage!);
            root.Add(PyValue.FromText(name), new PyValue(new PyTensor(whole)));
        }
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in _shards.SelectMany(static shard => shard.Loaded.Metadata))
        {
            if (key != SavedOffsets.Key) metadata.TryAdd(key, value);
        }
        LoadedCheckpoint all = ShardMerger.Combine(_shards, root, budget, "joined", metadata);
        string note = FormattableString.Invariant(
            $"joined of {_shards.Count:N0} files, which do not say how many there are: one that is missing at the end would not be ")
            + "noticed";
        return all with { Storages = storages, Notes = [.. all.Notes, note] };
    }

    private TensorInfo Join(string name, List<(RankPiece Piece, long[] Offsets)> pieces)
    {
        TensorInfo first = pieces[0].Piece.Tensor;
        long[] size = new long[first.Shape.Length];
        foreach (var (piece, offsets) in pieces)
        {
            if (piece.Tensor.DType != first.DType || offsets.Length != size.Length)
                throw Problems.ShardConflict(
                    $"{Problems.Name(name)} is {first} in {Problems.Name(pieces[0].Piece.File)} and {piece.Tensor} "
                    + $"in {Problems.Name(piece.File)}", _at);
            for (int i = 0; i < size.Length; i++)
            {
                if (offsets[i] > long.MaxValue - piece.Tensor.Shape[i])
                    throw Problems.Dcp(name, $"has an offset beyond 2^63 in {Problems.Name(piece.File)}", _at);
                size[i] = Math.Max(size[i], offsets[i] + piece.Tensor.Shape[i]);
            }
        }
        // What only offsets claim must be filled before anything believes it.
        var blocks = pieces.Where(static piece => piece.Piece.Tensor.ElementCount > 0)
            .GroupBy(static piece => string.Join(",", piece.Offsets) + ":" + string.Join(",", piece.Piece.Tensor.ShapeArray)).ToList();
        if (blocks.Count == 0 && Array.IndexOf(size, 0L) < 0) throw Problems.Dcp(name, "has pieces without elements only", _at);
        Chunk[] chunks = [.. blocks.Select(static same => new Chunk(same.First().Offsets, same.First().Piece.Tensor.ShapeArray))];
        ChunkTree? tree = blocks.Count == 0 ? null : ChunkTree.Build(name, size, chunks, _at);
        if (TensorBounds.ElementCount(size, _at) > long.MaxValue / first.DType.ItemSize)
            throw Problems.Dcp(name, "has more than 2^63 bytes", _at);
        TensorInfo[] tensors = [.. blocks.Select(same =>
            Replicas.Of(name, [.. same.Select(static piece => (piece.Piece.File, piece.Piece.Tensor))], _at))];
        return JoinedTensor.Of(name, (first.DType, size), chunks, tensors, tree, _at);
    }
}
