using System.Globalization;
using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Makes new tensors of strided ones of a checkpoint: memory once for what they share, and views of it.</summary>
internal static class TensorLoader
{
    /// <summary>Loads tensors.</summary>
    /// <param name="parts">Strided tensors.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>The tensors by name, in the current dispose scope, which also gets what they were made of.</returns>
    public static Dictionary<string, torch.Tensor> Load(List<TensorPart> parts, IProgress<long>? progress, CancellationToken cancellation)
    {
        List<StorageBlock> blocks = StorageBlock.Of(parts);
        var packs = new DevicePacks();
        var devices = new Dictionary<string, torch.Device>(StringComparer.Ordinal);
        var destinations = new Dictionary<string, Destination>(blocks.Count, StringComparer.Ordinal);
        var memory = new List<Destination>(blocks.Count);
        var planned = new List<PlannedTensor>(blocks.Count);
        foreach (StorageBlock block in blocks)
        {
            if (!devices.TryGetValue(block.Device, out torch.Device? device))
                devices.Add(block.Device, device = TorchDevices.Find(block.Device));
            TensorInfo elements = block.Elements;
            var slot = new TensorSlot(memory.Count.ToString(CultureInfo.InvariantCulture), elements.DType, elements.Shape);
            planned.Add(new PlannedTensor(slot.Name, elements, slot));
            memory.Add(packs.Take(elements.DType, elements.ElementCount, device));
            destinations.Add(slot.Name, memory[^1]);
        }
        var loaded = new Dictionary<string, torch.Tensor>(parts.Count, StringComparer.Ordinal);
        new TensorFill(LoadPlan.Of(planned), destinations).Execute(progress, cancellation, meanwhile: MakeViews);
        return loaded;

        void MakeViews()
        {
            for (int i = 0; i < blocks.Count; i++)
            {
                foreach (StorageBlockView view in blocks[i].Tensors)
                    loaded.Add(view.Name,
                        memory[i].Elements.as_strided(view.Tensor.Shape.ToArray(), view.Strides, memory[i].Start + view.Offset));
            }
        }
    }
}
