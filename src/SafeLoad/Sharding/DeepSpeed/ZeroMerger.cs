using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>The weights of a DeepSpeed checkpoint under the model's names, in the precision that the optimizer keeps them in.</summary>
/// <remarks>deepspeed/utils/zero_to_fp32.py says what is joined of what.</remarks>
internal sealed class ZeroMerger
{
    private readonly ZeroFile[] _models, _optimizers, _experts;
    private readonly ZeroFiles _files;
    private readonly CheckpointLocation _at;
    private readonly List<string> _notes = [];

    private ZeroMerger(ZeroFiles files, IReadOnlyList<ZeroFile> opened, CheckpointLocation at)
    {
        (_files, _at) = (files, at);
        _models = [.. opened.Take(files.Models.Length)];
        _optimizers = [.. opened.Skip(files.Models.Length).Take(files.Optimizers.Length)];
        _experts = [.. opened.Skip(files.Models.Length + files.Optimizers.Length)];
    }

    /// <summary>Joins the files.</summary>
    /// <param name="files">Their names.</param>
    /// <param name="opened">The files, in the order of <see cref="ZeroFiles.All"/>.</param>
    /// <param name="budget">What loading has cost.</param>
    /// <param name="at">The folder.</param>
    /// <exception cref="MalformedCheckpointException">A file is missing (SL1307), or they contradict each other (SL1308).</exception>
    /// <exception cref="UnsupportedCheckpointException">The weights cannot be told from the files.</exception>
    public static LoadedCheckpoint Merge(ZeroFiles files, IReadOnlyList<ZeroFile> opened, Budget budget, CheckpointLocation at)
    {
        var merger = new ZeroMerger(files, opened, at);
        PyDict root = files.Optimizers.Length == 0 ? merger.ModelAlone() : merger.Merge();
        Shard[] shards = [.. opened.Select(static file => new Shard(file.Name, file.Loaded, file.Root))];
        LoadedCheckpoint all = ShardMerger.Combine(shards, root, budget, "of a DeepSpeed checkpoint", new Dictionary<string, string>());
        IEnumerable<StorageInfo> storages = root.SelectMany(static entry => ((PyTensor)entry.Value.RawReference!).Info.Parts)
            .Select(static part => part.Storage!);
        return all with { Storages = [.. storages.Distinct()], Notes = [.. all.Notes.Concat(merger._notes)] };
    }

    // Without the optimizer's files there is what the model itself computes with.
    private PyDict ModelAlone()
    {
        if (_models.Length != 1)
            throw Problems.UnsupportedZero("its weights are in the *_optim_states.pt files of stage 3, of which none is there", _at);
        _notes.Add("no *_optim_states.pt is there: these are the weights that the model computes with, often in 16 bits");
        var root = new PyDict(PyDict.OrderedDictType);
        foreach (ZeroFile file in (ZeroFile[])[_models[0], .. _experts]) AddTensors(root, ModuleOf(file));
        return root.Count > 0 ? root : throw _models[0].Bad("has no tensors under 'module'");
    }

    private PyDict Merge()
    {
        var weights = new ZeroWeights(_files, _models, _optimizers, hasExperts: _experts.Length > 0, _at);
        weights.Join();
        _notes.Add(
            "the optimizer's own numbers, and the weights in the precision that the model computes with, are not in this checkpoint");
        return Root(weights);
    }

    // In the model's order: joined weights, buffers, other names of weights; then what the model's dict does not name.
    private PyDict Root(ZeroWeights weights)
    {
        var root = new PyDict(PyDict.OrderedDictType);
        var joined =
            weights.Tensors.ToDictionary(static tensor => tensor.Key, static tensor => new PyTensor(tensor.Value), StringComparer.Ordinal);
        PyDict? shared = _models[0].Dict("shared_params"), module = _models[0].Dict("module");
        HashSet<string> buffers = Buffers();
        PyDict experts = Experts();
        var kept = new List<string>();
        foreach (var (key, value) in module ?? new PyDict())
        {
            string name = key.Is(PyKind.Str) ? key.AsString() : throw _models[0].Bad("has a module whose names are no texts");
            if (joined.TryGetValue(name, out PyTensor? tensor)) root.Add(key, new PyValue(tensor));
            else if (experts.TryGetValue(key, out PyValue expert)) root.Add(key, expert);
            else if (value.RawReference is PyTensor && !IsShared(shared, key) && (!weights.IsCut || buffers.Contains(name)))
            {
                root.Add(key, value);
                if (!buffers.Contains(name)) kept.Add(Printable.Escape(name));
            }
        }
        foreach (var (name, tensor) in joined) AddNew(root, PyValue.FromText(name), new PyValue(tensor));
        AddTensors(root, experts);
        if (_experts.Length > 0)
            _notes.Add("the experts are as their files have them, often in 16 bits: DeepSpeed does not say how it cut others");
        foreach (var (other, first) in shared ?? new PyDict())
        {
            if (root.TryGetValue(first, out PyValue value)) AddNew(root, other, value);
            else throw _models[0].Bad($"says that {other} is another name of {first}, which is not there");
        }
        if (kept.Count > 0) _notes.Add("as the model's file has them, since no group does: " + ListText.Of(kept));
        return root;
    }

    private PyDict Experts()
    {
        var experts = new PyDict();
        foreach (ZeroFile file in _experts)
        {
            foreach (var (key, value) in ModuleOf(file))
            {
                if (experts.TryGetValue(key, out _))
                    throw file.Bad($"has {Printable.Escape(key.ToString())}, which another expert has too");
                if (value.RawReference is PyTensor) experts.Add(key, value);
            }
        }
        return experts;
    }

    private HashSet<string> Buffers()
    {
        foreach (ZeroFile file in (ZeroFile[])[_models[0], _optimizers[0]])
        {
            if (file.Root.TryGetValue("buffer_names", out PyValue names) && names.RawReference is PyList list)
                return [.. list.Where(static name => name.Is(PyKind.Str)).Select(static name => name.AsString())];
        }
        return [];
    }

    private static PyDict ModuleOf(ZeroFile file) => file.Dict("module") ?? file.Root;

    private static bool IsShared(PyDict? shared, PyValue key) => shared is not null && shared.TryGetValue(key, out _);

    private static void AddTensors(PyDict root, PyDict tensors)
    {
        foreach (var (key, value) in tensors)
        {
            if (value.RawReference is PyTensor) AddNew(root, key, value);
        }
    }

    private static void AddNew(PyDict root, PyValue key, PyValue value)
    {
        if (!root.TryGetValue(key, out _)) root.Add(key, value);
    }
}
