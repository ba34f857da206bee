using System.Diagnostics;
using System.Text.Json;

namespace SafeLoad.Benchmarks.Compare;

/// <summary>Starts a side in a fresh process and reads what it measured.</summary>
internal static class SideRunner
{
    private static string Python =>
        Environment.GetEnvironmentVariable("SAFELOAD_TEST_PYTHON") is { Length: > 0 } path ? path : "/usr/bin/python3";

    /// <summary>Runs one side; null if it cannot do this, such as weights_only on a file that it refuses.</summary>
    public static Sample? Run(Side side, string file)
    {
        long start = Stopwatch.GetTimestamp();
        string? output = side.IsPython ? Start(Python, Script("torch_peer.py"), side.Mode, file)
            : Start(Environment.ProcessPath!, "child", side.Mode, file);
        double whole = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (output is null) return null;
        JsonElement result = JsonDocument.Parse(output).RootElement;
        return new Sample(result.GetProperty("milliseconds").GetDouble(), result.GetProperty("cpuMilliseconds").GetDouble(), whole,
            result.GetProperty("peakKiB").GetInt64(), result.GetProperty("anonymousKiB").GetInt64(),
            result.GetProperty("entries").GetInt64());
    }

    /// <summary>The file of an input, made by PyTorch unless it is there already.</summary>
    public static string Input(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name + ".pt");
        if (File.Exists(path)) return path;
        Console.Error.WriteLine($"Making {path}");
        return Start(Python, Script("make_inputs.py"), name, path) is not null ? path
            : throw new InvalidOperationException($"{path} could not be made; does {Python} have torch?");
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static string? Start(string program, params string[] arguments)
    {
        // Python's warnings about pickles go nowhere: they are expected.
        using Process process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : null;
    }
}
