using System.Diagnostics;
using SafeLoad.TorchSharp.Tests.Support;
using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>What a process has after many loads, beside what it had after the first few.</summary>
internal static class Leaks
{
    public static int Run(string file, string device, int times)
    {
        const int settled = 20;
        Load(file, device, settled);
        // The first count compiles what counts, and starts what waits for other programs.
        Count();
        var (before, taken) = Count();
        Load(file, device, times);
        var (after, still) = Count();
        IReadOnlyList<string> news = after.NewSince(before);
        Console.WriteLine($"after {settled} loads: {before}{taken}\nafter {settled + times} loads: {after}{still}\n"
            + (news.Count == 0 ? "no open file, thread or tensor more" : string.Join('\n', news)));
        return news.Count == 0 && taken == still ? 0 : 1;
    }

    private static void Load(string file, string device, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            LoadTimes.Load(file, [device]);
        }
    }

    private static (ProcessCensus Process, string Device) Count() => (ProcessCensus.Take(), OfDevice());

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
