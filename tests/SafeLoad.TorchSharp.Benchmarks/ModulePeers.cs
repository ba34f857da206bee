using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using TorchSharp;
using TorchSharp.PyBridge;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>201 MB into a module on the CPU, beside TorchSharp.PyBridge: the first load of a fresh process, and the next ones.</summary>
internal static class ModulePeers
{
    private const int Layers = 48, Size = 1024;

    private static readonly (string Name, Action<torch.nn.Module, string> Load)[] s_ways =
    [
        ("load_pt", static (module, path) => module.load_pt(path)),
        ("load_pt, Assign.Share", static (module, path) => module.load_pt(path, assign: Assign.Share)),
        ("PyBridge load_py", static (module, path) => module.load_py(path)),
    ];

    /// <summary>Writes a file, loads it in fresh processes in turn, and prints medians as a table for docs/torchsharp.md.</summary>
    public static int Compare(int times)
    {
        string folder = Directory.CreateTempSubdirectory("safeload-peers-").FullName;
        try
        {
            string path = Path.Combine(folder, "model.pt");
            using (torch.nn.Module model = Make()) model.save_pt(path);
            double[][] first = [[], [], []], second = [[], [], []];
            for (int i = 0; i < times; i++)
            {
                for (int way = 0; way < s_ways.Length; way++)
                {
                    double[] ran = InFreshProcess(way, path);
                    first[way] = [.. first[way], ran[0]];
                    second[way] = [.. second[way], Median(ran[1..])];
                }
            }
            Console.WriteLine("| way | first load | beside PyBridge | next loads | beside PyBridge |\n|---|---|---|---|---|");
            for (int way = 0; way < s_ways.Length; way++)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| `{s_ways[way].Name}` | {Median(first[way]):0.0} ms | {Ratio(first, way):0.00} | {Median(second[way]):0.0} ms "
                        + $"| {Ratio(second, way):0.000} |"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One way in this process: a line of milliseconds, the first load's, then those of the next ones.</summary>
    public static int One(int way, string path, bool counts)
    {
        using torch.nn.Module model = Make();
        var clock = new Stopwatch();
        var milliseconds = new List<double>();
        long compiled = JitInfo.GetCompiledMethodCount();
        TimeSpan compiling = JitInfo.GetCompilationTime();
        for (int i = 0; i < 6; i++)
        {
            clock.Restart();
            s_ways[way].Load(model, path);
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
            if (i == 0 && counts)
                Console.Error.WriteLine($"{s_ways[way].Name}: {JitInfo.GetCompiledMethodCount() - compiled} methods compiled in "
                    + $"{(JitInfo.GetCompilationTime() - compiling).TotalMilliseconds:0} ms of all threads");
        }
        Console.WriteLine(string.Join(' ', milliseconds.Select(static time => time.ToString("0.000", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] InFreshProcess(int way, string path)
    {
        // Started by the runtime's own program or by one of its own.
        string program = Environment.ProcessPath!;
        List<string> arguments = ["peer", way.ToString(CultureInfo.InvariantCulture), path];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") arguments.Insert(0, typeof(ModulePeers).Assembly.Location);
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. output.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    private static torch.nn.Module Make() => torch.nn.Sequential(Enumerable.Range(0, Layers)
        .Select(static i => ($"layer{i}", (torch.nn.Module<torch.Tensor, torch.Tensor>)torch.nn.Linear(Size, Size))));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double Ratio(double[][] times, int way) => Median(times[way]) / Median(times[^1]);
}
