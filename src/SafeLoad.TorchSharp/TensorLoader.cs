using System.Globalization;
using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Makes new tensors of strided ones of a checkpoint: memory once for what they share, and views of it.</summary>
internal static class TensorLoader
{
    /// <summary>Loads tensors.</summary>
    /// <param name="parts">Strided tensors.</param>
    /// <param name="widen">Whether those of dtypes that TorchSharp has no name for become wider.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>The tensors by name, in the current dispose scope, which also gets what they were made of.</returns>
    public static Dictionary<string, torch.Tensor> Load(List<TensorPart> parts, bool widen, IProgress<long>? progress,
        CancellationToken cancellation)
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
            var (elements, dtype) = IsWidened(block) ? Widening.Read(block.Elements) : (block.Elements, block.Elements.DType);
            var slot = new TensorSlot(memory.Count.ToString(CultureInfo.InvariantCulture), dtype, elements.Shape);
            planned.Add(new PlannedTensor(slot.Name, elements, slot));
            memory.Add(packs.Take(dtype, elements.ElementCount, device));
            destinations.Add(slot.Name, memory[^1]);
        }
        var loaded = new Dictionary<string, torch.Tensor>(parts.Count, StringComparer.Ordinal);
        new TensorFill(LoadPlan.Of(planned), destinations).Execute(progress, cancellation, meanwhile: MakeViews);
        for (int i = 0; i < blocks.Count; i++)
        {
            if (!IsWidened(blocks[i])) continue;
            using torch.Tensor read = memory[i].Elements.narrow(0, memory[i].Start, blocks[i].Elements.ElementCount);
            torch.Tensor wide = Widening.Finish(blocks[i].Elements.DType, read, blocks[i].Tensors[0].Name);
            View(blocks[i], wide, wide.storage_offset());
        }
        return loaded;

        bool IsWidened(StorageBlock block) => widen && Widening.Of(block.Elements.DType) != block.Elements.DType;

        void MakeViews()
        {
            for (int i = 0; i < blocks.Count; i++)
            {
                if (!IsWidened(blocks[i])) View(blocks[i], memory[i].Elements, memory[i].Start);
            }
        }

        void View(StorageBlock block, torch.Tensor elements, long start)
        {
            foreach (StorageBlockView view in block.Tensors)
                loaded.Add(view.Name, elements.as_strided(view.Tensor.Shape.ToArray(), view.Strides, start + view.Offset));
        }
    }
}
