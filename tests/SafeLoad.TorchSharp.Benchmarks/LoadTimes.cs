using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>The time of opening a checkpoint and loading all of its tensors.</summary>
internal static class LoadTimes
{
    public static int Run(string file, string devices, int times)
    {
        string[] names = devices.Split(',');
        foreach (string name in names) torch.zeros(1, device: torch.device(name)).Dispose();
        Runs.Measure($"safeload {file} {devices}", names[0], times, () => Load(file, names));
        return 0;
    }

    public static long Load(string file, string[] names, CheckpointOptions? options = null)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file, options);
        int next = 0;
        Dictionary<string, torch.Tensor> loaded = names.Length == 1 ? checkpoint.load_tensors(device: torch.device(names[0]))
            : checkpoint.load_tensors(devices: DeviceMap.ByName(_ => names[next++ % names.Length]));
        foreach (string name in names)
        {
            if (name.StartsWith("cuda", StringComparison.Ordinal)) torch.cuda.synchronize(torch.device(name));
        }
        return new FileInfo(file).Length;
    }

    /// <summary>What of it is reading the file's structure.</summary>
    public static int Open(string file, int times)
    {
        Runs.Measure($"open {file}", "cpu", times, () =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            return checkpoint.StateDict().Values.Sum(static tensor => tensor.ByteLength);
        });
        return 0;
    }
}
