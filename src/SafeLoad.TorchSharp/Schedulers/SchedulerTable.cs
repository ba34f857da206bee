using SafeLoad.Values;
using static SafeLoad.TorchSharp.Schedulers.SchedulerField;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>The schedulers that PyTorch and TorchSharp both have. A further one is one entry here.</summary>
/// <remarks>torch/optim/lr_scheduler.py.</remarks>
internal static class SchedulerTable
{
    private static readonly SchedulerField[] s_base =
    [
        Count<LRScheduler>("last_epoch", s => ref SchedulerFields.LastEpoch(s), least: -1),
        Count<LRScheduler>("_step_count", s => ref SchedulerFields.StepCount(s), isRequired: false),
        Rates<LRScheduler>("_last_lr", s => SchedulerFields.LastRates(s), (s, rates) => SchedulerFields.LastRates(s) =
        rates, isRequired: false),
    ];

    private static readonly SchedulerField[] s_common = [.. s_base,
        Rates<LRScheduler>("base_lrs", s => SchedulerFields.BaseRates(s), (s, rates) => SchedulerFields.BaseRates(s) = rates)];

    public static IReadOnlyList<SchedulerKind> All { get; } =
    [
        new("StepLR", typeof(impl.StepLR),
            [.. s_common, Count<impl.StepLR>("step_size", s => ref SchedulerFields.StepSize(s), least: 1),
                Number<impl.StepLR>("gamma", s => ref SchedulerFields.Gamma(s))]),
        new("MultiStepLR", typeof(impl.MultiStepLR),
            [.. s_common, MilestoneFields.OfMultiStep, Number<impl.MultiStepLR>("gamma", s => ref SchedulerFields.Gamma(s))]),
        new("ExponentialLR", typeof(impl.ExponentialLR),
            [.. s_common, Number<impl.ExponentialLR>("gamma", s => ref SchedulerFields.Gamma(s))]),
        new("ConstantLR", typeof(impl.ConstantLR),
            [.. s_common, Number<impl.ConstantLR>("factor", s => ref SchedulerFields.Factor(s)),
                Count<impl.ConstantLR>("total_iters", s => ref SchedulerFields.TotalIterations(s))]),
        new("LinearLR", typeof(impl.LinearLR),
        [
            .. s_common, Number<impl.LinearLR>("start_factor", s => ref SchedulerFields.StartFactor(s)),
            Number<impl.LinearLR>("end_factor", s => ref SchedulerFields.EndFactor(s)),
            Count<impl.LinearLR>("total_iters", s => ref SchedulerFields.TotalIterations(s)),
        ]),
        new("PolynomialLR", typeof(impl.PolynomialLR),
            [.. s_common, Number<impl.PolynomialLR>("total_iters", s => ref SchedulerFields.TotalIterations(s)),
                Number<impl.PolynomialLR>("power", s => ref SchedulerFields.Power(s))]),
        new("CosineAnnealingLR", typeof(impl.CosineAnnealingLR),
            [.. s_common, Number<impl.CosineAnnealingLR>("T_max", s => ref SchedulerFields.MaxT(s)),
                Number<impl.CosineAnnealingLR>("eta_min", s => ref SchedulerFields.MinEta(s))]),
        // Functions are not in the file: those that the scheduler was made with stay.
        new("LambdaLR", typeof(impl.LambdaLR), s_common) { Extra = NoFunctions },
        new("MultiplicativeLR", typeof(impl.MultiplicativeLR), s_common) { Extra = NoFunctions },
        new("SequentialLR", typeof(impl.SequentialLR), [.. s_base, MilestoneFields.OfSequential]) { Inner =
        static s => SchedulerFields.Inner((impl.SequentialLR)s) },
        new("ChainedScheduler", typeof(impl.ChainedLR), []) { Inner = static s => [.. SchedulerFields.Inner((impl.ChainedLR)s)] },
        new("ReduceLROnPlateau", typeof(impl.ReduceLROnPlateau),
        [
            .. s_base, Number<impl.ReduceLROnPlateau>("factor", s => ref SchedulerFields.Factor(s)),
            Rates<impl.ReduceLROnPlateau>("min_lrs", s => SchedulerFields.MinRates(s), (s, rates) => SchedulerFields.MinRates(s) = rates),
            Count<impl.ReduceLROnPlateau>("patience", s => ref SchedulerFields.Patience(s)),
            Count<impl.ReduceLROnPlateau>("cooldown", s => ref SchedulerFields.Cooldown(s)),
            Count<impl.ReduceLROnPlateau>("cooldown_counter", s => ref SchedulerFields.CooldownCounter(s)),
            Word<impl.ReduceLROnPlateau, string>("mode", s => ref SchedulerFields.Mode(s), ("min", "min"), ("max", "max")),
            Number<impl.ReduceLROnPlateau>("threshold", s => ref SchedulerFields.Threshold(s)),
            Word<impl.ReduceLROnPlateau, string>(
                "threshold_mode", s => ref SchedulerFields.ThresholdMode(s), ("rel", "rel"), ("abs", "abs")),
            // Infinite before the first epoch.
            AnyNumber<impl.ReduceLROnPlateau>("best", s => ref SchedulerFields.Best(s)),
            AnyNumber<impl.ReduceLROnPlateau>("mode_worse", s => ref SchedulerFields.WorstOfMode(s), isRequired: false),
            Count<impl.ReduceLROnPlateau>("num_bad_epochs", s => ref SchedulerFields.BadEpochs(s)),
            Number<impl.ReduceLROnPlateau>("eps", s => ref SchedulerFields.Eps(s)),
        ]),
        CyclicKind.Create(s_common),
        OneCycleKind.Create(s_common),
    ];

    /// <summary>The kind of a scheduler.</summary>
    /// <exception cref="NotSupportedException">It is a class of the caller's own.</exception>
    public static SchedulerKind Of(LRScheduler scheduler) => All.FirstOrDefault(kind => kind.Type == scheduler.GetType())
        ?? throw new NotSupportedException($"{scheduler.GetType().Name} is no scheduler of TorchSharp's own whose state PyTorch knows "
            + $"({string.Join(", ", All.Select(static kind => kind.Name))}).");

    private static IEnumerable<(string, PyValue)> NoFunctions(LRScheduler scheduler) =>
        [("lr_lambdas", PyValues.List(SchedulerFields.BaseRates(scheduler).Select(static _ => PyValue.None)))];
}
