using SafeLoad.IO.Output;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.IO.Output;

/// <summary>Shards whose names are taken while they are written: they appear all, or what was there before is there again.</summary>
public sealed class AtomicFileSetTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-set-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Names =>
        [.. Directory.GetFileSystemEntries(_folder).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    // The second of two shards cannot get its name: a folder has it.
    [TestCase(false, "s-00002-of-00002.safetensors")]
    [TestCase(true, "s-00002-of-00002.safetensors")]
    [TestCase(true, "s.safetensors.index.json")]
    public void GivenRenameThatFails_TheRenamesBeforeAreTakenBack(bool isOld, string taken)
    {
        if (isOld) File.WriteAllText(At("s-00001-of-00002.safetensors"), "old");
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var options = new SaveOptions { ShardCount = 2, Overwrite = isOld };
        SavePlan plan = checkpoint.StateDict().PlanSave(At("s.safetensors"), TensorFileFormat.Safetensors, options);
        Assert.That(() => plan.Write(new Meanwhile(() => Directory.CreateDirectory(At(taken)))),
            Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Names, Is.EqualTo(isOld ? ["s-00001-of-00002.safetensors", taken] : (string[])[taken]));
        if (isOld) Assert.That(File.ReadAllText(At("s-00001-of-00002.safetensors")), Is.EqualTo("old"));
    }

    // Another program has written one of them meanwhile: its file stays, and nothing else.
    [Test]
    public void GivenFileThatAppearsMeanwhile_ItStays()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        SavePlan plan = checkpoint.StateDict().PlanSave(At("s.bin"), TensorFileFormat.Zip, new SaveOptions { ShardCount = 2 });
        Assert.That(() => plan.Write(new Meanwhile(() => File.WriteAllText(At("s-00002-of-00002.bin"), "theirs"))),
            Throws.InstanceOf<IOException>());
        Assert.That((string.Join(' ', Names), File.ReadAllText(At("s-00002-of-00002.bin"))),
            Is.EqualTo(("s-00002-of-00002.bin", "theirs")));
    }

    // The first is in place, and a folder stands where it was to be taken back from: the message names what is left.
    [Test]
    public void GivenRenameThatCannotBeTakenBack_TheMessageSaysWhatIsLeft()
    {
        AtomicFile file = AtomicFile.Create(At("a"), overwrite: true);
        file.Commit(keepsOld: true);
        File.Delete(At("a"));
        Directory.CreateDirectory(At("a"));
        Assert.That(file.Revert(), Is.EqualTo(At("a")));
        file.Dispose();
    }

    [Test]
    public void GivenOldSet_ItIsReplacedAndNothingIsLeft()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var options = new SaveOptions { ShardCount = 3, Overwrite = true };
        checkpoint.StateDict().SaveAsSafetensors(At("s.safetensors"), options with { FloatDType = DType.Float16 });
        string[] names = Names;
        checkpoint.StateDict().SaveAsSafetensors(At("s.safetensors"), options);
        using Checkpoint written = Checkpoint.Open(_folder);
        Assert.That((string.Join(' ', Names), written.StateDict()[written.StateDict().Keys.First()].DType),
            Is.EqualTo((string.Join(' ', names), DType.Float32)));
    }

    // A name as long as file systems allow, of letters of three bytes.
    [TestCase("x", 250)]
    [TestCase("語", 83)]
    [TestCase("a𝒳", 50)]
    public void GivenLongName_ItIsWritten(string letters, int count)
    {
        string path = At(string.Concat(Enumerable.Repeat(letters, count)));
        using (AtomicFile file = AtomicFile.Create(path, overwrite: false))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }
        Assert.That((File.ReadAllText(path), Names.Length), Is.EqualTo(("new", 1)));
    }

    private sealed class Meanwhile(Action act) : IProgress<long>
    {
        private Action? _act = act;

        public void Report(long value)
        {
            _act?.Invoke();
            _act = null;
        }
    }
}
