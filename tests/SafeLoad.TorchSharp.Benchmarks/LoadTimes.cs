using System.Diagnostics;
using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>The time of opening a checkpoint and loading all of its tensors, several times in one process.</summary>
internal static class LoadTimes
{
    public static int Run(string file, string devices, int times)
    {
        string[] names = devices.Split(',');
        // The device's own start is nobody's loading time.
        foreach (string name in names) torch.zeros(1, device: torch.device(name)).Dispose();
        var seconds = new List<double>();
        long bytes = 0;
        for (int i = 0; i < times; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            var clock = Stopwatch.StartNew();
            using Checkpoint checkpoint = Checkpoint.Open(file);
            int next = 0;
            Dictionary<string, torch.Tensor> loaded = names.Length == 1 ? checkpoint.load_tensors(device: torch.device(names[0]))
                : checkpoint.load_tensors(devices: DeviceMap.ByName(_ => names[next++ % names.Length]));
            foreach (string name in names)
            {
                if (name.StartsWith("cuda", StringComparison.Ordinal)) torch.cuda.synchronize(torch.device(name));
            }
            seconds.Add(clock.Elapsed.TotalSeconds);
            bytes = loaded.Values.Sum(static tensor => tensor.NumberOfElements * tensor.ElementSize);
        }
        Console.WriteLine($"safeload {file} {devices} first {seconds[0]:0.0000} s, median {Median(seconds):0.0000} s, best "
            + $"{seconds.Min():0.0000} s, {bytes / Median(seconds) / 1e9:0.00} GB/s");
        return 0;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
