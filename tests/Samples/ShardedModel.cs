using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp.Samples;

/// <summary>A large language model in several files, its layers over several devices.</summary>
internal static class ShardedModel
{
    public static void Run(string folder, string[] devices, TextWriter output)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, torch.Tensor> weights = Load(folder, devices);
        foreach (var device in weights.Values.GroupBy(static tensor => tensor.device.ToString()))
            output.WriteLine($"{device.Key}: {device.Count()} tensors, "
                + $"{device.Sum(static tensor => tensor.numel() * tensor.element_size()) >> 20:N0} MiB");
    }

    /// <summary>Loads the weights; the first layers go to the first device, the last ones to the last.</summary>
    public static Dictionary<string, torch.Tensor> Load(string folder, string[] devices, IProgress<long>? progress = null)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        int layers = checkpoint.StateDict().Max(static pair => LayerOf(pair.Key) ?? -1) + 1;
        return checkpoint.load_tensors(devices: DeviceMap.ByName(name => DeviceOf(name, layers, devices)), progress: progress);
    }

    /// <summary>The device of a tensor: by its layer; what comes before all layers to the first,
    /// what comes after them to the last.</summary>
    public static string DeviceOf(string name, int layers, string[] devices)
    {
        if (LayerOf(name) is not { } layer) return name.Contains("embed", StringComparison.Ordinal) ? devices[0] : devices[^1];
        return devices[(int)((long)layer * devices.Length / layers)];
    }

    // model.layers.17.mlp.up_proj.weight
    private static int? LayerOf(string name)
    {
        string[] parts = name.Split('.');
        int at = Array.IndexOf(parts, "layers") + 1;
        return at > 0 && at < parts.Length && int.TryParse(parts[at], out int layer) ? layer : null;
    }
}
