using System.Text.Json;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats;

/// <summary>
/// A file is what its content says: every real fixture gets the same answer under any name and without one, and what is in it is found
/// inside of a gzip stream and of a zip too. Those are no checkpoints themselves: their answer is the one on what they hold.
/// </summary>
public sealed class KindTests
{
    private static readonly string[] s_folders = ["torch-2.11", "torch-1.13"];

    private static IEnumerable<string> Files() =>
        s_folders.SelectMany(static folder => Fixtures.Rows(folder).Select(row => folder + "/" + row.GetProperty("file").GetString()))
            .Distinct();

    [Test]
    public void GivenEveryFixture_NamesDecideNothing()
    {
        int count = 0;
        foreach (var (file, bytes) in Read())
        {
            Answer named = Of(bytes, Path.GetFileName(file)), random = Of(bytes, "nx7f3");
            // Opcodes that break, without PROTO: a broken pickle where one is expected, and chance elsewhere.
            // What is found in them counts in both.
            if (named.Format == "pickle" && bytes[0] != 0x80)
                (named, random) = (named with { Format = "", Globals = "" }, random with { Format = "", Globals = "" });
            Assert.That(random, Is.EqualTo(named), file + " under a random name");
            Assert.That(Of(bytes, "-"), Is.EqualTo(Of(bytes, "nx7f3")), file + " on stdin");
            count++;
        }
        Assert.That(count, Is.GreaterThan(500));
    }

    [Test]
    public void GivenEveryFixture_OpeningCallsItWhatTheScanCallsIt()
    {
        var options = new CheckpointOptions { KeepObjects = true, VerifyChecksums = false };
        int opened = 0;
        foreach (var (file, bytes) in Read())
        {
            string scanned = Of(bytes, "nx7f3").Format;
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(bytes, options);
                Assert.That(checkpoint.FormatName, Is.EqualTo(scanned), file);
                opened++;
            }
            catch (UnsupportedCheckpointException refusal) when (refusal.Id == DiagnosticId.UnsupportedFormat)
            {
                Assert.That(refusal.Problem, Does.Contain(Detection.Of(bytes).Row.Words.Split(',')[0]), file);
            }
            catch (SafeLoadException refusal)
            {
                Assert.That(refusal.Problem, Is.Not.Empty, file);
            }
        }
        Assert.That(opened, Is.GreaterThan(500));
    }

    [Test]
    public void GivenEveryFixtureInAGzipStream_TheAnswerIsTheOneOnWhatItHolds()
    {
        foreach (var (file, bytes) in Read())
        {
            Answer packed = Of(KindSamples.Gzip(bytes), "nx7f3"), plain = Of(bytes, "nx7f3");
            Assert.That(packed.Format, Is.EqualTo("gzip"), file);
            ShouldFindTheSame(packed, plain, file);
        }
    }

    [Test]
    public void GivenEveryFixtureInAZip_TheAnswerIsTheOneOnWhatItHolds()
    {
        foreach (var (file, bytes) in Read())
        {
            Answer packed = Of(new ZipBuilder().Add("folder/nx7f3", bytes).ToArray(), "nx7f3"), plain = Of(bytes, "nx7f3");
            ShouldFindTheSame(packed, plain, file);
        }
    }

    private static IEnumerable<(string File, byte[] Bytes)> Read()
    {
        foreach (string file in Files())
        {
            // Fixtures of several files are folders.
            string path = Fixtures.PathOf(file);
            if (File.Exists(path)) yield return (file, File.ReadAllBytes(path));
        }
    }

    // The loader's checks are for the file itself: what is packed is looked into for what could run.
    private static void ShouldFindTheSame(Answer packed, Answer plain, string file)
    {
        Assert.That((packed.Globals, packed.IsDangerous), Is.EqualTo((plain.Globals, plain.IsDangerous)), file);
        Assert.That(packed.Complete || !plain.Complete, Is.True, file + ": complete alone, and not where it is packed");
    }

    private static Answer Of(byte[] bytes, string name)
    {
        ScanReport report = Scanned.Bytes(bytes, name);
        string globals = string.Join(' ',
            report.Globals.Select(static global => global.Module + "." + global.Name).Distinct().Order(StringComparer.Ordinal));
        return new Answer(report.FormatName, report.Verdict, report.Complete, globals);
    }

    private sealed record Answer(string Format, Verdict Verdict, bool Complete, string Globals)
    {
        public bool IsDangerous => Verdict == Verdict.Dangerous;
    }
}
