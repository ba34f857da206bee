using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Sharding;

/// <summary>Makes one checkpoint of the files of all processes that a model is spread over: whole tensors of their pieces.</summary>
internal sealed class RankMerger
{
    private readonly IReadOnlyList<Shard> _shards;
    private readonly CheckpointLocation _at;
    private readonly HashSet<StorageInfo> _pieces = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<StorageInfo> _joined = new(ReferenceEqualityComparer.Instance);
    private readonly MeshStorages _meshes = new();
    private readonly List<string> _unseen = [];
    // A weight that has two names is one object in each file.
    private readonly Dictionary<PyTensor, (PyTensor[] All, PyTensor Joined)> _known = new(ReferenceEqualityComparer.Instance);

    private RankMerger(IReadOnlyList<Shard> shards, CheckpointLocation at) => (_shards, _at) = (shards, at);

    /// <summary>Whether files have pieces of tensors.</summary>
    public static bool Handles(IReadOnlyList<Shard> shards) => shards.Any(static shard =>
        shard.Weights.Any(static entry => entry.Value.RawReference is PyTensor { Info.Spread: not null }));

    /// <summary>Joins the dicts: names in the order in which they first come, whatever files have them.</summary>
    /// <exception cref="MalformedCheckpointException">A file is missing (SL1307), or the files contradict each other (SL1308).</exception>
    /// <exception cref="UnsupportedCheckpointException">How pieces belong together is not written down.</exception>
    public static LoadedCheckpoint Merge(IReadOnlyList<Shard> shards, Budget budget, CheckpointLocation at) =>
        new RankMerger(shards, at).Merge(budget);

    private LoadedCheckpoint Merge(Budget budget)
    {
        var root = new PyDict(PyDict.OrderedDictType);
        foreach (Shard shard in _shards)
        {
            foreach (var (key, _) in shard.Weights)
            {
                if (!root.TryGetValue(key, out PyValue _)) root.Add(key, Join(key));
            }
        }
        root.Attributes = _shards[0].Weights.Attributes;
        LoadedCheckpoint all = ShardMerger.Combine(_shards, root, budget, "joined", new Dictionary<string, string>(StringComparer.Ordinal));
        var notes = new List<string>(all.Notes);
        if (_unseen.Count > 0) notes.Add("several files have these, and the first one's were taken without a look at the others': "
            + ListText.Of(_unseen));
        IEnumerable<StorageInfo> others = all.Storages.Where(storage => !_pieces.Contains(storage) && !_meshes.Found.Contains(storage));
        return all with { Notes = notes, Storages = [.. others.Concat(_joined).Distinct()] };
    }

    private PyValue Join(PyValue key)
    {
        var values = new List<(string File, PyValue Value)>();
        foreach (Shard shard in _shards)
        {
            if (shard.Weights.TryGetValue(key, out PyValue value)) values.Add((shard.Name, value));
        }
        if (!values.TrueForAll(static entry => entry.Value.RawReference is PyTensor { Info: { IsMeta: false } or { Spread: not null } }
            tensor && (tensor.Info.Spread is not null || new RankPiece(entry.File, tensor.Info).IsPlain)))
        {
            if (values.Count > 1) _unseen.Add(Printable.Escape(key.ToString()));
            return values[0].Value;
        }
        PyTensor[] tensors = [.. values.Select(static entry => (PyTensor)entry.Value.RawReference!)];
        if (_known.TryGetValue(tensors[0], out var known) && known.All.SequenceEqual(tensors)) return new PyValue(known.Joined);
        RankPiece[] pieces = [.. values.Select((entry, i) => new RankPiece(entry.File, tensors[i].Info))];
        TensorInfo whole = SpreadJoiner.Join(key.Is(PyKind.Str) ? key.AsString() : key.ToString(), pieces, _at);
        foreach (PyTensor tensor in tensors) _meshes.Add(tensor);
        foreach (RankPiece piece in pieces)
        {
            if (piece.Local?.Storage is { } storage) _pieces.Add(storage);
        }
        if (whole.Storage is { } made) _joined.Add(made);
        var joined = new PyTensor(whole);
        _known[tensors[0]] = (tensors, joined);
        return new PyValue(joined);
    }
}
