using System.IO.Compression;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>What opening a file calls malformed, scanning it never calls clean and complete: over all real files, and over many that were
/// changed.</summary>
public sealed class ScanAgreesWithOpeningTests
{
    private const int Seed = 20260731, LargestFile = 1 << 16, ChangesOfAFile = 12;

    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Fixtures.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<string> SmallCheckpoints => Files.Where(static path =>
        Path.GetExtension(path) is not (".json" or ".md" or ".py") && new FileInfo(path).Length is > 0 and <= LargestFile);

    [Test]
    public void GivenEveryFixture_NoScanContradictsOpening()
    {
        int looked = 0;
        foreach (string path in Files)
        {
            byte[] file = File.ReadAllBytes(path);
            Assert.That(Contradiction(file, path), Is.Null, path);
            looked++;
        }
        Assert.That(looked, Is.AtLeast(700));
    }

    // Bytes of the pickles, so that the archive around them stays right and what is changed is what a pickle says.
    [Test]
    public void GivenPicklesWithBytesChanged_NoScanContradictsOpening()
    {
        var random = new Random(Seed);
        int malformed = 0, looked = 0;
        foreach (string path in SmallCheckpoints)
        {
            byte[] file = File.ReadAllBytes(path);
            for (int i = 0; i < ChangesOfAFile; i++)
            {
                byte[] changed = file[0] == 'P' ? ChangeRecords(file, random) : Change(file, random);
                string? problem = Contradiction(changed, path);
                Assert.That(problem, Is.Null, FormattableString.Invariant($"{path}, change {i} of seed {Seed}"));
                looked++;
                if (IsMalformed(changed, path) is not null) malformed++;
            }
        }
        // A test in which nothing is ever malformed would prove nothing.
        Assert.That(malformed, Is.AtLeast(looked / 4).And.AtLeast(1000));
    }

    private static string? Contradiction(byte[] file, string path)
    {
        using var source = new MemoryByteSource(file, path);
        ScanReport report = Scanner.Scan(source);
        return report is { Verdict: Verdict.Clean, Complete: true } ? IsMalformed(file, path) : null;
    }

    private static string? IsMalformed(byte[] file, string path)
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

    private static byte[] ChangeRecords(byte[] file, Random random)
    {
        var zip = new ZipBuilder();
        // Some are written to be no zip to anybody: they are changed as they stand.
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                var content = new MemoryStream();
                using (Stream stream = entry.Open()) stream.CopyTo(content);
                bool isPickle = entry.FullName.EndsWith(".pkl", StringComparison.Ordinal);
                zip.Add(entry.FullName, isPickle ? Change(content.ToArray(), random) : content.ToArray());
            }
            return zip.ToArray();
        }
        catch (InvalidDataException)
        {
            return Change(file, random);
        }
    }

    // One to three bytes among the first 4 KiB, where legacy streams have their pickles.
    private static byte[] Change(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        for (int i = random.Next(1, 4); i > 0 && changed.Length > 0; i--)
        {
            int most = Math.Min(changed.Length, 4096), at = random.Next(most);
            byte other = random.Next(2) == 0 ? (byte)random.Next(256) : bytes[random.Next(most)];
            changed[at] = random.Next(3) == 0 ? (byte)(changed[at] + 1) : other;
        }
        return changed;
    }
}
