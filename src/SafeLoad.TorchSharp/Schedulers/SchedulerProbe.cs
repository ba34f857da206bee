using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>Tries a scheduler at other steps, and puts everything back afterwards.</summary>
internal sealed class SchedulerProbe : IDisposable
{
    private readonly LRScheduler _scheduler;
    private readonly (int Epoch, int Steps, IList<double> Last) _before;
    private readonly List<(torch.optim.ILearningRateController Group, double Rate, double? Momentum, (double, double)? Betas)> _groups;

    public SchedulerProbe(LRScheduler scheduler)
    {
        _scheduler = scheduler;
        _before = (SchedulerFields.LastEpoch(scheduler), SchedulerFields.StepCount(scheduler), SchedulerFields.LastRates(scheduler));
        SchedulerFields.LastRates(scheduler) = [.. _before.Last];
        _groups = [.. SchedulerFields.Optimizer(scheduler).ParamGroups.Select(static group =>
            (group, group.LearningRate, (group as torch.optim.IMomentum)?.Momentum, (group as torch.optim.IBetas)?.Betas))];
    }

    /// <summary>The rates that it sets at a step.</summary>
    public double[] RatesAt(int epoch)
    {
        _scheduler.step((int?)epoch);
        return [.. _groups.Select(static held => held.Group.LearningRate)];
    }

    public void Dispose()
    {
        (SchedulerFields.LastEpoch(_scheduler), SchedulerFields.StepCount(_scheduler), SchedulerFields.LastRates(_scheduler)) = _before;
        foreach (var (group, rate, momentum, betas) in _groups)
        {
            group.LearningRate = rate;
            if (momentum is { } was) ((torch.optim.IMomentum)group).Momentum = was;
            if (betas is { } pair) ((torch.optim.IBetas)group).Betas = pair;
        }
    }
}
