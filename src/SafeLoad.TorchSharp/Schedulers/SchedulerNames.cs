using SafeLoad.Values;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>Tells schedulers apart by what they keep; state dicts do not name their class.</summary>
/// <remarks>torch/optim/lr_scheduler.py.</remarks>
internal static class SchedulerNames
{
    // The first whose entries are all there; those that have more before those that have less.
    private static readonly (string Kind, string[] Entries)[] s_kinds =
    [
        ("SequentialLR", ["_schedulers", "_milestones"]), ("ChainedScheduler", ["_schedulers"]),
        ("ReduceLROnPlateau", ["num_bad_epochs", "patience"]), ("CosineAnnealingWarmRestarts", ["T_mult"]),
        ("CosineAnnealingLR", ["T_max", "eta_min"]), ("OneCycleLR", ["total_steps", "_schedule_phases"]),
        ("CyclicLR", ["max_lrs", "step_ratio"]), ("StepLR", ["step_size", "gamma"]), ("MultiStepLR", ["milestones", "gamma"]),
        ("LinearLR", ["start_factor", "end_factor"]), ("ConstantLR", ["factor", "total_iters"]), ("PolynomialLR", ["power", "total_iters"]),
        ("LambdaLR", ["lr_lambdas"]), ("SWALR", ["anneal_strategy"]), ("ExponentialLR", ["gamma", "base_lrs"]),
    ];

    /// <summary>PyTorch's class, as far as the entries tell; null otherwise.</summary>
    public static string? Of(PyDict entries) =>
        Array.Find(s_kinds, kind => Array.TrueForAll(kind.Entries, name => entries.TryGetValue(name, out _))).Kind;

    /// <summary>Whether what the entries tell is a kind; nothing tells LambdaLR and MultiplicativeLR apart.</summary>
    public static bool Fits(string? found, string kind) => found == kind || (found == "LambdaLR" && kind == "MultiplicativeLR");
}
