using System.Globalization;
using SafeLoad.Scanning;

namespace SafeLoad.Benchmarks.Compare;

/// <summary>The figures as a table of Markdown: medians with their ranges, milliseconds or nanoseconds per opcode.</summary>
internal static class CompareTable
{
    public static void PrintHead()
    {
        Console.WriteLine("| input | SafeLoad | median (range) | cpu | process | peak / anonymous MiB | peer | median (range) | cpu | "
            + "process | peak MiB | time | goal | cpu | memory | goal | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    }

    public static void Print(CompareResult result)
    {
        (Comparison comparison, Measured ours, Measured peer) = result;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {comparison.Input} | {comparison.Ours.Name} | {Times(ours, result)} | {ours.CpuMedian * result.Scale:0.0} | "
                + $"{ours.ProcessMedian:F0} | {ours.PeakMiB:F0} / {ours.AnonymousMiB:F0} | {comparison.Peer.Name} | {Times(peer, result)} "
                + $"| {peer.CpuMedian * result.Scale:0.0} | {peer.ProcessMedian:F0} | {peer.PeakMiB:F0} | {result.Ratio:0.0000} | "
                + $"{comparison.Goal:0.000} | {result.CpuRatio:0.0000} | {result.MemoryRatio:0.00} | {comparison.MemoryGoal:0.00} | "
                + $"{Verdict(result)} |"));
    }

    private static string Times(Measured measured, CompareResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{measured.Median * result.Scale:0.0#} {(result.Comparison.PerOpcode ? "ns/op" : "ms")} "
            + $"({measured.Least * result.Scale:0.0#}-{measured.Most * result.Scale:0.0#})");

    private static string Verdict(CompareResult result) => result switch
    {
        { Comparison: { Goal: null, MemoryGoal: null } } => "",
        { Passes: true } => "pass",
        _ => "MISSED",
    };
}
