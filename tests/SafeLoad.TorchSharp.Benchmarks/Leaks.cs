using System.Diagnostics;
using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>What a process has after many loads, beside what it had after the first few.</summary>
internal static class Leaks
{
    public static int Run(string file, string device, int times)
    {
        const int settled = 20;
        string before = "";
        for (int i = 0; i < times; i++)
        {
            using (torch.NewDisposeScope()) LoadTimes.Load(file, [device]);
            if (i == settled) before = Census();
        }
        Console.WriteLine($"after {settled} loads: {before}\nafter {times} loads: {Census()}");
        return 0;
    }

    private static string Census()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using Process process = Process.GetCurrentProcess();
        string[] files = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd") : [];
        IEnumerable<string> kinds = files.Select(static file => new FileInfo(file).LinkTarget ?? "gone")
            .GroupBy(static target => target.Split(':', ' ')[0]).OrderByDescending(static kind => kind.Count()).Take(8)
            .Select(static kind => $"{kind.Count()} {kind.Key}");
        return $"{torch.Tensor.TotalCount} tensors, {process.Threads.Count} threads, "
            + $"{files.Length} open files ({string.Join(", ", kinds)}), {process.WorkingSet64 >> 20} MiB of memory{OfDevice()}";
    }

    // The driver's own number: what is taken on the device in all.
    private static string OfDevice()
    {
        try
        {
            using Process? tool = Process.Start(new ProcessStartInfo("nvidia-smi", "--query-gpu=memory.used --format=csv,noheader")
            {
                RedirectStandardOutput = true,
            });
            return ", on the device " + tool!.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
