using SafeLoad.Values;
using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>A scheduler's state dict as PyTorch's <c>load_state_dict</c> takes it.</summary>
/// <remarks>torch/optim/lr_scheduler.py, <c>state_dict</c>.</remarks>
internal static class SchedulerWriter
{
    /// <summary>The state dict.</summary>
    /// <exception cref="NotSupportedException">It is no scheduler of TorchSharp's own, or of a version with other fields.</exception>
    public static PyValue ToValue(LRScheduler scheduler)
    {
        SchedulerKind kind = SchedulerTable.Of(scheduler);
        try
        {
            return ToValue(scheduler, kind);
        }
        catch (MissingFieldException missing)
        {
            throw new NotSupportedException(
                $"This version of TorchSharp keeps the state of {kind.Name} in other fields than those that are known.", missing);
        }
    }

    /// <summary>What a scheduler keeps in a group of the optimizer.</summary>
    public static IEnumerable<(string Name, PyValue Value)> GroupEntries(LRScheduler? scheduler, int group)
    {
        if (scheduler is not impl.OneCycleLR cycle) return [];
        string[] names = ["initial_lr", "max_lr", "min_lr", "max_momentum", "base_momentum"];
        Dictionary<string, List<double>> values = SchedulerFields.PhaseValues(cycle);
        return names.Where(values.ContainsKey).Select(name => (name, PyValues.Float(values[name][group])));
    }

    private static PyValue ToValue(LRScheduler scheduler, SchedulerKind kind)
    {
        var entries = new List<(string Name, PyValue Value)>();
        foreach (SchedulerField field in kind.Fields)
        {
            // TorchSharp's plateau does not note what it sets.
            PyValue value = field.Name == "_last_lr" && scheduler is impl.ReduceLROnPlateau ? RatesOf(SchedulerFields.Optimizer(scheduler))
                : field.Get(scheduler);
            if (!value.IsNone || field.IsRequired) entries.Add((field.Name, value));
        }
        entries.AddRange(kind.Extra(scheduler));
        IReadOnlyList<LRScheduler> inner = kind.Inner(scheduler);
        if (inner.Count > 0)
        {
            entries.Add(("_schedulers", PyValues.List(inner.Select(ToValue))));
            if (!entries.Exists(static entry => entry.Name == "_last_lr") && SchedulerFields.Optimizer(inner[^1]) is { } optimizer)
                entries.Add(("_last_lr", RatesOf(optimizer)));
        }
        return PyValues.Dict(entries.Select(static entry => KeyValuePair.Create(PyValues.Str(entry.Name), entry.Value)));
    }

    private static PyValue RatesOf(torch.optim.Optimizer optimizer) =>
        PyValues.List(optimizer.ParamGroups.Select(static group => PyValues.Float(group.LearningRate)));
}
