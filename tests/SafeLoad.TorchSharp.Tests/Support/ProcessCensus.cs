using System.Runtime.InteropServices;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>What this process has, as Linux and its C library count it: open files and threads by name, tensors, bytes.</summary>
internal sealed class ProcessCensus
{
    // The runtime starts and ends them as it likes: its thread pool, what compiles in the background, what collects there.
    private static readonly string[] s_comeAndGo = [".NET TP Worker", ".NET TP Gate", ".NET TP Wait", ".NET Tiered Comp", ".NET BGC"];

    // The runtime keeps an assembly's file open from its first use on.
    private readonly string[] _files = [.. Directory.GetFiles("/proc/self/fd").Select(TargetOf).OfType<string>()
        .Where(static target => !target.EndsWith(".dll", StringComparison.Ordinal))];
    private readonly string[] _threads = [.. Directory.GetDirectories("/proc/self/task").Select(NameOf).OfType<string>()
        .Where(static name => !s_comeAndGo.Any(known => name.StartsWith(known, StringComparison.Ordinal)))];

    private ProcessCensus() { }

    /// <summary>Tensors of TorchSharp.</summary>
    public long Tensors { get; } = torch.Tensor.TotalCount;

    /// <summary>Bytes that objects of .NET take.</summary>
    public long Managed { get; } = GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Bytes that native code has taken from the C library and not given back: libtorch's tensors among them.</summary>
    public long Native { get; } = BytesInUse();

    /// <summary>Counts, after all that nobody has is gone.</summary>
    public static ProcessCensus Take()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return new ProcessCensus();
    }

    /// <summary>Open files, threads and tensors that were not there before, each by name; nothing where there are no more of any.</summary>
    public IReadOnlyList<string> NewSince(ProcessCensus before)
    {
        List<string> news = [.. More("file", before._files, _files), .. More("thread", before._threads, _threads)];
        if (Tensors > before.Tensors) news.Add($"{Tensors - before.Tensors} tensors");
        return news;
    }

    public override string ToString() =>
        $"{Tensors} tensors, {_threads.Length} threads, {_files.Length} open files, {Managed >> 10} KiB of objects, {Native >> 10} KiB of "
            + "native memory";

    // As often as it is there.
    private static IEnumerable<string> More(string what, string[] before, string[] now)
    {
        var counts = before.CountBy(static name => name).ToDictionary(StringComparer.Ordinal);
        return now.CountBy(static name => name).Where(pair => pair.Value > counts.GetValueOrDefault(pair.Key))
            .Select(pair => $"{what} {pair.Key} ({counts.GetValueOrDefault(pair.Key)}, now {pair.Value})");
    }

    // What counts them is not counted. Pipes and sockets have numbers of their own.
    private static string? TargetOf(string descriptor) =>
        new FileInfo(descriptor).LinkTarget is { } target && !target.StartsWith("/proc/", StringComparison.Ordinal) ? target.Split(':')[0]
            : null;

    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static long BytesInUse()
    {
        MemoryInformation all = InUse();
        return (long)(all.Used + all.InMaps);
    }

    [DllImport("libc", EntryPoint = "mallinfo2")]
    private static extern MemoryInformation InUse();

    /// <remarks>malloc.h, <c>struct mallinfo2</c>.</remarks>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MemoryInformation
    {
        public readonly nuint Arena, FreeBlocks, FastBlocks, Maps, InMaps, MostInUse, InFastBlocks, Used, Free, Top;
    }
}
