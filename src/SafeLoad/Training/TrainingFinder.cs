using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>Goes through a checkpoint level by level and says what each entry is: by its content where that tells, else by its key.</summary>
internal static class TrainingFinder
{
    // Frameworks wrap at most this often: {'trainer': {'state': {'epoch': …}}}.
    private const int DeepestLevel = 3;

    private const int MostEntries = 100_000;

    private static readonly TrainingRole[] s_scalars = [TrainingRole.Epoch, TrainingRole.Step, TrainingRole.Metric];

    /// <summary>Adds what a value holds.</summary>
    /// <param name="root">The value.</param>
    /// <param name="at">Where it stands: empty for a checkpoint's root, the file's name for one beside it.</param>
    /// <param name="found">What was found before, and gets what is found now.</param>
    public static void Find(PyValue root, string at, List<TrainingEntry> found)
    {
        var open = new Queue<(string Key, PyValue Value, int Level)>();
        var entered = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        if (!TryTake(at, "", root, found)) open.Enqueue((at, root, 0));
        int seen = 0;
        while (open.TryDequeue(out var level))
        {
            if (TrainingShapes.Entries(level.Value) is not { } entries || !entered.Add(entries)) continue;
            foreach (var (name, value) in entries)
            {
                if (!name.Is(PyKind.Str) || ++seen > MostEntries) continue;
                string own = name.AsString(), key = level.Key.Length == 0 ? own : level.Key + "." + own;
                if (value.RawReference is PyList list) TakeAll(key, list, found);
                if (!TryTake(key, own, value, found, level.Level > 0) && level.Level + 1 < DeepestLevel && value.RawReference is PyDict or PyObject) open.Enqueue((key, value, level.Level + 1));
            }
        }
    }

    // Lightning keeps lists of optimizers and schedulers.
    private static void TakeAll(string key, PyList list, List<TrainingEntry> found)
    {
        for (int i = 0; i < Math.Min(list.Count, MostEntries); i++)
        {
            if (ByContent(list[i]) is { } role) found.Add(new TrainingEntry(role, $"{key}.{i}", list[i], true, null));
        }
    }

    private static bool TryTake(string key, string own, PyValue value, List<TrainingEntry> found, bool isInner = false)
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

    private static TrainingRole? ByContent(PyValue value) =>
        TrainingShapes.IsOptimizer(value) ? TrainingRole.Optimizer
        : TrainingShapes.IsScheduler(value) ? TrainingRole.Scheduler
        : TrainingShapes.IsScaler(value) ? TrainingRole.Scaler
        : TrainingShapes.IsRandomState(value) ? TrainingRole.RandomState
        : TrainingShapes.IsWeights(value) ? TrainingRole.Model : null;
}
