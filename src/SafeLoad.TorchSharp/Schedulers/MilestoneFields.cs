using SafeLoad.Values;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>The epochs at which something changes.</summary>
internal static class MilestoneFields
{
    /// <summary>PyTorch has a Counter of them. One that counts several times has no counterpart in TorchSharp,
    /// which multiplies once.</summary>
    public static SchedulerField OfMultiStep { get; } =
        new("milestones", true, "a Counter of epochs, each of them once (TorchSharp multiplies once however often it stands there)",
        // The sorted ones, so that a TorchSharp without them is found out before anything is assigned.
        static scheduler =>
            PyValues.Counter(SchedulerFields.SortedMilestones((impl.MultiStepLR)scheduler)
                .Select(static epoch => KeyValuePair.Create(PyValues.Int(epoch), 1L))),
        static (value, _) =>
        {
            if (value.Reference is not PyDict counter) return null;
            var epochs = new List<int>();
            foreach (var (epoch, count) in counter)
            {
                if (SchedulerField.IntOf(epoch, 0) is not { } number || SchedulerField.IntOf(count, 1) is not 1) return null;
                epochs.Add(number);
            }
            List<int> sorted = [.. epochs.Order()];
            return scheduler =>
                (SchedulerFields.Milestones((impl.MultiStepLR)scheduler), SchedulerFields.SortedMilestones((impl.MultiStepLR)scheduler)) =
                    (epochs, sorted);
        });

    /// <summary>Where one scheduler ends and the next begins.</summary>
    public static SchedulerField OfSequential { get; } = new("_milestones", true, "a list of epochs",
        static scheduler =>
            PyValues.List(SchedulerFields.Milestones((impl.SequentialLR)scheduler).Select(static epoch => PyValues.Int(epoch))),
        static (value, _) =>
        {
            if (PyNumbers.Items(value) is not { } items) return null;
            var epochs = new List<int>();
            foreach (PyValue item in items)
            {
                if (SchedulerField.IntOf(item, 0) is not { } number) return null;
                epochs.Add(number);
            }
            return scheduler => SchedulerFields.Milestones((impl.SequentialLR)scheduler) = [.. epochs];
        });
}
