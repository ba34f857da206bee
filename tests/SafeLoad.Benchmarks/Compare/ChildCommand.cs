using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using SafeLoad.Diagnostics;
using SafeLoad.Pickle;

namespace SafeLoad.Benchmarks.Compare;

/// <summary>SafeLoad's side of a comparison, in a process of its own: <c>child MODE FILE</c>.
/// Prints one line of JSON like torch_peer.py.</summary>
internal static class ChildCommand
{
    private const int WarmRuns = 300, MachineRuns = 12;

    public static int Run(string mode, string path)
    {
        (double milliseconds, double cpu, long entries) = mode switch
        {
            "open" => Timed(() => Open(path)),
            "look" => Timed(() => Look(path)),
            "list" => Timed(() => List(path)),
            "warm" => Warm(path),
            "read" => Timed(() => Read(path, verify: true)),
            "read-unchecked" => Timed(() => Read(path, verify: false)),
            "machine" => Machine(path),
            _ => throw new ArgumentException($"There is no child mode '{mode}'."),
        };
        (long peak, long anonymous) = Memory();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"milliseconds": {{milliseconds}}, "cpuMilliseconds": {{cpu}}, "entries": {{entries}}"""
            + $$""", "peakKiB": {{peak}}, "anonymousKiB": {{anonymous}}}"""));
        return 0;
    }

    private static (double Milliseconds, double Cpu, long Entries) Timed(Func<long> work)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long entries = work();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, entries);
    }

    private static long Open(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return checkpoint.Storages.Count;
    }

    // The first look into a dict settles its duplicates and builds its index.
    private static long Look(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return ((SafeLoad.Values.PyDict)checkpoint.Root.Reference!).Count;
    }

    private static long List(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        long elements = 0;
        foreach (var (name, tensor) in checkpoint.StateDict()) elements += name.Length + tensor.ElementCount + tensor.Shape.Length;
        return elements;
    }

    private static (double, double, long) Warm(string path)
    {
        var runs = new (double Milliseconds, double Cpu, long Entries)[WarmRuns];
        for (int i = 0; i < runs.Length; i++) runs[i] = Timed(() => List(path));
        // The first half has the code compiled.
        return runs[(WarmRuns / 2)..].OrderBy(static run => run.Milliseconds).ElementAt(WarmRuns / 4);
    }

    // As a program would that wants the weights in memory: every storage into an array of its own, from as many threads as there are cores.
    private static long Read(string path, bool verify)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path, new CheckpointOptions { VerifyChecksums = verify });
        var contents = new byte[checkpoint.Storages.Count][];
        Parallel.For(0, contents.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 16) }, i =>
        {
            StorageInfo storage = checkpoint.Storages[i];
            contents[i] = GC.AllocateUninitializedArray<byte>(checked((int)storage.ByteLength));
            storage.Read(0, contents[i]);
        });
        return contents.Sum(static content => (long)content.Length);
    }

    // Processor time of the best run, since the peer's is the best as well; the collector's threads count.
    private static (double, double, long) Machine(string path)
    {
        byte[] pickle = DataPickle(path);
        var best = TimeSpan.MaxValue;
        for (int i = 0; i < MachineRuns; i++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            var data = new PickleData(pickle, 0, pickle.Length, 0, null, null);
            _ = PickleMachine.Run(data, new StubHost(), new Budget(CheckpointLimits.Default), out _);
            TimeSpan time = Environment.CpuUsage.TotalTime - start;
            if (time < best) best = time;
        }
        return (best.TotalMilliseconds, best.TotalMilliseconds, OpcodeCount.Of(pickle));
    }

    private static byte[] DataPickle(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        using Stream stream = archive.Entries.First(static entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal)).Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static (long Peak, long Anonymous) Memory()
    {
        string[] lines = File.ReadAllLines("/proc/self/status");
        return (Field("VmHWM:"), Field("RssAnon:"));

        long Field(string name) =>
            long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..^2], NumberStyles.Integer,
                CultureInfo.InvariantCulture);
    }
}
