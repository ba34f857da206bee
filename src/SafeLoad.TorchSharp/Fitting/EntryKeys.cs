using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>The entries of a checkpoint that hold weights.</summary>
internal static class EntryKeys
{
    private const int MostShown = 8;

    /// <summary>The tensors of an entry; without a key of the one that is found.</summary>
    /// <exception cref="KeyNotFoundException">There is no such entry, or it holds no tensors; the message has those that do.</exception>
    public static StateDict Find(Checkpoint checkpoint, string? key)
    {
        if (key is null) return checkpoint.StateDict();
        try
        {
            return checkpoint.StateDict(key);
        }
        catch (KeyNotFoundException problem)
        {
            string[] others = [.. Of(checkpoint).Take(MostShown)];
            if (others.Length == 0) throw;
            string list = string.Join(", ", others.Select(static other => $"key: {NamePatterns.Quote(other)}"));
            throw new KeyNotFoundException($"{problem.Message} Entries that do: {list}.", problem);
        }
    }

    /// <summary>Models and averages, and what else of the root holds tensors and is nothing that training keeps beside them.</summary>
    public static IReadOnlyList<string> Of(Checkpoint checkpoint)
    {
        try
        {
            return Found(checkpoint);
        }
        catch (SafeLoadException)
        {
            // It is asked for what to say about something else.
            return [];
        }
    }

    private static List<string> Found(Checkpoint checkpoint)
    {
        var keys = new List<string>();
        foreach (TrainingEntry entry in checkpoint.Training.Entries)
        {
            if (entry.Role is TrainingRole.Model or TrainingRole.Ema && entry.Key.Length > 0 && HasTensors(checkpoint, entry.Key))
                keys.Add(entry.Key);
        }
        if (checkpoint.Root.Reference is not PyDict root) return keys;
        var known = checkpoint.Training.Entries.Select(static entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in root)
        {
            if (name.Kind == PyKind.Str && value.Reference is PyDict && !known.Contains(name.AsString())
                && HasTensors(checkpoint, name.AsString())) keys.Add(name.AsString());
        }
        return keys;
    }

    private static bool HasTensors(Checkpoint checkpoint, string key)
    {
        try
        {
            return checkpoint.StateDict(key).Count > 0;
        }
        catch (KeyNotFoundException)
        {
            return false;
        }
    }
}
