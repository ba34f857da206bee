using System.Diagnostics;
using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>The times of the same work, done several times in one process; the first among them.</summary>
internal static class Runs
{
    /// <summary>Measures and prints a line.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="device">The device, which is waited for; its own start is nobody's loading time.</param>
    /// <param name="times">How often.</param>
    /// <param name="work">The work; gives the bytes of the file's tensors.</param>
    public static void Measure(string what, string device, int times, Func<long> work)
    {
        foreach (string one in device.Split(',')) torch.zeros(1, device: torch.device(one)).Dispose();
        var seconds = new List<double>();
        long bytes = 0;
        for (int i = 0; i < times; i++)
        {
            // What the run before left is not this one's work: a process that loads once has nothing to collect.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using DisposeScope scope = torch.NewDisposeScope();
            var clock = Stopwatch.StartNew();
            bytes = work();
            foreach (string one in device.Split(','))
            {
                if (one.StartsWith("cuda", StringComparison.Ordinal)) torch.cuda.synchronize(torch.device(one));
            }
            seconds.Add(clock.Elapsed.TotalSeconds);
        }
        Console.WriteLine($"{what}: first {seconds[0]:0.0000} s, median {Median(seconds):0.0000} s, best {seconds.Min():0.0000} s, "
            + $"{bytes / Median(seconds) / 1e9:0.00} GB/s");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
