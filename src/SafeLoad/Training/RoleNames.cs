namespace SafeLoad.Training;

/// <summary>What roles are called: in reports and on the command line, and in sentences.</summary>
internal static class RoleNames
{
    // In the order of TrainingRole.
    private static readonly (string Name, string Words, string[] Aliases)[] s_rows =
    [
        ("model", "model", []),
        ("ema", "averaged weights", []),
        ("optimizer", "optimizer", []),
        ("scheduler", "scheduler", []),
        ("scaler", "scaler", []),
        ("epoch", "epoch", []),
        ("step", "step", []),
        ("metric", "metric", []),
        ("random_state", "random state", ["rng"]),
        ("arguments", "arguments", ["args"]),
        ("learning_rate", "learning rate", []),
    ];

    /// <summary>The roles that stand beside a model and can be left out of a checkpoint as a whole.</summary>
    public static IReadOnlyList<TrainingRole> Removable { get; } =
        [TrainingRole.Ema, TrainingRole.Optimizer, TrainingRole.Scheduler, TrainingRole.Scaler, TrainingRole.RandomState,
            TrainingRole.Arguments];

    /// <summary>The name of a role: <c>random_state</c>.</summary>
    public static string NameOf(TrainingRole role) => s_rows[(int)role].Name;

    /// <summary>A role in words: <c>random state</c>.</summary>
    public static string WordsOf(TrainingRole role) => s_rows[(int)role].Words;

    /// <summary>The role of a name, or of a shorter one that was used before: <c>rng</c>, <c>args</c>; null if it is none.</summary>
    public static TrainingRole? RoleOf(string name)
    {
        int row = Array.FindIndex(s_rows, row => row.Name == name || row.Aliases.Contains(name));
        return row < 0 ? null : (TrainingRole)row;
    }
}
