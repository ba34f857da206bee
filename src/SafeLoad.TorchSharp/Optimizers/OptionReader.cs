using SafeLoad.Training;
using SafeLoad.Values;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>Reads the options of a group of parameters.</summary>
internal static class OptionReader
{
    private static readonly string[] s_common = ["params", "lr", "initial_lr"];

    /// <summary>What to assign; what is wrong is added to the problems.</summary>
    public static List<Action<OptimizerOptions>> Read(
        ParameterGroup group, int index, OptimizerKind kind, List<string> problems, NameSet leftOut)
    {
        var assignments = new List<Action<OptimizerOptions>>();
        if (!group.Options.TryGetValue("lr", out PyValue lr)) problems.Add($"group {index} has no 'lr'");
        else if (PyNumbers.Finite(lr) is not { } rate) Wrong("lr", lr, "a finite number");
        else
        {
            double initial = rate;
            // Without a scheduler PyTorch has none, and one made later starts from the rate.
            if (group.Options.TryGetValue("initial_lr", out PyValue start))
            {
                if (PyNumbers.Finite(start) is { } first) initial = first;
                else Wrong("initial_lr", start, "a finite number");
            }
            assignments.Add(options => (options.LearningRate, options.InitialLearningRate) = (rate, initial));
        }
        foreach (OptionField field in kind.Options)
        {
            PyValue? value = group.Options.TryGetValue(field.Name, out PyValue given) ? given : field.Absent;
            if (value is not { } known) problems.Add($"group {index} has no '{field.Name}'");
            else if (field.Parse(known) is { } assign) assignments.Add(assign);
            else Wrong(field.Name, known, field.Expected);
        }
        foreach (var (name, only) in kind.Fixed)
        {
            if (group.Options.TryGetValue(name, out PyValue value) && !value.IsNone && PyNumbers.Flag(value) != only)
                problems.Add($"group {index} has {name}={PyNumbers.Describe(value)}; TorchSharp's {kind.Name} has no such option and "
                    + $"behaves as {(only ? "True" : "False")}");
        }
        foreach (var (name, _) in group.Options)
        {
            if (name.Kind != PyKind.Str || !IsKnown(name.AsString())) leftOut.Add(name);
        }
        return assignments;

        void Wrong(string name, PyValue value, string expected) =>
            problems.Add($"'{name}' of group {index} is {PyNumbers.Describe(value)}; it must be {expected}");
        bool IsKnown(string name) => s_common.Contains(name) || kind.Options.Exists(field => field.Name == name);
    }
}
