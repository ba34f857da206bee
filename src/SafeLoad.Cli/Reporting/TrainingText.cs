using System.Globalization;
using SafeLoad.Training;

namespace SafeLoad.Cli.Reporting;

/// <summary>What of a training run is in a checkpoint, in a few lines for people.</summary>
internal static class TrainingText
{
    public static IEnumerable<string> Lines(TrainingCheckpoint training)
    {
        var counters = new List<string>();
        foreach (TrainingEntry entry in training.Entries.Where(static entry => entry.Role is TrainingRole.Epoch or TrainingRole.Step
            or TrainingRole.Metric))
        {
            if (counters.Count < 6 && NumberOf(training, entry) is { } number)
                counters.Add($"{Safe(entry.Key)} {number.ToString("G6", CultureInfo.InvariantCulture)}");
        }
        if (counters.Count > 0) yield return "training: " + string.Join(", ", counters);
        if (training.Ema is { } ema) yield return $"averaged weights: under '{Safe(ema.Path)}'";
        foreach (OptimizerState optimizer in training.Optimizers)
            yield return $"optimizer: {Safe(optimizer.Kind)} {Where(optimizer.Key)}, {Sizes.Count(optimizer.Groups.Count, "group")}, "
                + $"{Sizes.Count(optimizer.ParameterCount, "parameter")}{(optimizer.Groups.Count > 0
                    && optimizer.Groups[0].LearningRate is { } rate ? ", lr " + rate.ToString("G6", CultureInfo.InvariantCulture) : "")}";
        foreach (SchedulerState scheduler in training.Schedulers)
            yield return "scheduler: "
                + $"{Where(scheduler.Key)}{(scheduler.LastEpoch is { } last ? ", last epoch " + last.ToString(CultureInfo.InvariantCulture)
                    : "")}";
        foreach (string note in training.Notes) yield return "note: " + note;
    }

    private static double? NumberOf(TrainingCheckpoint training, TrainingEntry entry) => entry.Role switch
    {
        TrainingRole.Epoch => training.Epoch,
        TrainingRole.Step => training.Step,
        _ => training.Metrics.TryGetValue(entry.Key, out double value) ? value : null,
    };

    private static string Where(string key) => key.Length == 0 ? "(the file itself)" : $"under '{Safe(key)}'";

    private static string Safe(string text) => Checkpoint.Escape(text);
}
