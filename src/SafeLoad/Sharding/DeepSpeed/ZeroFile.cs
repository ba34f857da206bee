using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>One file of a DeepSpeed checkpoint, and what it says by the keys that DeepSpeed writes.</summary>
/// <remarks>deepspeed/runtime/engine.py, <c>_save_checkpoint</c>; zero/stage_1_and_2.py and stage3.py, <c>state_dict</c>.</remarks>
internal sealed class ZeroFile
{
    private readonly Budget _budget;

    public ZeroFile(string name, string path, LoadedCheckpoint loaded, Budget budget)
    {
        (Name, Loaded, _budget, At) = (name, loaded, budget, new CheckpointLocation(path));
        Root = loaded.Root.RawReference as PyDict ?? throw Bad($"holds a {loaded.Root.TypeName}, not a dict");
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>What was read.</summary>
    public LoadedCheckpoint Loaded { get; }

    /// <summary>Its dict.</summary>
    public PyDict Root { get; }

    /// <summary>The file.</summary>
    public CheckpointLocation At { get; }

    /// <summary>The part of the optimizer.</summary>
    public PyDict Optimizer => Dict("optimizer_state_dict") ?? throw Bad("has no optimizer_state_dict");

    /// <summary>A dict of the file; null where it has none.</summary>
    public PyDict? Dict(string key) => Root.TryGetValue(key, out PyValue value) ? value.RawReference as PyDict : null;

    /// <summary>The names and shapes of the parameters of each group, in the order in which they lie; null where the file has none. One
    /// dict before 0.5.4, a list of them since.</summary>
    public List<List<ZeroParameter>>? Shapes()
    {
        if (!Root.TryGetValue("param_shapes", out PyValue value) || value.IsNone) return null;
        PyDict[] groups = value.RawReference switch
        {
            PyDict one => [one],
            PyList list => [.. list.Select(item => item.RawReference as PyDict ?? throw Bad("has param_shapes that are no dicts"))],
            _ => throw Bad("has param_shapes that are no dicts"),
        };
        return [.. groups.Select(group => group.Select(entry => Parameter(entry.Key, entry.Value)).ToList())];
    }

    /// <summary>A parameter of a dict of names and shapes.</summary>
    public ZeroParameter Parameter(PyValue name, PyValue shape)
    {
        if (!name.Is(PyKind.Str) || shape.RawReference is not PyTuple sizes || !sizes.Items.All(static size => size.Is(PyKind.Int)))
            throw Bad("has shapes that are not numbers by names");
        _budget.CheckDimensions(sizes.Count, At);
        _budget.ChargeCopy((name.Length * 2L) + (sizes.Count * 8L), At);
        long[] lengths = Array.ConvertAll(sizes.Items, static size => size.AsInt64());
        return new ZeroParameter(name.AsString(), lengths, TensorBounds.ElementCount(lengths, At));
    }

    /// <summary>A list of flat tensors, each as the numbers in it.</summary>
    /// <exception cref="UnsupportedCheckpointException">They are something else.</exception>
    public ZeroPart[] Parts(PyValue value, string what) => value.RawReference is PyList list
        ? [.. list.Select(item => Part(item, what))] : throw Bad($"has {what} that are no list");

    /// <summary>A flat tensor as the numbers in it.</summary>
    public ZeroPart Part(PyValue value, string what)
    {
        if (value.RawReference is not PyTensor { Info: var tensor } || new RankPiece(Name, tensor) is not { IsPlain: true }
            || !tensor.IsContiguous || tensor.Storage!.IsBigEndian || tensor.IsMeta)
            throw Problems.UnsupportedZero($"{Problems.Name(Name)} has {what} that are no flat tensors", At);
        return new ZeroPart(tensor.DType,
            new StorageSource(tensor.Storage, tensor.StorageOffset * tensor.DType.ItemSize, tensor.ByteLength));
    }

    /// <summary>That the file contradicts DeepSpeed's format.</summary>
    public MalformedCheckpointException Bad(string problem) => Problems.ShardConflict($"{Problems.Name(Name)} {problem}", At);
}
