using SafeLoad.Training;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>Whether a file's optimizer is of a kind; state dicts do not name their class.</summary>
internal static class OptimizerMatch
{
    /// <summary>Why the file's state is not one of the kind; null if it is, or may be.</summary>
    public static string? WhyNot(OptimizerState file, OptimizerKind kind)
    {
        if (file.Kind == kind.Name) return null;
        // Before PyTorch 2.6 nothing in the file tells Adam and AdamW apart.
        if (kind.Name == "AdamW" && file.Kind == "Adam"
            && file.Groups.All(static group => !group.Options.TryGetValue("decoupled_weight_decay", out _))) return null;
        // Before the first step old files of these have the same options and nothing else.
        if (file.Kind is "RAdam" or "Adamax" && kind.Name is "RAdam" or "Adamax"
            && Enumerable.Range(0, file.ParameterCount).All(i => file.StateOf(i) is null)) return null;
        return file.Kind == "unknown" ? $"the file's optimizer is none of PyTorch's own, by its options; this one is {kind.Name}"
            : $"the file has the state of {Checkpoint.Escape(file.Kind, 80)}; this optimizer is {kind.Name}";
    }

    /// <summary>What a person should know after loading.</summary>
    public static IReadOnlyList<string> Notes(OptimizerState file, OptimizerKind kind)
    {
        var notes = new List<string>();
        if (file.UnusedStates > 0) notes.Add($"{file.UnusedStates} states belong to no parameter of any group and were left out");
        if (kind.Name == "RAdam")
            notes.Add("TorchSharp's RAdam multiplies by the learning rate twice from about the sixth step on: it does not step as "
                + "PyTorch's does");
        if (kind.Name == "SGD"
            && file.Groups.Any(static group => group.Options.TryGetValue("maximize", out var maximize) && PyNumbers.Flag(maximize) == true
                && group.Number("weight_decay") is not (null or 0)))
            notes.Add("TorchSharp's SGD with maximize lets weights grow where PyTorch's weight_decay lets them decay");
        return notes;
    }
}
