using System.Collections.Concurrent;
using System.Globalization;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// What opening calls malformed, a scan never calls clean and complete: over files that are changed as a fuzzer changes them, in every
/// format that is opened. A few thousand in every run; <c>SAFELOAD_MUTATIONS</c> says how many more.
/// </summary>
public sealed class MutationOracleTests
{
    private const int Seed = 20261130, LargestFile = 1 << 16;

    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("SAFELOAD_MUTATIONS"), CultureInfo.InvariantCulture, out int count) ? count : 6000;

    [Test]
    public void GivenMutatedFixtures_NoScanContradictsOpening()
    {
        (string Path, byte[] File)[] files = [.. Directory.EnumerateFiles(Fixtures.Root, "*", SearchOption.AllDirectories)
            .Where(static path => Path.GetExtension(path) is not (".json" or ".md" or ".py")
                && new FileInfo(path).Length is > 0 and <= LargestFile)
            .Order(StringComparer.Ordinal).Select(static path => (path, File.ReadAllBytes(path))), .. Written()];
        var contradictions = new ConcurrentDictionary<string, int>();
        int malformed = 0;
        Parallel.For(0, Count, i =>
        {
            var (path, file) = files[i % files.Length];
            byte[] changed = Mutation.Of(file, new Random(Seed + i));
            string? problem = Problem(changed, path);
            if (problem is null) return;
            Interlocked.Increment(ref malformed);
            using var source = new MemoryByteSource(changed, path);
            if (Scanner.Scan(source) is { Verdict: Verdict.Clean, Complete: true })
                contradictions.TryAdd($"{problem.Split(':')[0]} {Path.GetExtension(path)} of {Path.GetFileName(path)}, change {i}", i);
        });
        Assert.That(contradictions.Keys.Order(StringComparer.Ordinal), Is.Empty, $"seed {Seed}");
        // A test in which nothing is ever malformed would prove nothing.
        Assert.That(malformed, Is.AtLeast(Count / 4));
    }

    // Formats that no fixture has.
    private static IEnumerable<(string Path, byte[] File)> Written()
    {
        foreach (var (name, write) in Torch7Samples.All)
        {
            yield return (name + ".t7", write(new Torch7Builder()).ToArray());
            yield return (name + "_text.t7", write(new Torch7Builder(ascii: true)).ToArray());
        }
        yield return ("model.dat", new TorchSharpBuilder(2).Tensor("weight", 6, [2, 2], 1f, 2f, 3f, 4f).Tensor("bias", 4, [2], 5L, 6L)
            .ToArray());
        foreach (TensorLie lie in TensorLie.All)
        {
            foreach (StorageContainer container in StorageContainer.All)
                yield return ($"{lie.Name} {container}.pt", lie.Checkpoint(container, lies: false));
        }
    }

    // Why opening refuses the file as malformed; null if it does not.
    private static string? Problem(byte[] file, string path)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(file, s_inert with { FileName = path });
            return null;
        }
        catch (MalformedCheckpointException problem)
        {
            return problem.Message;
        }
        catch (SafeLoadException)
        {
            return null;
        }
    }
}
