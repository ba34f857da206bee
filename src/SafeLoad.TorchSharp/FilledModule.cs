using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>The memory of a module's tensors while they are filled. What is not dense, or is read as another dtype,
/// takes a way over a tensor that is.</summary>
internal sealed class FilledModule : IDisposable
{
    private readonly List<torch.Tensor> _flat = [];
    private readonly List<(torch.Tensor Dense, torch.Tensor Target)> _copies = [];

    public FilledModule(ModuleSlots slots, IEnumerable<PlannedTensor> tensors)
    {
        foreach (PlannedTensor planned in tensors)
        {
            torch.Tensor target = slots.Tensors[planned.Slot.Name], dense = target;
            torch.ScalarType type = TorchDTypes.StoredAs(planned.Slot.DType)!.Value;
            if (!target.is_contiguous() || target.dtype != type)
            {
                dense = torch.empty(target.shape, dtype: type, device: target.device);
                _copies.Add((dense, target));
            }
            torch.Tensor flat = dense.view(-1);
            _flat.Add(flat);
            Destinations.Add(planned.Slot.Name, new Destination(flat, planned.Slot.DType));
        }
    }

    /// <summary>Where each slot's numbers go.</summary>
    public Dictionary<string, Destination> Destinations { get; } = new(StringComparer.Ordinal);

    /// <summary>Copies what took a way over a dense tensor.</summary>
    public void Finish()
    {
        foreach (var (dense, target) in _copies) target.copy_(dense);
    }

    public void Dispose()
    {
        foreach (torch.Tensor flat in _flat) flat.Dispose();
        foreach (var (dense, _) in _copies) dense.Dispose();
    }
}
