using System.Text.Json;
using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>Training checkpoints that Interop/write_training.py wrote, and what PyTorch's state dicts held.</summary>
internal sealed class TrainingSet(string folder)
{
    private readonly JsonElement _expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;

    public IReadOnlyList<string> Files => [.. _expected.EnumerateObject().Select(static file => file.Name)];

    /// <summary>Asserts that the typed view of a file is what PyTorch's own state dicts held.</summary>
    public void Check(string file)
    {
        JsonElement expected = _expected.GetProperty(file);
        // Some schedulers of older releases keep a method of theirs, and with it themselves, in their state dict.
        using Checkpoint checkpoint =
            Checkpoint.Open(Path.Combine(folder, file), new CheckpointOptions { KeepObjects = true });
        TrainingCheckpoint training = checkpoint.Training;
        Assert.That((training.Epoch, training.Loss, training.Model!.Path, training.Notes.Count),
            Is.EqualTo((3.0, 1.25, "model_state_dict", 0)), file);
        CheckOptimizer(training.Optimizer!, expected, file);
        CheckScheduler(training.Scheduler!, expected.GetProperty("scheduler"), file);
    }

    private static void CheckOptimizer(OptimizerState optimizer, JsonElement expected, string file)
    {
        Assert.That(optimizer.Key, Is.EqualTo("optimizer_state_dict"), file);
        int position = 0;
        foreach (var (group, row) in optimizer.Groups.Zip(expected.GetProperty("groups").EnumerateArray().ToList()))
        {
            Assert.That(group.First, Is.EqualTo(position), file);
            Assert.That(group.Options.Select(static option => option.Key.AsString()),
                Is.EqualTo(row.EnumerateObject().Select(static option => option.Name)), file);
            foreach (JsonProperty option in row.EnumerateObject())
                CheckValue(group.Options[option.Name], option.Value, $"{file} {option.Name}");
            foreach (JsonElement parameter in row.GetProperty("params").GetProperty("items").EnumerateArray())
            {
                PyDict? state = optimizer.StateOf(position++);
                if (!expected.GetProperty("state").TryGetProperty(parameter.GetProperty("v").GetString()!, out JsonElement kept))
                {
                    Assert.That(state, Is.Null, file);
                    continue;
                }
                Assert.That(state!.Select(static entry => entry.Key.AsString()),
                    Is.EqualTo(kept.EnumerateObject().Select(static entry => entry.Name)), file);
                foreach (JsonProperty entry in kept.EnumerateObject())
                    CheckValue(state![entry.Name], entry.Value, $"{file} {position} {entry.Name}");
            }
        }
        Assert.That(optimizer.ParameterCount, Is.EqualTo(position), file);
    }

    private static void CheckScheduler(SchedulerState scheduler, JsonElement expected, string file)
    {
        Assert.That(scheduler.Key, Is.EqualTo("scheduler_state_dict"), file);
        foreach (JsonProperty entry in expected.EnumerateObject())
            CheckValue(scheduler.Entries[entry.Name], entry.Value, $"{file} {entry.Name}");
        if (expected.TryGetProperty("last_epoch", out JsonElement last))
            Assert.That(scheduler.LastEpoch,
                Is.EqualTo(long.Parse(last.GetProperty("v").GetString()!, System.Globalization.CultureInfo.InvariantCulture)), file);
        if (expected.TryGetProperty("base_lrs", out JsonElement rates))
            Assert.That(scheduler.BaseLearningRates, Has.Count.EqualTo(rates.GetProperty("items").GetArrayLength()), file);
        if (expected.TryGetProperty("_schedulers", out JsonElement inner))
            Assert.That(scheduler.Inner, Has.Count.EqualTo(inner.GetProperty("items").GetArrayLength()), file);
    }

    private static void CheckValue(PyValue value, JsonElement expected, string what)
    {
        switch (expected.GetProperty("t").GetString())
        {
            case "tensor":
                var tensor = (PyTensor)value.Reference!;
                Assert.That((tensor.Info.DType.ToString(), ExpectedTensors.Hash(tensor.Info)),
                    Is.EqualTo((expected.GetProperty("dtype").GetString(), expected.GetProperty("sha256").GetString())), what);
                break;
            case "list" or "tuple":
                var items = (IReadOnlyList<PyValue>)value.Reference!;
                Assert.That(items, Has.Count.EqualTo(expected.GetProperty("items").GetArrayLength()), what);
                for (int i = 0; i < items.Count; i++) CheckValue(items[i], expected.GetProperty("items")[i], what);
                break;
            case "dict":
                var dict = (PyDict)value.Reference!;
                Assert.That(dict, Has.Count.EqualTo(expected.GetProperty("items").EnumerateObject().Count()), what);
                foreach (var (key, entry) in dict)
                    CheckValue(
                        entry, expected.GetProperty("items").GetProperty(key.Is(PyKind.Str) ? key.AsString() : key.ToString()), what);
                break;
            case "other":
                break;
            default:
                Assert.That(PythonRepr.Of(value), Is.EqualTo(expected.GetProperty("v").GetString()), what);
                break;
        }
    }
}
