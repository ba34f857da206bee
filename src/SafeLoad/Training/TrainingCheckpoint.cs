using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>
/// A checkpoint as a training program wrote it: weights, optimizers, schedulers, counters. Found by what the entries look like, and by
/// their keys where they look like nothing in particular; <see cref="Entries"/> says which was taken for what.
/// </summary>
/// <remarks>A view: nothing is copied, and it lives as long as its checkpoint.</remarks>
public sealed class TrainingCheckpoint
{
    private readonly IReadOnlyList<string> _notes;

    private TrainingCheckpoint(IReadOnlyList<TrainingEntry> entries, StateDict? model, StateDict? ema, IReadOnlyList<string> notes,
        Budget budget, CheckpointLocation at)
    {
        _notes = notes;
        Entries = entries;
        Model = model;
        Ema = ema;
        Optimizers = [.. Of(TrainingRole.Optimizer).Select(entry => OptimizerState.Of(entry.Value, entry.Key, budget, at))];
        Schedulers = [.. Of(TrainingRole.Scheduler).Select(entry => SchedulerState.Of(entry.Value, entry.Key, budget, at))];
    }

    /// <summary>What was found, in the checkpoint's order, level by level;
    /// of a folder also in the files that trainers keep beside the weights (<c>optimizer.pt</c>,
    /// <c>scheduler.pt</c>, <c>rng_state.pth</c>, <c>trainer_state.json</c> …), whose names begin the keys then.</summary>
    public IReadOnlyList<TrainingEntry> Entries { get; }

    /// <summary>The model's weights; null if there are none. <see cref="StateDict.Path"/> has their key.</summary>
    public StateDict? Model { get; }

    /// <summary>The averaged weights; null if there are none.</summary>
    public StateDict? Ema { get; }

    /// <summary>The optimizers, in order.</summary>
    public IReadOnlyList<OptimizerState> Optimizers { get; }

    /// <summary>The first optimizer; null if there is none.</summary>
    public OptimizerState? Optimizer => Optimizers.Count > 0 ? Optimizers[0] : null;

    /// <summary>The schedulers, in order.</summary>
    public IReadOnlyList<SchedulerState> Schedulers { get; }

    /// <summary>The first scheduler; null if there is none.</summary>
    public SchedulerState? Scheduler => Schedulers.Count > 0 ? Schedulers[0] : null;

    /// <summary>The state of the mixed-precision scaler; null if there is none.</summary>
    public PyDict? Scaler => First(TrainingRole.Scaler)?.Value.Reference as PyDict;

    /// <summary>The epoch, which some programs count in fractions; null if there is none.</summary>
    public double? Epoch => Number(TrainingRole.Epoch);

    /// <summary>The number of steps: <c>global_step</c>, <c>iteration</c>, <c>iter_num</c> …; null if there is none.</summary>
    public long? Step => Number(TrainingRole.Step) is { } step && Math.Abs(step) < 1e15 ? (long)step : null;

    /// <summary>The loss; null if there is none.</summary>
    public double? Loss => Of(TrainingRole.Metric).Where(static entry => entry.Key.Contains("loss", StringComparison.OrdinalIgnoreCase))
        .Select(static entry => TrainingShapes.Number(entry.Value)).FirstOrDefault();

    /// <summary>Losses, accuracies and other measures by their keys.</summary>
    /// <exception cref="MalformedCheckpointException">One is a tensor whose bytes do not match their checksum (SL1105).</exception>
    public IReadOnlyDictionary<string, double> Metrics => Of(TrainingRole.Metric).GroupBy(static entry => entry.Key, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => TrainingShapes.Number(group.First().Value)!.Value, StringComparer.Ordinal);

    /// <summary>States of random number generators by their keys.</summary>
    public IReadOnlyList<TrainingEntry> RandomStates => [.. Of(TrainingRole.RandomState)];

    /// <summary>Arguments and configuration; null if there are none.</summary>
    public PyValue? Arguments => First(TrainingRole.Arguments)?.Value;

    /// <summary>What a person should look at: entries whose key is probably misspelled, states of no parameter. Safe to print.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            var notes = new List<string>(_notes);
            foreach (TrainingEntry entry in Entries.Where(static entry => entry.ExpectedKey is not null))
                notes.Add($"'{Printable.Escape(entry.Key)}' was taken for the {RoleNames.WordsOf(entry.Role)}; programs look for "
                    + $"'{entry.ExpectedKey}'");
            foreach (OptimizerState optimizer in Optimizers.Where(static optimizer => optimizer.UnusedStates > 0))
                notes.Add(FormattableString.Invariant($"'{Printable.Escape(optimizer.Key)}' has {optimizer.UnusedStates} states of ")
                    + "parameters that are in none of its groups");
            return notes;
        }
    }

    /// <param name="contents">What the checkpoint holds.</param>
    /// <param name="beside">The values of the files beside the weights, by the files' names.</param>
    /// <param name="notes">Which of these files were not read, and why.</param>
    /// <param name="budget">What looking may cost.</param>
    /// <param name="at">What errors call the file.</param>
    internal static TrainingCheckpoint Of(
        CheckpointContents contents, IReadOnlyList<(string Name, PyValue Value)> beside, IReadOnlyList<string> notes, Budget budget,
        CheckpointLocation at)
    {
        var entries = new List<TrainingEntry>(contents.Entries);
        var finder = new TrainingFinder(budget, at);
        foreach (var (name, value) in beside) finder.Find(value, name, entries);
        StateDict? ema = contents.Entries.FirstOrDefault(static entry => entry.Role == TrainingRole.Ema) is { } averaged
            ? contents.TensorsOf(averaged) : null;
        StateDict? model = contents.Weights.Choice.Role == TrainingRole.Model ? contents.Weights.Tensors : null;
        return new TrainingCheckpoint(entries, model, ema, notes, budget, at);
    }

    private IEnumerable<TrainingEntry> Of(TrainingRole role) => Entries.Where(entry => entry.Role == role);

    private TrainingEntry? First(TrainingRole role) => Of(role).FirstOrDefault();

    private double? Number(TrainingRole role) => First(role) is { } entry ? TrainingShapes.Number(entry.Value) : null;
}
