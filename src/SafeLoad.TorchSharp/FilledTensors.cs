using SafeLoad.Placement;
using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>The memory of tensors while they are filled. What is not dense, or is read as another dtype and cannot be cast on its device,
/// takes a way over a tensor that is.</summary>
internal sealed class FilledTensors : IDisposable
{
    private readonly List<torch.Tensor> _flat = [];
    private readonly Dictionary<string, (torch.Tensor Dense, torch.Tensor Target)> _copies = new(StringComparer.Ordinal);

    /// <param name="targets">The tensors by slot.</param>
    /// <param name="tensors">What is read.</param>
    public FilledTensors(IReadOnlyDictionary<string, torch.Tensor> targets, IEnumerable<PlannedTensor> tensors)
    {
        foreach (PlannedTensor planned in tensors)
        {
            torch.Tensor target = targets[planned.Slot.Name], dense = target;
            torch.ScalarType type = TorchDTypes.StoredAs(planned.Slot.DType)!.Value;
            if (!target.is_contiguous() || target.dtype != type)
            {
                dense = DeviceMemory.Take(target.shape, type, target.device);
                _copies.Add(planned.Slot.Name, (dense, target));
            }
            torch.Tensor flat = dense.view(-1);
            _flat.Add(flat);
            bool isCast = planned.IsCast && DeviceCast.IsSame(planned.Tensor.DType, planned.Slot.DType)
                && TensorFill.CanStream(planned.Tensor, target.device_type);
            Destinations.Add(planned.Slot.Name, new Destination(flat, isCast ? planned.Tensor.DType : planned.Slot.DType, isCast));
        }
    }

    /// <summary>Where each slot's numbers go.</summary>
    public Dictionary<string, Destination> Destinations { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads all, and copies what took a way over a dense tensor.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="written">Gets the names of the slots that have numbers of the file, also where it fails.</param>
    public LoadReport Fill(LoadPlan plan, IProgress<long>? progress, CancellationToken cancellation, List<string> written)
    {
        var fill = new TensorFill(plan, Destinations);
        try
        {
            LoadReport report = fill.Execute(progress, cancellation);
            foreach (var (name, (dense, target)) in _copies)
            {
                written.Add(name);
                target.copy_(dense);
            }
            return report;
        }
        finally
        {
            foreach (string name in fill.Written)
            {
                if (!_copies.ContainsKey(name)) written.Add(name);
            }
        }
    }

    public void Dispose()
    {
        foreach (torch.Tensor flat in _flat) flat.Dispose();
        foreach (var (dense, _) in _copies.Values) dense.Dispose();
    }
}
