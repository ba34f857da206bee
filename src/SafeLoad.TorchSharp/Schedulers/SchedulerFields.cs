using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>
/// The fields in which TorchSharp's schedulers keep their state. It has no public way to most of them, and PyTorch's <c>load_state_dict</c>
/// sets them all; the names are those of 0.105 and 0.107. A version that has others throws MissingFieldException when one is first used.
/// </summary>
/// <remarks>TorchSharp's src/TorchSharp/Optimizers/LRScheduler.cs.</remarks>
internal static class SchedulerFields
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_optimizer")]
    public static extern ref torch.optim.Optimizer Optimizer(LRScheduler scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_last_epoch")] public static extern ref int LastEpoch(LRScheduler scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_step_count")] public static extern ref int StepCount(LRScheduler scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_last_lrs")] public static extern ref IList<double> LastRates(LRScheduler scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_base_lrs")] public static extern ref IList<double> BaseRates(LRScheduler scheduler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_step_size")] public static extern ref int StepSize(impl.StepLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gamma")] public static extern ref double Gamma(impl.StepLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gamma")] public static extern ref double Gamma(impl.MultiStepLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_milestones")]
    public static extern ref IList<int> Milestones(impl.MultiStepLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sortedMilestones")]
    public static extern ref IList<int> SortedMilestones(impl.MultiStepLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gamma")] public static extern ref double Gamma(impl.ExponentialLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_factor")] public static extern ref double Factor(impl.ConstantLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total_iters")]
    public static extern ref int TotalIterations(impl.ConstantLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_start_factor")] public static extern ref double StartFactor(impl.LinearLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_end_factor")] public static extern ref double EndFactor(impl.LinearLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total_iters")] public static extern ref int TotalIterations(impl.LinearLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total_iters")]
    public static extern ref double TotalIterations(impl.PolynomialLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_power")] public static extern ref double Power(impl.PolynomialLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_T_max")] public static extern ref double MaxT(impl.CosineAnnealingLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_eta_min")] public static extern ref double MinEta(impl.CosineAnnealingLR scheduler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_schedulers")]
    public static extern ref LRScheduler[] Inner(impl.SequentialLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_milestones")] public static extern ref int[] Milestones(impl.SequentialLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_schedulers")]
    public static extern ref IEnumerable<LRScheduler> Inner(impl.ChainedLR scheduler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "factor")] public static extern ref double Factor(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "min_lrs")]
    public static extern ref List<double> MinRates(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "patience")] public static extern ref int Patience(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "cooldown")] public static extern ref int Cooldown(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "cooldown_counter")]
    public static extern ref int CooldownCounter(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "mode")] public static extern ref string Mode(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "threshold")]
    public static extern ref double Threshold(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "threshold_mode")]
    public static extern ref string ThresholdMode(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "best")] public static extern ref double Best(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "mode_worst")]
    public static extern ref double WorstOfMode(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "num_bad_epochs")]
    public static extern ref int BadEpochs(impl.ReduceLROnPlateau scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "eps")] public static extern ref double Eps(impl.ReduceLROnPlateau scheduler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total_size")] public static extern ref double TotalSize(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_step_ratio")] public static extern ref double StepRatio(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_scale_mode")]
    public static extern ref impl.CyclicLR.ScaleMode ScaleMode(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_mode")] public static extern ref impl.CyclicLR.Mode Mode(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cycle_momentum")]
    public static extern ref bool CycleMomentum(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_max_lrs")] public static extern ref List<double> MaxRates(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_base_momentum")]
    public static extern ref List<double>? BaseMomentum(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_max_momentum")]
    public static extern ref List<double>? MaxMomentum(impl.CyclicLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gamma")] public static extern ref double Gamma(impl.CyclicLR scheduler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total_steps")] public static extern ref int TotalSteps(impl.OneCycleLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cycle_momentum")]
    public static extern ref bool CycleMomentum(impl.OneCycleLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_phase_values")]
    public static extern ref Dictionary<string, List<double>> PhaseValues(impl.OneCycleLR scheduler);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_annealing_func")]
    public static extern ref Func<double, double, double, double> Anneal(impl.OneCycleLR scheduler);
}
