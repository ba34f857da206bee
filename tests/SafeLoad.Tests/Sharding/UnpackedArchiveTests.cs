using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

/// <summary>A folder that a PyTorch zip was unpacked into is read as that zip.</summary>
public sealed class UnpackedArchiveTests
{
    private static void Unpack(byte[] zip, string folder)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            string path = Path.Combine(folder, entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream from = entry.Open(), to = File.Create(path);
            from.CopyTo(to);
        }
    }

    [Test]
    public void GivenFolder_HoldsWhatTheArchiveHeld([Values] bool byItsPickle)
    {
        using var folder = new ShardFolder();
        Unpack(Samples.Zip.ToArray(), folder.Root);
        using Checkpoint archive = Checkpoint.Open(Samples.Zip.ToArray()),
            opened = Checkpoint.Open(byItsPickle ? Path.Combine(folder.Root, "data.pkl") : folder.Root);
        Assert.That(opened.StateDict().Keys, Is.EqualTo(archive.StateDict().Keys).And.Not.Empty);
        foreach (string name in archive.StateDict().Keys)
            Assert.That(opened[name].ToArray<float>(), Is.EqualTo(archive[name].ToArray<float>()), name);
        Assert.That(opened.Notes, Has.Some.Contains("unpacked"));
        Assert.That(opened.Files, Has.Some.EndsWith("data.pkl"));
    }

    [Test]
    public void GivenWhatSystemsLeaveInFolders_TheyAreNoRecords()
    {
        using var folder = new ShardFolder();
        Unpack(Samples.Zip.ToArray(), folder.Root);
        File.WriteAllBytes(Path.Combine(folder.Root, ".DS_Store"), [1]);
        File.WriteAllBytes(Path.Combine(folder.Root, "data", "._0"), [1]);
        using Checkpoint opened = Checkpoint.Open(folder.Root);
        Assert.That(opened.StateDict(), Is.Not.Empty);
    }

    [Test]
    public void GivenStorageThatIsMissingOrShort_IsRefusedAsInAnArchive([Values] bool isMissing)
    {
        using var folder = new ShardFolder();
        Unpack(Samples.Zip.ToArray(), folder.Root);
        string storage = Path.Combine(folder.Root, "data", "0");
        if (isMissing) File.Delete(storage);
        else File.WriteAllBytes(storage, [1]);
        var refusal = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose())!;
        Assert.That(refusal.Id, Is.EqualTo(isMissing ? DiagnosticId.RecordMissing : DiagnosticId.RecordLengthMismatch));
        Assert.That(Scanner.Scan(Path.Combine(folder.Root, "data.pkl")).Verdict, Is.EqualTo(Verdict.Malformed));
    }

    [Test]
    public void GivenFolder_ItsPickleIsCleanToAScan()
    {
        using var folder = new ShardFolder();
        Unpack(Samples.Zip.ToArray(), folder.Root);
        ScanReport report = Scanner.Scan(Path.Combine(folder.Root, "data.pkl"));
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [Test]
    public void GivenEvilPickle_IsRefusedAndFound()
    {
        using var folder = new ShardFolder();
        Unpack(ZipBuilder.Torch(Scanned.Evil).ToArray(), folder.Root);
        Assert.That(() => Checkpoint.Open(folder.Root).Dispose(), Throws.InstanceOf<DisallowedGlobalException>());
        Assert.That(Scanner.Scan(Path.Combine(folder.Root, "data.pkl")).Verdict, Is.EqualTo(Verdict.Dangerous));
    }
}
