using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Interop;

/// <summary>Whole modules and programs saved by the PyTorch of this machine, in the zip and in the legacy format: names,
/// order and bytes are those of state_dict().</summary>
[Category("Interop")]
public sealed class ObjectInteropTests
{
    private readonly PythonFolder _folder = new("write_objects.py");

    [OneTimeSetUp]
    public void WriteFiles() => _folder.Write();

    [OneTimeTearDown]
    public void DeleteFiles() => _folder.Dispose();

    [Test]
    public void GivenTrainingCheckpointsOfThisPyTorch_TheViewIsWhatItHolds()
    {
        var set = new TrainingSet(Path.Combine(_folder.Path, "training"));
        Assert.That(set.Files, Has.Count.GreaterThanOrEqualTo(26));
        Assert.Multiple(() =>
        {
            foreach (string file in set.Files) set.Check(file);
        });
    }

    [TestCase("whole", 40)]
    [TestCase("jit", 7)]
    [TestCase("package", 5)]
    public void GivenFilesOfThisPyTorch_TensorsAreThoseOfTheirStateDicts(string kind, int least)
    {
        var set = new ObjectSet(_folder.Path);
        IReadOnlyList<string> files = set.Files(kind);
        Assert.That(files, Has.Count.GreaterThanOrEqualTo(least));
        Assert.Multiple(() =>
        {
            foreach (string file in files) set.Check(file);
        });
    }
}
