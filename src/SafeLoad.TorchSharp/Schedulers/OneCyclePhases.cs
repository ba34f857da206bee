using SafeLoad.Values;
using static TorchSharp.torch.optim.lr_scheduler.impl;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>A phase of OneCycleLR: until which step, and between which rates.</summary>
internal sealed record OneCyclePhase(double End, string From, string To);

/// <summary>The phases that a file has, and the rates that PyTorch's formula gives for them.</summary>
/// <remarks>torch/optim/lr_scheduler.py, <c>OneCycleLR.get_lr</c>.</remarks>
internal static class OneCyclePhases
{
    private const int MostPhases = 3;

    public static bool TryRead(PyDict file, out List<OneCyclePhase> phases)
    {
        phases = [];
        if (!file.TryGetValue("_schedule_phases", out PyValue list) || PyNumbers.Items(list) is not { Count: >= 1 and <= MostPhases } items)
            return false;
        foreach (PyValue item in items)
        {
            if (item.Reference is not PyDict phase || !phase.TryGetValue("end_step", out PyValue end)
                || PyNumbers.Finite(end) is not { } step || step > int.MaxValue || Text(phase, "start_lr") is not { } from
                || Text(phase, "end_lr") is not { } to) return false;
            phases.Add(new OneCyclePhase(step, from, to));
        }
        return true;
    }

    /// <summary>What PyTorch gives at a step, between the rates that TorchSharp's scheduler was made with;
    /// NaN where it has none of that name.</summary>
    public static double RateAt(OneCycleLR scheduler, IReadOnlyList<OneCyclePhase> phases, int step, int group)
    {
        double start = 0;
        Dictionary<string, List<double>> rates = SchedulerFields.PhaseValues(scheduler);
        foreach (OneCyclePhase phase in phases)
        {
            if (step <= phase.End || ReferenceEquals(phase, phases[^1]))
                return rates.TryGetValue(phase.From, out var from) && rates.TryGetValue(phase.To, out var to)
                    ? SchedulerFields.Anneal(scheduler)(from[group], to[group], (step - start) / (phase.End - start)) : double.NaN;
            start = phase.End;
        }
        return double.NaN;
    }

    private static string? Text(PyDict phase, string name) =>
        phase.TryGetValue(name, out PyValue value) && value.Kind == PyKind.Str ? value.AsString() : null;
}
