using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>
/// The weights of a checkpoint: which entry holds them and why it was taken, every tensor in it with its name, and what other tensors there
/// are. Everybody who reads or writes weights asks here, so that all of them mean the same.
/// </summary>
/// <remarks>A view: nothing is copied, and it lives as long as its checkpoint.</remarks>
public sealed class Weights
{
    private readonly List<FoundTensor> _own;
    private readonly HashSet<PyReference> _named;
    private readonly Lazy<StateDict> _tensors;
    private readonly Lazy<IReadOnlyList<OtherTensor>> _others;
    private readonly IReadOnlyList<StorageInfo> _storages;
    private readonly IReadOnlyList<UnreadTensor> _unread;

    private Weights(WeightsChoice choice, TensorWalk walk, PyValue root, IReadOnlyList<StorageInfo> storages,
        IReadOnlyList<UnreadTensor> unread, bool isAsked, string? file)
    {
        (Choice, Walk, Root, _storages, _unread) = (choice, walk, root, storages, unread);
        List<FoundTensor> found = [.. walk.Named(choice.Path.Value, "").Where(static found => found.Tensor is not null)];
        _own = isAsked ? found : [.. found.Where(IsOwn)];
        // Of a file that has nothing else, what it has.
        if (_own.Count == 0) _own = found;
        _named = new HashSet<PyReference>(_own.Select(static tensor => tensor.Value), ReferenceEqualityComparer.Instance);
        _tensors = new Lazy<StateDict>(() => ByName(file));
        OptimizerTensors = [.. _own.Where(static tensor => tensor.Role == TrainingRole.Optimizer || OptimizerKinds.IsState(tensor.Name))
            .Select(static tensor => tensor.Name)];
        _others = new Lazy<IReadOnlyList<OtherTensor>>(FindOthers);
    }

    /// <summary>The entry that holds them, with dots; empty for the root. Chosen by the file.</summary>
    public string Key => Choice.Path.Text;

    /// <summary>Why that entry was taken, in a clause. Safe to print.</summary>
    public string Why => Choice.Why;

    /// <summary>Its tensors by name, in file order. Arrays of NumPy stand there as tensors over the same bytes.</summary>
    /// <exception cref="MalformedCheckpointException">Two tensors have the same dotted name (SL1409).</exception>
    public StateDict Tensors => _tensors.Value;

    /// <summary>Every other tensor, array and storage of the checkpoint, in file order: of optimizers, averages, a second network;
    /// measures and random states; what is set on modules beside their state dicts. Last those that the file has and nobody here can read:
    /// they are named, with the reason.</summary>
    /// <exception cref="LimitExceededException">The names repeat long keys more often than the pickle's size justifies
    /// (SL4012).</exception>
    public IReadOnlyList<OtherTensor> Others => _others.Value;

    /// <summary>The names of those tensors among <see cref="Tensors"/> that are an optimizer's state:
    /// there are some where nothing else is, where they were asked for,
    /// and where somebody put them under the names of parameters.</summary>
    public IReadOnlyList<string> OptimizerTensors { get; }

    internal WeightsChoice Choice { get; }

    /// <summary>What the modules wrote about themselves, where the entry has it; else null.</summary>
    internal PyDict? ModuleMetadata =>
        Choice.Path.Value.RawReference is PyDict { Attributes: { } own } && own.TryGetValue("_metadata", out PyValue metadata)
        ? metadata.RawReference as PyDict : null;

    private TensorWalk Walk { get; }

    private PyValue Root { get; }

    /// <summary>What of the checkpoint is in none of the tensors that were written: tensors of the weights, all others,
    /// and storages that no tensor views. Empty if everything was.</summary>
    /// <param name="written">The tensors that were written, as they stand in <see cref="Tensors"/>: before they were cast,
    /// and also those that are not written again because they are the same as others.</param>
    /// <param name="reasons">By name in <see cref="Tensors"/>: why it was not written. Default: not chosen.</param>
    /// <exception cref="LimitExceededException">As for <see cref="Others"/>.</exception>
    public IReadOnlyList<OtherTensor> LeftOut(IEnumerable<TensorInfo> written, IReadOnlyDictionary<string, string>? reasons = null)
    {
        ArgumentNullException.ThrowIfNull(written);
        var tensors = new HashSet<TensorInfo>(written, ReferenceEqualityComparer.Instance);
        return LeftOut(tensors,
            [.. tensors.SelectMany(static tensor => tensor.Parts).SelectMany(static part => FoundTensor.WithBases(part.Storage!))],
            reasons);
    }

