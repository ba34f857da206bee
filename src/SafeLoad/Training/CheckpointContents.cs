using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>What a checkpoint's root holds: what its entries are, and which of them is the weights. Looked at once.</summary>
internal sealed class CheckpointContents
{
    private readonly PyValue _root;
    private readonly IReadOnlyList<StorageInfo> _storages;
    private readonly IReadOnlyList<UnreadTensor> _unread;
    private readonly Func<Budget> _budget;
    private readonly string? _file;
    private readonly TrainingFinder _finder;
    private readonly Dictionary<PyReference, TrainingRole> _roles = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks.</summary>
    /// <param name="root">What was saved.</param>
    /// <param name="storages">Every storage of the file.</param>
    /// <param name="unread">The tensors of the file that are not in the root.</param>
    /// <param name="budget">What each answer may cost.</param>
    /// <param name="file">What errors call the file.</param>
    public CheckpointContents(PyValue root, IReadOnlyList<StorageInfo> storages, IReadOnlyList<UnreadTensor> unread,
        Func<Budget> budget, string? file)
    {
        (_root, _storages, _unread, _budget, _file) = (root, storages, unread, budget, file);
        _finder = new TrainingFinder(budget(), new CheckpointLocation(file));
        var entries = new List<TrainingEntry>();
        _finder.Find(root, "", entries);
        var choice = WeightsChoice.Of(root, entries, _finder.Mixed);
        // Parameters beside other things are an entry as well: the one that was taken.
        if (choice is { Role: TrainingRole.Model, Path: var path } && _finder.Mixed.Contains(path))
            entries.Add(new TrainingEntry(TrainingRole.Model, path.Text, path.Value, true, null) { Path = path });
        foreach (TrainingEntry entry in entries)
        {
            if (entry.Value.RawReference is { } value && entry.Value.Reference is not null && value != choice.Path.Value.RawReference)
                _roles.TryAdd(value, entry.Role);
        }
        foreach (var (value, role) in _finder.Measures)
        {
            if (value != choice.Path.Value.RawReference) _roles.TryAdd(value, role);
        }
        Entries = entries;
        Weights = Of(choice, isAsked: false);
    }

    /// <summary>What the entries are, level by level.</summary>
    public IReadOnlyList<TrainingEntry> Entries { get; }

    /// <summary>The weights.</summary>
    public Weights Weights { get; }

    /// <summary>The tensors under a key, as the weights.</summary>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    public Weights Under(string key) => Of(WeightsChoice.Of(_root, key), isAsked: true);

    /// <summary>The tensors of an entry.</summary>
    public StateDict TensorsOf(TrainingEntry entry) =>
        entry.Path == Weights.Choice.Path ? Weights.Tensors : Of(new WeightsChoice(entry.Path, entry.Role, ""), isAsked: true).Tensors;

    private Weights Of(WeightsChoice choice, bool isAsked) =>
        Weights.Of(_root, choice, RoleOf, _storages, _unread, isAsked, _budget(), _file);

    // Deep inside, only what is unmistakable: a module in a module is a part of it and no second network.
    private TrainingRole? RoleOf(PyReference value) =>
        _roles.TryGetValue(value, out TrainingRole role) ? role
        : _finder.RoleOf(value) is { } content && content != TrainingRole.Model ? content : null;
}
