using SafeLoad.Values;
using TorchSharp;
using static SafeLoad.TorchSharp.Schedulers.SchedulerField;
using static TorchSharp.torch.optim.lr_scheduler.impl;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>
/// OneCycleLR: PyTorch keeps its phases in the file and their rates in the optimizer's groups; TorchSharp has both where nobody sets them.
/// So it must have been made with the same arguments, which is found out by trying it at a step of each phase.
/// </summary>
internal static class OneCycleKind
{
    private const double Tolerance = 1e-9;

    public static SchedulerKind Create(IEnumerable<SchedulerField> common) => new("OneCycleLR", typeof(OneCycleLR),
        [.. common, Count<OneCycleLR>("total_steps", s => ref SchedulerFields.TotalSteps(s), least: 1),
            Flag<OneCycleLR>("cycle_momentum", s => ref SchedulerFields.CycleMomentum(s))])
    {
        Check = static (scheduler, file) => Check((OneCycleLR)scheduler, file),
    };

    private static IEnumerable<string> Check(OneCycleLR scheduler, PyDict file)
    {
        if (!file.TryGetValue("total_steps", out PyValue total) || !file.TryGetValue("last_epoch", out PyValue epoch)
            || IntOf(epoch, 0) is not { } last) return [];
        if (IntOf(total, 1) != SchedulerFields.TotalSteps(scheduler))
            return [$"the file has {PyNumbers.Describe(total)} steps in all; this scheduler was made for "
                + $"{SchedulerFields.TotalSteps(scheduler)}"];
        if (file.TryGetValue("cycle_momentum", out PyValue cycles) && PyNumbers.Flag(cycles) != SchedulerFields.CycleMomentum(scheduler))
            return ["the file and this scheduler do not agree on whether the momentum cycles"];
        if (!OneCyclePhases.TryRead(file, out List<OneCyclePhase> phases)) return ["the file has no phases"];
        using var probe = new SchedulerProbe(scheduler);
        int start = 0;
        foreach (OneCyclePhase phase in phases)
        {
            int middle = (int)(start + (phase.End - start) / 2) + 1;
            if (middle > start && middle < phase.End)
            {
                double[] own = probe.RatesAt(middle);
                for (int i = 0; i < own.Length; i++)
                {
                    if (Same(own[i], OneCyclePhases.RateAt(scheduler, phases, middle, i))) continue;
                    if (i >= phases.Count - 1)
                        throw new NotSupportedException($"This TorchSharp's OneCycleLR gives group {i} other rates than PyTorch's: it "
                            + $"works for {phases.Count - 1} groups with {phases.Count} phases.");
                    return ["the file's phases are not those of this scheduler: it must be made with the arguments that PyTorch's was made "
                        + "with"];
                }
            }
            start = Math.Max(start, (int)phase.End);
        }
        if (!file.TryGetValue("_last_lr", out PyValue set) || RatesOf(set) is not { } rates
            || last > SchedulerFields.TotalSteps(scheduler) - 1) return [];
        double[] now = probe.RatesAt(last);
        return rates.Count == now.Length && Enumerable.Range(0, now.Length).All(i => Same(now[i], rates[i])) ? []
            : [FormattableString.Invariant($"the file's learning rate after {last} steps is {rates.FirstOrDefault()}; this scheduler's is ")
                + FormattableString.Invariant($"{now.FirstOrDefault()}: it must be made with the arguments that PyTorch's was made with")];
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(1e-12, Math.Max(Math.Abs(a), Math.Abs(b)));
}