    // Where a value was written in place of the root: all by their ways from there.
    internal IReadOnlyList<OtherTensor> LeftOut(PyValue written, IReadOnlySet<string> dropped)
    {
        List<FoundTensor> found = [.. Walk.Unnamed(written, new HashSet<PyReference>(ReferenceEqualityComparer.Instance))];
        var tensors =
            new HashSet<TensorInfo>(found.Select(static tensor => tensor.Tensor).OfType<TensorInfo>(), ReferenceEqualityComparer.Instance);
        HashSet<StorageInfo> storages = [.. found.SelectMany(static tensor => tensor.Storages)];
        string start = Key.Length == 0 ? "" : Key + ".";
        var weights = _own.Where(own => !own.IsMade && !tensors.Contains(own.Tensor!))
            .Select(own => Other(own with { Name = start + own.Name }, "", isNamed: true));
        return [.. weights.Concat(OthersWithout(tensors, storages)).Select(other => other with
        {
            Reason = IsUnder(other.Name, dropped) ? "as asked for" : other.IsNamed ? "what it stood in was left out" : other.Reason,
        })];
    }

    private static bool IsUnder(string name, IReadOnlySet<string> paths) =>
        paths.Any(path => name.StartsWith(path, StringComparison.Ordinal)
            && (name.Length == path.Length || name[path.Length] is '.' or '@'));

    internal static Weights Of(PyValue root, WeightsChoice choice, Func<PyReference, TrainingRole?> roleOf,
        IReadOnlyList<StorageInfo> storages, IReadOnlyList<UnreadTensor> unread, bool isAsked, Budget budget, string? file) =>
        new(choice, new TensorWalk(budget, new CheckpointLocation(file), roleOf), root, storages, unread, isAsked, file);

    private List<OtherTensor> LeftOut(HashSet<TensorInfo> tensors, HashSet<StorageInfo> storages,
        IReadOnlyDictionary<string, string>? reasons)
    {
        var left = new List<OtherTensor>();
        foreach (var (name, tensor) in Tensors)
        {
            if (tensors.Contains(tensor)) continue;
            string reason = reasons is not null && reasons.TryGetValue(name, out string? known) ? known : "not chosen";
            left.Add(new OtherTensor(name, tensor, Choice.Role, reason));
        }
        left.AddRange(OthersWithout(tensors, storages));
        return left;
    }

    private IEnumerable<OtherTensor> OthersWithout(HashSet<TensorInfo> tensors, HashSet<StorageInfo> storages) => Others.Where(other =>
        other.Tensor is { } tensor ? !tensors.Contains(tensor) : other.Storages.Count == 0 || !other.Storages.All(storages.Contains));

    private StateDict ByName(string? file)
    {
        var entries = new List<KeyValuePair<string, TensorInfo>>();
        var byName = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        foreach (FoundTensor tensor in _own)
        {
            if (!byName.TryAdd(tensor.Name, tensor.Tensor!)) throw Problems.DuplicateTensorName(tensor.Name, file);
            entries.Add(new(tensor.Name, tensor.Tensor!));
        }
        return new StateDict(Key, entries, byName);
    }

    private bool IsOwn(FoundTensor tensor) => tensor.Role is null or TrainingRole.Model || tensor.Role == Choice.Role
        || (Choice.Role is null
            && tensor.Role is TrainingRole.Metric or TrainingRole.Epoch or TrainingRole.Step or TrainingRole.LearningRate);

    private List<OtherTensor> FindOthers()
    {
        var known = new HashSet<PyReference>(_named, ReferenceEqualityComparer.Instance);
        var others = new List<OtherTensor>();
        foreach (FoundTensor found in Walk.Named(Root, ""))
        {
            string reason = found.Role is { } role && role != Choice.Role ? RoleNames.WordsOf(role) : "not under " + Shown;
            if (!found.IsMade && known.Add(found.Value)) others.Add(Other(found, reason, isNamed: true));
        }
        foreach (FoundTensor found in Walk.Unnamed(Root, known)) others.Add(Other(found, "no state dict names it", isNamed: false));
        var reached = new HashSet<StorageInfo>(others.SelectMany(static other => other.Storages), ReferenceEqualityComparer.Instance);
        foreach (PyReference value in _named) reached.UnionWith(new FoundTensor("", value, null).Storages);
        foreach (StorageInfo storage in _storages)
        {
            if (reached.Add(storage))
                others.Add(new OtherTensor("storage " + storage.Key, null, null, "no tensor views it") { Storages =
                    (StorageInfo[])[storage] });
        }
        others.AddRange(_unread.Select(static unread => new OtherTensor(unread.Name, null, null, unread.Reason)));
        return others;
    }

    private string Shown => Key.Length == 0 ? "what was taken" : "'" + Printable.Escape(Key) + "'";

    private static OtherTensor Other(FoundTensor found, string reason, bool isNamed) =>
        new(found.Name, found.Tensor, found.Role, found.Value switch
    {
        PyStorage => "a storage and no tensor",
        PyArray array when found.Tensor is null => $"PyTorch has no dtype for NumPy's {Printable.Escape(array.DType.Text)}",
        _ => reason,
    })
    { Storages = [.. found.Storages], IsNamed = isNamed && found.Tensor is not null };
}
