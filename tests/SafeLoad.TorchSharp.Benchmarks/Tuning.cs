using System.Globalization;
using SafeLoad.TorchSharp.Transfers;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>The same load with other numbers of threads and other sizes of windows.</summary>
internal static class Tuning
{
    public static int Run(string file, string device, string lanes, string windows, string parts, int times,
        CheckpointOptions? options = null)
    {
        TransferSettings before = TransferSettings.Current;
        foreach (int lane in Numbers(lanes))
        {
            foreach (int window in Numbers(windows))
            {
                foreach (int part in Numbers(parts))
                {
                    TransferSettings.Current = before with { Lanes = lane, WindowBytes = window << 10, PartBytes = part << 10 };
                    Runs.Measure($"{lane} lanes, windows of {window} KiB, parts of {part} KiB", device, times,
                        () => LoadTimes.Load(file, device.Split(','), options));
                }
            }
        }
        TransferSettings.Current = before;
        return 0;
    }

    private static int[] Numbers(string list) =>
        [.. list.Split(',').Select(static text => int.Parse(text, CultureInfo.InvariantCulture))];
}
