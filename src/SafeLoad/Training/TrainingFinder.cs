using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>Goes through a checkpoint level by level and says what each entry is: by its content where that tells,
/// else by its key.</summary>
internal sealed class TrainingFinder(Budget budget, CheckpointLocation at)
{
    // Frameworks wrap three times: {'trainer': {'state': {'epoch': …}}}. Networks and what stands beside them can lie deeper, single
    // tensors there are anything.
    private const int DeepestLevel = 16, DeepestMixed = 3;

    private const int MostEntries = 100_000;

    private static readonly TrainingRole[] s_scalars = [TrainingRole.Epoch, TrainingRole.Step, TrainingRole.Metric,
        TrainingRole.LearningRate];

    private readonly ContentRoles _content = new();

    // Lists that were gone through: each can stand under any number of keys.
    private readonly HashSet<PyReference> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(string Key, EntryPath Path, int Level)> _open = new();

    /// <summary>Dicts with parameters directly in them beside other parts: weights only where nothing else is.</summary>
    public List<EntryPath> Mixed { get; } = [];

    /// <summary>Tensors, lists and dicts that stand under the keys of measures, rates and random states, and are none that a program reads
    /// back as one number: what they are, so that nobody takes them for weights.</summary>
    public List<(PyReference Value, TrainingRole Role)> Measures { get; } = [];

    /// <summary>What a value is by its content, wherever it stands.</summary>
    public TrainingRole? RoleOf(PyReference value) => _content.RoleOf(value);

    /// <summary>Adds what a value holds.</summary>
    /// <param name="root">The value.</param>
    /// <param name="start">Where it stands: empty for a checkpoint's root, the file's name for one beside it.</param>
    /// <param name="found">What was found before, and gets what is found now.</param>
    public void Find(PyValue root, string start, List<TrainingEntry> found)
    {
        var entered = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        var top = new EntryPath(null, "", root);
        if (root.RawReference is PyList or PyTuple { Kind: PyKind.Tuple }) TakeAll(start, top, found, 0);
        else if (!TryTake(start, "", top, found)) _open.Enqueue((start, top, 0));
        int seen = 0;
        while (_open.TryDequeue(out var level))
        {
            if (TrainingShapes.Entries(level.Path.Value) is not { } entries || !entered.Add(entries)) continue;
            if (level.Level < DeepestMixed && ContentRoles.HoldsParameters(level.Path.Value)) Mixed.Add(level.Path);
            foreach (var (name, value) in entries)
            {
                if (!name.Is(PyKind.Str) || ++seen > MostEntries) continue;
                string own = name.AsString(), key = Under(level.Key, own);
                var path = new EntryPath(level.Path, own, value);
                if (value.RawReference is PyList or PyTuple { Kind: PyKind.Tuple } && _lists.Add(value.RawReference))
                    TakeAll(key, path, found, level.Level + 1);
                if (!TryTake(key, own, path, found, level.Level > 0)) Open(key, path, level.Level + 1);
            }
        }
    }

    private void Open(string key, EntryPath path, int level)
    {
        if (level < DeepestLevel && path.Value.RawReference is PyDict or PyObject or PyRecord { Attributes: not null })
            _open.Enqueue((key, path, level));
    }

    // Lightning keeps lists of optimizers and schedulers; others save a tuple of a state dict and an optimizer.
    private void TakeAll(string key, EntryPath list, List<TrainingEntry> found, int level)
    {
        var items = (IReadOnlyList<PyValue>)list.Value.RawReference!;
        for (int i = 0; i < Math.Min(items.Count, MostEntries); i++)
        {
            if (items[i].RawReference is not (PyDict or PyObject)) continue;
            var path = new EntryPath(list, i.ToString(CultureInfo.InvariantCulture), items[i]);
            string own = Under(key, path.Step);
            if (_content.RoleOf(items[i].RawReference!) is { } role)
                found.Add(new TrainingEntry(role, own, items[i], true, null) { Path = path });
            else Open(own, path, level);
        }
    }

    private bool TryTake(string key, string own, EntryPath path, List<TrainingEntry> found, bool isInner = false)
    {
        PyValue value = path.Value;
        TrainingRole? content = value.RawReference is PyDict or PyObject ? _content.RoleOf(value.RawReference) : null;
        if (content is null or TrainingRole.Model && TrainingKeys.NamedMeasure(own) is { } measure && value.RawReference is { } kept
            && !ContentRoles.HoldsLayers(value))
        {
            Measures.Add((kept, measure));
            content = null;
        }
        if (content is { } role)
        {
            if (role == TrainingRole.Model && TrainingKeys.IsEma(key)) role = TrainingRole.Ema;
            found.Add(new TrainingEntry(role, key, value, true, TrainingKeys.Nearest(own)) { Path = path });
            return true;
        }
        if (TrainingKeys.RoleOf(own, out string? near) is not { } named || value.IsNone) return false;
        bool fits = named switch
        {
            TrainingRole.Epoch or TrainingRole.Step or TrainingRole.Metric => TrainingShapes.IsNumber(value),
            // A number among the arguments is one of them; a tensor stands beside the weights.
            TrainingRole.LearningRate => value.Kind is PyKind.Tensor or PyKind.Array && TrainingShapes.IsNumber(value),
            TrainingRole.RandomState => value.Kind is PyKind.Tensor or PyKind.Array or PyKind.Tuple or PyKind.List or PyKind.Dict,
            TrainingRole.Arguments => true,
            // Of integers alone, or of single numbers, the key must tell.
            TrainingRole.Model or TrainingRole.Ema => near is null && _content.IsModelByKey(value),
            // Optimizers and the like are what they look like, whatever they are called.
            _ => false,
        };
        // What stands deeper is somebody's own counter, if there is one above.
        if (!fits || (s_scalars.Contains(named) && isInner && found.Exists(entry => entry.Role == named))) return false;
        found.Add(new TrainingEntry(named, key, value, false, near) { Path = path });
        return named != TrainingRole.Arguments || value.RawReference is not PyDict;
    }

    // A long key above many entries would be copied for each of them.
    private string Under(string key, string own)
    {
        if (key.Length == 0) return own;
        budget.ChargeCopy(2L * (key.Length + own.Length), at);
        return key + "." + own;
    }
}
