using SafeLoad.Training;
using SafeLoad.Values;
using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>Takes a scheduler's state out of a file: everything is checked first, and assigned only if nothing was wrong.</summary>
internal sealed class SchedulerLoader
{
    // PyTorch's bookkeeping within a step, and functions, which the scheduler has of its own.
    private static readonly string[] s_bookkeeping = ["_get_lr_called_within_step", "_is_initial", "_schedulers", "lr_lambdas"];

    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];
    private readonly NameSet _leftOut = new();
    private readonly List<Action> _assignments = [];

    /// <summary>Why a state does not fit; nothing if it does.</summary>
    public static IReadOnlyList<string> WhyNot(LRScheduler scheduler, SchedulerState file)
    {
        try
        {
            return Planned(scheduler, file)._problems;
        }
        catch (NotSupportedException problem)
        {
            return [problem.Message];
        }
    }

    /// <summary>Loads a state.</summary>
    public static SchedulerLoadReport Load(LRScheduler scheduler, SchedulerState file, CancellationToken cancellation)
    {
        SchedulerKind kind = SchedulerTable.Of(scheduler);
        SchedulerLoader loader = Planned(scheduler, file);
        if (loader._problems.Count > 0)
            throw new TrainingStateException(
                $"The scheduler's state '{Checkpoint.Escape(file.Key)}' does not fit this {kind.Name}", loader._problems);
        cancellation.ThrowIfCancellationRequested();
        foreach (Action assign in loader._assignments) assign();
        double[] last = [.. file.LastLearningRates];
        // As in PyTorch: the rates belong to the optimizer, and are loaded with it.
        if (GroupsOf(scheduler) is { } groups && last.Length == groups.Count
            && !groups.Select(static group => group.LearningRate).SequenceEqual(last))
            loader._notes.Add("the optimizer's learning rates are not those that the scheduler set last: load the optimizer's state too, "
                + "after the scheduler was made");
        return new SchedulerLoadReport { Key = file.Key, Kind = kind.Name, LastEpoch = (int?)file.LastEpoch, LastLearningRates =
            last, LeftOut = loader._leftOut.Names, Notes = loader._notes };
    }

    private static SchedulerLoader Planned(LRScheduler scheduler, SchedulerState file)
    {
        var loader = new SchedulerLoader();
        try
        {
            loader.Plan(scheduler, file, "");
            return loader;
        }
        catch (MissingFieldException missing)
        {
            throw new NotSupportedException($"This version of TorchSharp keeps the state of {SchedulerTable.Of(scheduler).Name} in other "
                + "fields than those that are known.", missing);
        }
    }

    private void Plan(LRScheduler scheduler, SchedulerState file, string of)
    {
        SchedulerKind kind = SchedulerTable.Of(scheduler);
        string? found = SchedulerNames.Of(file.Entries);
        if (!SchedulerNames.Fits(found, kind.Name))
        {
            _problems.Add($"{of}the file has "
                + $"{(found is null ? "none of PyTorch's schedulers, by its entries" : $"the state of {found}")}; this scheduler is "
                + $"{kind.Name}");
            return;
        }
        int groups = GroupsOf(scheduler)?.Count ?? 0;
        foreach (SchedulerField field in kind.Fields)
        {
            // Reading tells whether this TorchSharp has the field, before anything is assigned.
            field.Get(scheduler);
            if (!file.Entries.TryGetValue(field.Name, out PyValue value))
            {
                if (field.IsRequired) _problems.Add($"{of}'{field.Name}' is missing");
            }
            else if (field.Parse(value, groups) is { } assign) _assignments.Add(() => assign(scheduler));
            else _problems.Add($"{of}'{field.Name}' is {PyNumbers.Describe(value)}; it must be {field.Expected}");
        }
        if (_problems.Count == 0) _problems.AddRange(kind.Check(scheduler, file.Entries).Select(problem => of + problem));
        if (kind.Note(file.Entries) is { } note) _notes.Add(of + note);
        foreach (var (name, _) in file.Entries)
        {
            if (name.Kind != PyKind.Str || !IsKnown(name.AsString())) _leftOut.Add(name);
        }
        PlanInner(kind.Inner(scheduler), file, of);

        bool IsKnown(string name) => s_bookkeeping.Contains(name) || kind.Fields.Any(field => field.Name == name);
    }

    private void PlanInner(IReadOnlyList<LRScheduler> inner, SchedulerState file, string of)
    {
        if (inner.Count == 0 && file.Inner.Count == 0) return;
        if (inner.Count != file.Inner.Count)
        {
            _problems.Add($"{of}the file has {file.Inner.Count} schedulers one after another; this one has {inner.Count}");
            return;
        }
        for (int i = 0; i < inner.Count; i++) Plan(inner[i], file.Inner[i], $"{of}scheduler {i}: ");
    }

    // A chain has no optimizer of its own.
    private static IReadOnlyList<torch.optim.ILearningRateController>? GroupsOf(LRScheduler scheduler)
    {
        if (SchedulerFields.Optimizer(scheduler) is { } optimizer) return [.. optimizer.ParamGroups];
        return SchedulerTable.Of(scheduler).Inner(scheduler) is [var first, ..] ? GroupsOf(first) : null;
    }
}
