using SafeLoad.Values;
using static SafeLoad.TorchSharp.Schedulers.SchedulerField;
using static TorchSharp.torch.optim.lr_scheduler.impl;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>CyclicLR: the curve's shape is a function in TorchSharp, so that its mode is compared and not set.</summary>
internal static class CyclicKind
{
    private static readonly (string Word, CyclicLR.Mode Value)[] s_modes = [("triangular", CyclicLR.Mode.Triangular),
        ("triangular2", CyclicLR.Mode.Triangular2), ("exp_range", CyclicLR.Mode.ExpRange)];

    public static SchedulerKind Create(IEnumerable<SchedulerField> common) => new("CyclicLR", typeof(CyclicLR),
    [
        .. common, Number<CyclicLR>("total_size", s => ref SchedulerFields.TotalSize(s)),
        Number<CyclicLR>("step_ratio", s => ref SchedulerFields.StepRatio(s)), Number<CyclicLR>("gamma", s => ref SchedulerFields.Gamma(s)),
        Word("mode", (CyclicLR s) => ref SchedulerFields.Mode(s), s_modes),
        Flag<CyclicLR>("cycle_momentum", s => ref SchedulerFields.CycleMomentum(s)),
        Rates<CyclicLR>("max_lrs", s => SchedulerFields.MaxRates(s), (s, rates) => SchedulerFields.MaxRates(s) = rates),
        Rates<CyclicLR>("base_momentums", s => SchedulerFields.BaseMomentum(s), (s, momenta) => SchedulerFields.BaseMomentum(s) =
            momenta, isRequired: false),
        Rates<CyclicLR>("max_momentums", s => SchedulerFields.MaxMomentum(s), (s, momenta) => SchedulerFields.MaxMomentum(s) =
            momenta, isRequired: false),
        ScaleMode("scale_mode"), ScaleMode("_scale_mode"),
    ])
    {
        Check = Check,
        Extra = static _ => [("_scale_fn_custom", PyValue.None)],
        Note = static file => file.TryGetValue("cycle_momentum", out PyValue cycles) && PyNumbers.Flag(cycles) == true
            ? "TorchSharp's CyclicLR raises the momentum where PyTorch's lowers it; the learning rates are the same" : null,
    };

    // PyTorch 2.0 to 2.4 have it with an underscore. TorchSharp's exp_range starts with another one than PyTorch's; the file's is set.
    private static SchedulerField ScaleMode(string name) =>
        Word("scale_mode", (CyclicLR s) => ref SchedulerFields.ScaleMode(s), ("cycle", CyclicLR.ScaleMode.Cycle),
            ("iterations", CyclicLR.ScaleMode.Iterations)) with { Name = name, IsRequired = false };

    private static IEnumerable<string> Check(global::TorchSharp.torch.optim.lr_scheduler.LRScheduler scheduler, PyDict file)
    {
        var cyclic = (CyclicLR)scheduler;
        string own = s_modes.First(pair => pair.Value == SchedulerFields.Mode(cyclic)).Word;
        if (file.TryGetValue("mode", out PyValue mode) && mode.Kind == PyKind.Str && mode.AsString() != own)
            yield return $"the file's mode is {mode}; this scheduler was made with '{own}'";
        if (file.TryGetValue("_scale_fn_custom", out PyValue custom) && !custom.IsNone)
            yield return "the file's scale is a function of its own, which is not in the file";
        foreach (string name in new[] { "total_size", "step_ratio" })
        {
            if (file.TryGetValue(name, out PyValue size) && PyNumbers.Finite(size) is <= 0)
                yield return $"'{name}' is {PyNumbers.Describe(size)}; it must be above 0";
        }
        bool needsMomentum = file.TryGetValue("cycle_momentum", out PyValue cycles) && PyNumbers.Flag(cycles) == true;
        if (needsMomentum && (!file.TryGetValue("base_momentums", out _) || !file.TryGetValue("max_momentums", out _)))
            yield return "the file cycles the momentum, and does not say between which";
        if (needsMomentum
            && SchedulerFields.Optimizer(scheduler).ParamGroups.Any(static group => group is not global::TorchSharp.torch.optim.IMomentum))
            yield return "the file cycles the momentum, which this optimizer does not have";
    }
}
