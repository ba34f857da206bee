using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Training;

/// <summary>Training checkpoints of PyTorch 2.11, one for each optimizer and each scheduler:
/// the typed view is what its own state dicts held.</summary>
public sealed class TrainingFixtureTests
{
    private static readonly TrainingSet s_set = new(Fixtures.PathOf("objects/training"));

    private static IReadOnlyList<string> Files => s_set.Files;

    [TestCaseSource(nameof(Files))]
    public void GivenTrainingCheckpoint_TheViewIsWhatPyTorchHolds(string file) => s_set.Check(file);

    [Test]
    public void GivenTheSet_EveryOptimizerAndSchedulerIsThere() => Assert.That(s_set.Files, Has.Count.EqualTo(27));

    [TestCase("sgd_step.pt", "SGD")]
    [TestCase("sgd_plain_step.pt", "SGD")]
    [TestCase("adam_step.pt", "Adam")]
    [TestCase("adamw_step.pt", "AdamW")]
    [TestCase("rmsprop_step.pt", "RMSprop")]
    [TestCase("adagrad_step.pt", "Adagrad")]
    [TestCase("adadelta_step.pt", "Adadelta")]
    [TestCase("adamax_step.pt", "Adamax")]
    [TestCase("nadam_step.pt", "NAdam")]
    [TestCase("radam_step.pt", "RAdam")]
    [TestCase("asgd_step.pt", "ASGD")]
    [TestCase("rprop_step.pt", "Rprop")]
    [TestCase("sparse_adam_step.pt", "SparseAdam")]
    [TestCase("lbfgs_step.pt", "LBFGS")]
    public void GivenOptimizer_ItsKindIsTold(string file, string kind)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("objects/training/" + file));
        Assert.That(checkpoint.Training.Optimizer!.Kind, Is.EqualTo(kind));
    }
}
