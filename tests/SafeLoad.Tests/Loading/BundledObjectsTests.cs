using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Loading;

/// <summary>Whole modules, TorchScript, torch.package and torch.export of PyTorch 2.11: the names,
/// the order and the bytes that its own state_dict() gave.</summary>
public sealed class BundledObjectsTests
{
    private static readonly ObjectSet s_set = new(Fixtures.PathOf("objects"));

    private static IEnumerable<string> Files => ((string[])["whole", "jit", "package", "pt2"]).SelectMany(s_set.Files);

    [TestCaseSource(nameof(Files))]
    public void GivenFileWithObjects_TensorsAreThoseOfItsStateDict(string file) => s_set.Check(file);

    [Test]
    public void GivenTheSet_NothingIsMissing() =>
        Assert.That((s_set.Files("whole").Count, s_set.Files("jit").Count, s_set.Files("package").Count, s_set.Files("pt2").Count),
            Is.EqualTo((34, 8, 5, 6)));

    // What was scripted away into constants is still there.
    [Test]
    public void GivenFrozenProgram_ItsConstantsAreTheWeights()
    {
        using Checkpoint checkpoint = s_set.Open("jit/frozen.pt");
        Assert.That(checkpoint.StateDict().Values.Select(static tensor => string.Join(",", tensor.Shape.ToArray())),
            Is.SupersetOf(new[] { "2,3", "2" }));
    }

    [Test]
    public void GivenProgram_CodeIsListed()
    {
        using Checkpoint checkpoint = s_set.Open("jit/attrs.pt");
        Assert.That(checkpoint.Notes, Has.Some.Contains("code/__torch__/fxmods.py"));
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.TorchScript));
    }

    [TestCase("jit/attrs.pt")]
    [TestCase("package/p2.pt")]
    public void GivenProgramWithoutTheOption_TheErrorSaysWhatToDo(string file) =>
        Assert.That(() => Checkpoint.Open(Fixtures.PathOf("objects/" + file)),
            Throws.TypeOf<UnsupportedCheckpointException>().With.Message.Contains("--inert"));
}
