using System.Globalization;
using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Makes new tensors of strided ones of a checkpoint: memory once for what they share, and views of it.</summary>
internal static class TensorLoader
{
    /// <summary>Loads tensors.</summary>
    /// <param name="tensors">Strided tensors by name.</param>
    /// <param name="deviceOf">The device of a name.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>The tensors by name, in the current dispose scope, which also gets what they were made of.</returns>
    public static Dictionary<string, torch.Tensor> Load(List<KeyValuePair<string, TensorInfo>> tensors, Func<string, string> deviceOf,
        IProgress<long>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<StorageBlock> blocks = StorageBlock.Of(tensors, deviceOf);
        var elements = blocks.Select(static (block, i) =>
            new KeyValuePair<string, TensorInfo>(i.ToString(CultureInfo.InvariantCulture), block.Elements));
        LoadPlan plan = LoadPlan.CreateForNewTensors(elements);
        var packs = new DevicePacks();
        var devices = new Dictionary<string, torch.Device>(StringComparer.Ordinal);
        var destinations = new Dictionary<string, Destination>(StringComparer.Ordinal);
        for (int i = 0; i < blocks.Count; i++)
        {
            StorageBlock block = blocks[i];
            string place = deviceOf(block.Tensors[0].Name);
            if (!devices.TryGetValue(place, out torch.Device? device)) devices.Add(place, device = TorchDevices.Find(place));
            destinations.Add(i.ToString(CultureInfo.InvariantCulture),
                packs.Take(block.Elements.DType, block.Elements.ElementCount, device));
        }
        using (var target = new TorchTarget([.. plan.Tensors.Select(static planned => planned.Slot)], destinations))
            plan.Execute(target, progress, cancellation);
        var loaded = new Dictionary<string, torch.Tensor>(tensors.Count, StringComparer.Ordinal);
        for (int i = 0; i < blocks.Count; i++)
        {
            Destination memory = destinations[i.ToString(CultureInfo.InvariantCulture)];
            foreach (StorageBlockView view in blocks[i].Tensors)
                loaded.Add(view.Name,
                    memory.Elements.as_strided(view.Tensor.Shape.ToArray(), view.Strides, memory.Start + view.Offset));
        }
        return loaded;
    }
}
