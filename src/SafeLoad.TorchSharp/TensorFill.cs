using SafeLoad.Placement;
using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Fills memory from the file: that of CUDA devices by streams of their own, where their runtime can be called, all other in the
/// plan's own way.</summary>
/// <param name="plan">What is read; valid.</param>
/// <param name="destinations">Where each slot's elements go, by its name; a slot without one is read and thrown away.</param>
internal sealed class TensorFill(LoadPlan plan, IReadOnlyDictionary<string, Destination> destinations)
{
    private readonly List<string> _written = [];

    /// <summary>The names of the slots that have numbers of the file now, some or all: what to say when it failed.</summary>
    public IReadOnlyList<string> Written => _written;

    /// <summary>Whether elements of a dtype reach tensors of a kind of devices by streams, so that they can be cast there.</summary>
    public static bool CanStream(TensorInfo tensor, DeviceType device) =>
        LoadPiece.IsDirect(tensor) && TransferSettings.Current.RuntimeOf(device) is not null;

    /// <summary>Fills all.</summary>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="meanwhile">What this thread does while the bytes travel.</param>
    /// <returns>The plan's report, with what was done.</returns>
    public LoadReport Execute(IProgress<long>? progress, CancellationToken cancellation, Action? meanwhile = null)
    {
        var items = new List<TransferItem>();
        var streamed = new HashSet<PlannedTensor>(ReferenceEqualityComparer.Instance);
        IDeviceRuntime? runtime = null;
        foreach (PlannedTensor planned in LoadRun.InFileOrder(plan.Tensors))
        {
            if (!destinations.TryGetValue(planned.Slot.Name, out Destination? to) || planned.Slot.ByteLength == 0
                || !LoadPiece.IsDirect(planned.Tensor) || (planned.IsCast && !to.IsCast)
                || TransferSettings.Current.RuntimeOf(to.DeviceType) is not { } found) continue;
            runtime = found;
            streamed.Add(planned);
            items.Add(new TransferItem(planned.IsCast ? AsInFile(planned) : planned, to));
        }
        LoadReport report = plan.Report;
        if (runtime is not null) report = Stream(runtime, items, report, progress, cancellation, meanwhile);
        else meanwhile?.Invoke();
        return streamed.Count == plan.Tensors.Count ? report
            : Read(plan.Only(planned => !streamed.Contains(planned)), report, progress, cancellation);
    }

    private LoadReport Stream(IDeviceRuntime runtime, List<TransferItem> items, LoadReport report, IProgress<long>? progress,
        CancellationToken cancellation, Action? meanwhile)
    {
        var transfer = new DeviceTransfer(runtime, items, cancellation);
        try
        {
            transfer.Run(progress, meanwhile);
        }
        finally
        {
            _written.AddRange(transfer.Written);
        }
        return report with { BytesRead = transfer.BytesRead, Overflows = transfer.Overflows };
    }

    private LoadReport Read(LoadPlan rest, LoadReport before, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var target = new TorchTarget([.. rest.Tensors.Select(static planned => planned.Slot)], destinations);
        try
        {
            IProgress<long>? further = progress is null || before.BytesRead == 0 ? progress
                : new FurtherProgress(progress, before.BytesRead);
            LoadReport report = rest.Execute(target, further, cancellation);
            return report with
            {
                BytesRead = before.BytesRead + report.BytesRead,
                Overflows = before.Overflows.Count == 0 ? report.Overflows
                    : before.Overflows.Concat(report.Overflows).ToDictionary(StringComparer.Ordinal),
            };
        }
        finally
        {
            _written.AddRange(target.Filled);
        }
    }

    private static PlannedTensor AsInFile(PlannedTensor planned) =>
        planned with { Slot = new TensorSlot(planned.Slot.Name, planned.Tensor.DType, planned.Tensor.Shape) };

    // Bytes that come after others.
    private sealed class FurtherProgress(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
