using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>Goes through a checkpoint level by level and says what each entry is: by its content where that tells, else by its key.</summary>
internal sealed class TrainingFinder(Budget budget, CheckpointLocation at)
{
    // Frameworks wrap at most this often: {'trainer': {'state': {'epoch': …}}}.
    private const int DeepestLevel = 3;

    private const int MostEntries = 100_000;

    private static readonly TrainingRole[] s_scalars = [TrainingRole.Epoch, TrainingRole.Step, TrainingRole.Metric];

    // What the content of a dict or object tells, and the lists that were gone through: each can stand under any number of keys.
    private readonly Dictionary<PyReference, TrainingRole?> _roles = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PyReference, bool> _weights = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<PyReference> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly TrainingShapes _shapes = new();

    /// <summary>Adds what a value holds.</summary>
    /// <param name="root">The value.</param>
    /// <param name="start">Where it stands: empty for a checkpoint's root, the file's name for one beside it.</param>
    /// <param name="found">What was found before, and gets what is found now.</param>
    public void Find(PyValue root, string start, List<TrainingEntry> found)
    {
        var open = new Queue<(string Key, PyValue Value, int Level)>();
        var entered = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        if (!TryTake(start, "", root, found)) open.Enqueue((start, root, 0));
        int seen = 0;
        while (open.TryDequeue(out var level))
        {
            if (TrainingShapes.Entries(level.Value) is not { } entries || !entered.Add(entries)) continue;
            foreach (var (name, value) in entries)
            {
                if (!name.Is(PyKind.Str) || ++seen > MostEntries) continue;
                string own = name.AsString(), key = level.Key.Length == 0 ? own : Under(level.Key, own);
                if (value.RawReference is PyList list && _lists.Add(list)) TakeAll(key, list, found);
                if (!TryTake(key, own, value, found, level.Level > 0) && level.Level + 1 < DeepestLevel && value.RawReference is PyDict or PyObject) open.Enqueue((key, value, level.Level + 1));
            }
        }
    }

    // Lightning keeps lists of optimizers and schedulers.
    private void TakeAll(string key, PyList list, List<TrainingEntry> found)
    {
        for (int i = 0; i < Math.Min(list.Count, MostEntries); i++)
        {
            if (ByContent(list[i]) is { } role) found.Add(new TrainingEntry(role, Under(key, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), list[i], true, null));
        }
    }

    private bool TryTake(string key, string own, PyValue value, List<TrainingEntry> found, bool isInner = false)
    {
        if (ByContent(value) is { } role)
        {
            if (role == TrainingRole.Model && TrainingKeys.IsEma(key)) role = TrainingRole.Ema;
            found.Add(new TrainingEntry(role, key, value, true, TrainingKeys.Nearest(own)));
            return true;
        }
        if (TrainingKeys.RoleOf(own, out string? near) is not { } named || value.IsNone) return false;
        bool fits = named switch
        {
            TrainingRole.Epoch or TrainingRole.Step or TrainingRole.Metric => TrainingShapes.Number(value) is not null,
            TrainingRole.RandomState => value.Kind is PyKind.Tensor or PyKind.Tuple or PyKind.List or PyKind.Dict,
            TrainingRole.Arguments => true,
            // Weights, optimizers and the like are what they look like, whatever they are called.
            _ => false,
        };
        // What stands deeper is somebody's own counter, if there is one above.
        if (!fits || (s_scalars.Contains(named) && isInner && found.Exists(entry => entry.Role == named))) return false;
        found.Add(new TrainingEntry(named, key, value, false, near));
        return named != TrainingRole.Arguments || value.RawReference is not PyDict;
    }

    private TrainingRole? ByContent(PyValue value)
    {
        if (value.RawReference is not (PyDict or PyObject)) return null;
        if (_roles.TryGetValue(value.RawReference, out TrainingRole? known)) return known;
        return _roles[value.RawReference] = _shapes.IsOptimizer(value) ? TrainingRole.Optimizer
            : TrainingShapes.IsScheduler(value) ? TrainingRole.Scheduler
            : TrainingShapes.IsScaler(value) ? TrainingRole.Scaler
            : TrainingShapes.IsRandomState(value) ? TrainingRole.RandomState
            : IsWeights(value) && !HoldsParts(value) ? TrainingRole.Model : null;
    }

    // {'model': {…}, 'optimizer': {…}, 'best_loss': tensor(0.3)}: a tensor beside them does not make weights of the whole. One level
    // down, and what is found there is remembered: the same dict can stand in thousands.
    private bool HoldsParts(PyValue value) => value.RawReference is PyDict dict && dict.Any(entry => entry.Value.RawReference is PyDict or PyObject
        && (_shapes.IsOptimizer(entry.Value) || TrainingShapes.IsScheduler(entry.Value)
            || (entry.Key.Is(PyKind.Str) && entry.Key.AsBytes().Length <= TrainingKeys.LongestKey
                && TrainingKeys.RoleOf(entry.Key.AsString(), out string? near) is TrainingRole.Model or TrainingRole.Ema && near is null && IsWeights(entry.Value))));

    private bool IsWeights(PyValue value)
    {
        if (!_weights.TryGetValue(value.RawReference!, out bool known)) _weights.Add(value.RawReference!, known = TrainingShapes.IsWeights(value));
        return known;
    }

    // A long key above many entries would be copied for each of them.
    private string Under(string key, string own)
    {
        budget.ChargeCopy(2L * (key.Length + own.Length), at);
        return key + "." + own;
    }
}
