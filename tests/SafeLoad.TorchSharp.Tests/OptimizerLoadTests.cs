using SafeLoad.TorchSharp.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Training that PyTorch began goes on in TorchSharp as it does in PyTorch.</summary>
public sealed class OptimizerLoadTests
{
    private const double Tolerance = 1e-6;

    [TestCase("sgd")]
    [TestCase("sgd_momentum")]
    [TestCase("sgd_nesterov")]
    [TestCase("adam")]
    [TestCase("adam_amsgrad")]
    [TestCase("adam_double")]
    [TestCase("adam_fresh")]
    [TestCase("adam_frozen")]
    [TestCase("adamw")]
    [TestCase("rmsprop")]
    [TestCase("rmsprop_centered")]
    [TestCase("adagrad")]
    [TestCase("adadelta")]
    [TestCase("adamax")]
    [TestCase("nadam")]
    [TestCase("radam")]
    [TestCase("asgd")]
    [TestCase("rprop")]
    public void GivenStateOfPyTorch_NextStepsAreThoseOfPyTorch(string name)
    {
        Assume.That(TestDevice.Steps(name));
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("optimizer_" + name));
        using var run = new TrainingRun(checkpoint);
        if (name == "adam_frozen") run.First.bias!.requires_grad = false;
        using optim.Optimizer optimizer = OptimizerSamples.Create(name.Split('_')[0], run.Model.parameters());
        GoOn(run, optimizer);
    }

    [Test]
    public void GivenTwoGroups_EachGetsItsOptions()
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("optimizer_adamw_groups"));
        using var run = new TrainingRun(checkpoint);
        using AdamW optimizer = optim.AdamW([new AdamW.ParamGroup(run.First.parameters()), new AdamW.ParamGroup(run.Last.parameters())]);
        OptimizerLoadReport report = GoOn(run, optimizer);
        Assert.That(report.Groups, Is.EqualTo(2));
        Assert.That(((AdamW.Options)optimizer.state_dict().Options[1]).weight_decay, Is.EqualTo(0.3));
        Assert.That(optimizer.ParamGroups.Last().InitialLearningRate, Is.EqualTo(0.005));
    }

    [Test]
    public void GivenState_SurvivesDisposeScopes_AndReplacesWhatWasThere()
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("optimizer_adam"));
        using var run = new TrainingRun(checkpoint);
        using Adam optimizer = optim.Adam(run.Model.parameters());
        for (int i = 0; i < 2; i++) run.Step(optimizer);
        Tensor before = ((Adam.State)optimizer.state_dict().State[0]).exp_avg;
        using (var scope = NewDisposeScope())
        {
            OptimizerLoadReport report = optimizer.load_pt(TrainingRun.PathOf("optimizer_adam"), "optimizer_state_dict");
            Assert.That(report,
                Has.Property("Kind").EqualTo("Adam").And.Property("Parameters").EqualTo(4).And.Property("States")
                    .EqualTo(4).And.Property("Key").EqualTo("optimizer_state_dict"));
            Assert.That(report.OptionsLeftOut, Does.Contain("foreach").And.Contain("capturable"));
            Assert.That(report.StatesLeftOut, Is.Empty);
            Assert.That(scope.DisposablesCount, Is.Zero);
        }
        var state = (Adam.State)optimizer.state_dict().State[0];
        Assert.That(before.IsInvalid);
        Assert.That(state.step, Is.EqualTo(3));
        Assert.That(state.exp_avg.IsInvalid, Is.False);
        Assert.That(state.exp_avg.shape, Is.EqualTo(new long[] { 4, 3 }));
    }

    // A run in float64 goes on in float32.
    [Test]
    public void GivenOtherDType_StateIsThatOfTheParameter()
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("optimizer_adam_double")),
            single = Checkpoint.Open(TrainingRun.PathOf("optimizer_adam"));
        using var run = new TrainingRun(single);
        using Adam optimizer = optim.Adam(run.Model.parameters());
        using (var scope = NewDisposeScope())
        {
            optimizer.load_pt(checkpoint);
            Assert.That(scope.DisposablesCount, Is.Zero);
        }
        var state = (Adam.State)optimizer.state_dict().State[0];
        var saved = checkpoint.Training.Optimizer!.StateOf(0)!["exp_avg"].AsTensor();
        Assert.That((state.exp_avg.dtype, saved.DType), Is.EqualTo((float32, DType.Float64)));
        Assert.That(state.exp_avg.data<float>().ToArray(), Is.EqualTo(saved.ToSingles()));
        run.Step(optimizer);
    }

    [Test]
    public void GivenFreshState_ForgetsTheSteps()
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("optimizer_adam_fresh"));
        using var run = new TrainingRun(checkpoint);
        using Adam optimizer = optim.Adam(run.Model.parameters());
        run.Step(optimizer);
        using (var scope = NewDisposeScope())
        {
            Assert.That(optimizer.load_pt(checkpoint).States, Is.Zero);
            Assert.That(scope.DisposablesCount, Is.Zero);
        }
        var state = (Adam.State)optimizer.state_dict().State[0];
        Assert.That(state.step, Is.Zero);
        using Tensor sum = state.exp_avg.abs().sum();
        Assert.That(sum.ToDouble(), Is.Zero);
    }

    // PyTorch 2.11 keeps every step as a tensor.
    [TestCase("sgd", "sgd_plain_step")]
    [TestCase("sgd", "sgd_step")]
    [TestCase("adam", "adam_step")]
    [TestCase("adamw", "adamw_step")]
    [TestCase("rmsprop", "rmsprop_step")]
    [TestCase("adagrad", "adagrad_step")]
    [TestCase("adadelta", "adadelta_step")]
    [TestCase("adamax", "adamax_step")]
    [TestCase("nadam", "nadam_step")]
    [TestCase("radam", "radam_step")]
    [TestCase("asgd", "asgd_step")]
    [TestCase("rprop", "rprop_step")]
    public void GivenStateOfNewPyTorch_IsLoaded(string kind, string name)
    {
        using var first = nn.Linear(3, 2);
        using var last = nn.Linear(2, 1);
        using optim.Optimizer optimizer = OptimizerSamples.Create(kind, first.parameters());
        // The file's second group, by a second optimizer of the kind.
        using optim.Optimizer other = OptimizerSamples.Create(kind, last.parameters());
        optimizer.add_param_group((ParamGroup)other.ParamGroups.Single());
        OptimizerLoadReport report = optimizer.load_pt(Fixtures.PathOf($"objects/training/{name}.pt"));
        Assert.That(report.States, Is.EqualTo(name == "sgd_plain_step" ? 0 : 4));
        Assert.That(optimizer.ParamGroups.First().LearningRate, Is.Not.EqualTo(optimizer.ParamGroups.First().InitialLearningRate));
    }

    private static OptimizerLoadReport GoOn(TrainingRun run, optim.Optimizer optimizer)
    {
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 77);
        OptimizerLoadReport report = optimizer.load_pt(run.Checkpoint);
        SchedulerLoadReport schedule = scheduler.load_pt(run.Checkpoint);
        Assert.That(schedule.Notes, Is.Empty);
        long steps = run.Checkpoint.Root.Reference is SafeLoad.Values.PyDict root ? root["steps"].AsInt64() : 0;
        for (int i = 0; i < steps; i++)
        {
            run.Step(optimizer);
            scheduler.step();
        }
        double distance = run.DistanceTo("after"), began = run.DistanceTo("model_state_dict");
        TestContext.Out.WriteLine($"distance {distance:g3} after {steps} steps, which went {began:g3}");
        Assert.That(began, Is.GreaterThan(1e-3));
        Assert.That(distance, Is.LessThanOrEqualTo(Tolerance));
        var expected = (SafeLoad.Values.PyList)((SafeLoad.Values.PyDict)run.Checkpoint.Root.Reference!)["rates_after"].Reference!;
        Assert.That(optimizer.ParamGroups.Select(static group => group.LearningRate),
            Is.EqualTo(expected.Select(static rate => rate.AsDouble())).Within(1e-12));
        return report;
    }
}
