using SafeLoad.TorchSharp.Schedulers;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Values;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Schedules that PyTorch began go on in TorchSharp as they do in PyTorch, to whatever the schedulers were set before.</summary>
public sealed class SchedulerLoadTests
{
    [TestCase("step")]
    [TestCase("multistep")]
    [TestCase("exponential")]
    [TestCase("constant")]
    [TestCase("linear")]
    [TestCase("polynomial")]
    [TestCase("cosine")]
    [TestCase("lambda")]
    [TestCase("multiplicative")]
    [TestCase("sequential")]
    [TestCase("chained")]
    [TestCase("plateau")]
    [TestCase("cyclic")]
    [TestCase("cyclic_exp")]
    [TestCase("onecycle")]
    [TestCase("onecycle_linear")]
    public void GivenStateOfPyTorch_NextRatesAreThoseOfPyTorch(string name)
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("scheduler_" + name));
        using SGD optimizer = OptimizerFor(name);
        LRScheduler scheduler = Create(name, optimizer);
        OptimizerLoadReport loaded = optimizer.load_pt(checkpoint);
        SchedulerLoadReport report = scheduler.load_pt(checkpoint);
        Assert.That(report.Notes, Is.Empty);
        Assert.That(loaded.OptionsLeftOut.Contains("max_lr"), Is.EqualTo(name.StartsWith("onecycle", StringComparison.Ordinal)));
        double[] rates = checkpoint.StateDict()["rates"].ToArray<double>(), momenta = checkpoint.StateDict()["momenta"].ToArray<double>(),
            metrics = checkpoint.Weights.Others.Single(static other => other.Name == "metrics").Tensor!.ToArray<double>();
        int groups = optimizer.ParamGroups.Count();
        for (int i = 0; i < metrics.Length; i++)
        {
            if (name == "plateau") scheduler.step(metrics[i]);
            else scheduler.step();
            Assert.That(optimizer.ParamGroups.Select(static group => group.LearningRate),
                Is.EqualTo(rates.AsSpan(i * groups, groups).ToArray()).Within(1e-12), $"after {i}");
            Assert.That(optimizer.ParamGroups.Select(static group => ((optim.IMomentum)group).Momentum),
                Is.EqualTo(momenta.AsSpan(i * groups, groups).ToArray()).Within(1e-12), $"after {i}");
        }
    }

    // PyTorch 2.11; two groups of the same rates.
    [TestCase("step", "step")]
    [TestCase("multistep", "multistep")]
    [TestCase("exponential", "exponential")]
    [TestCase("cosine", "cosine")]
    [TestCase("plateau", "plateau")]
    [TestCase("lambda", "lambda")]
    [TestCase("linear", "linear")]
    [TestCase("constant", "constant")]
    [TestCase("polynomial", "polynomial")]
    [TestCase("chained", "chained")]
    [TestCase("sequential", null)]
    [TestCase("cyclic", null)]
    public void GivenStateOfNewPyTorch_IsLoaded(string name, string? made)
    {
        string path = Fixtures.PathOf($"objects/training/sgd_{name}.pt");
        using SGD optimizer = OptimizerFor("two");
        LRScheduler scheduler = made is not null ? Create(made, optimizer) : name == "cyclic" ? CyclicLR(optimizer, 0.1, 0.2)
            : SequentialLR(optimizer, [ConstantLR(optimizer), ExponentialLR(optimizer)], [7]);
        SchedulerLoadReport report = scheduler.load_pt(path);
        Assert.That(report.LastEpoch, Is.EqualTo(name == "chained" ? null : 3));
        Assert.That(report.Notes, Has.Some.Contains("learning rates"));
    }

    // Never the first one in silence.
    [Test]
    public void GivenSeveralSchedulers_OnlyOneThatFitsAloneIsTaken()
    {
        PyValue step = SchedulerWriter.ToValue(StepLR(OptimizerFor("step"), 5, 0.5)),
            cosine = SchedulerWriter.ToValue(CosineAnnealingLR(OptimizerFor("cosine"), 7));
        using SGD optimizer = OptimizerFor("step");
        LRScheduler scheduler = StepLR(optimizer, 3);
        using Checkpoint one = Saved.Open(("first", cosine), ("second", step)), both = Saved.Open(("first", step), ("second", step));
        SchedulerLoadReport report = scheduler.load_pt(one);
        Assert.That((report.Key, report.Kind), Is.EqualTo(("second", "StepLR")));
        Assert.That(report.ToString(), Does.StartWith("StepLR under 'second': after 0 steps, learning rates "));
        Assert.That(() => scheduler.load_pt(both), Throws.TypeOf<TrainingStateException>()
            .With.Message.Contains("2 schedulers, and 2 fit this one").And.Message.Contains("- key: \"first\" fits"));
        Assert.That(() => ExponentialLR(optimizer).load_pt(both), Throws.TypeOf<TrainingStateException>()
            .With.Message.Contains("none fits this one")
            .And.Message.Contains("key: \"second\" does not fit: the file has the state of StepLR"));
        Assert.That(scheduler.load_pt(both, key: "second").Key, Is.EqualTo("second"));
    }

    [Test]
    public void GivenOneCycleOfOtherArguments_IsRefused_AndNothingChanges()
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf("scheduler_onecycle"));
        using SGD optimizer = OptimizerFor("onecycle");
        foreach (LRScheduler scheduler in new[] { OneCycleLR(optimizer, 0.2, total_steps: 17), OneCycleLR(optimizer, 0.3, total_steps: 16),
            OneCycleLR(optimizer, 0.2, total_steps: 16, pct_start: 0.5),
            OneCycleLR(optimizer, 0.2, total_steps: 16, cycle_momentum: false) })
        {
            double rate = optimizer.ParamGroups.Single().LearningRate,
                momentum = ((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum, last = scheduler.get_last_lr().Single();
            Assert.That(() => scheduler.load_pt(checkpoint), Throws.TypeOf<TrainingStateException>());
            Assert.That((optimizer.ParamGroups.Single().LearningRate, ((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum,
                scheduler.get_last_lr().Single()), Is.EqualTo((rate, momentum, last)));
        }
    }

    [Test]
    public void GivenOneCycleOfSeveralGroups_IsNotSupported()
    {
        string path = Fixtures.PathOf("objects/training/sgd_onecycle.pt");
        using SGD optimizer = OptimizerFor("two");
        LRScheduler scheduler = OneCycleLR(optimizer, 0.1, total_steps: 20);
        Assert.That(() => scheduler.load_pt(path), Throws.TypeOf<NotSupportedException>().With.Message.Contains("group 1"));
    }

    [TestCase("step", "exponential", "the state of StepLR; this scheduler is ExponentialLR")]
    [TestCase("exponential", "step", "the state of ExponentialLR; this scheduler is StepLR")]
    [TestCase("cosine", "plateau", "the state of CosineAnnealingLR; this scheduler is ReduceLROnPlateau")]
    [TestCase("sequential", "chained", "the state of SequentialLR; this scheduler is ChainedScheduler")]
    [TestCase("cyclic", "cyclic_exp", "the file's mode is 'triangular2'; this scheduler was made with 'exp_range'")]
    public void GivenAnotherKind_IsRefused(string file, string made, string message)
    {
        using SGD optimizer = OptimizerFor("two");
        LRScheduler scheduler = Create(made, optimizer);
        Assert.That(() => scheduler.load_pt(TrainingRun.PathOf("scheduler_" + file)),
            Throws.TypeOf<TrainingStateException>().With.Message.Contains(message));
    }

    [TestCase("last_epoch", "nan")]
    [TestCase("last_epoch", "huge")]
    [TestCase("last_epoch", "none")]
    [TestCase("step_size", "zero")]
    [TestCase("step_size", "huge")]
    [TestCase("gamma", "nan")]
    [TestCase("base_lrs", "short")]
    [TestCase("base_lrs", "nan")]
    public void GivenBrokenState_IsRefused_AndNothingChanges(string entry, string how)
    {
        var entries = new Dictionary<string, PyValue>
        {
            ["step_size"] = PyValues.Int(2), ["gamma"] = PyValues.Float(0.5), ["last_epoch"] = PyValues.Int(3), ["_step_count"] =
                PyValues.Int(4),
            ["base_lrs"] = PyValues.List([PyValues.Float(1), PyValues.Float(1)]), ["_last_lr"] =
                PyValues.List([PyValues.Float(1), PyValues.Float(1)]),
        };
        PyValue bad = how
            switch { "nan" => PyValues.Float(double.NaN), "huge" => PyValues.Int(1L << 40), "zero" => PyValues.Int(0), "short" =>
                PyValues.List([PyValues.Float(1)]), _ => PyValue.None };
        entries[entry] = entry == "base_lrs" && how == "nan" ? PyValues.List([PyValues.Float(1), bad]) : bad;
        using Checkpoint checkpoint = Saved.Open(("scheduler",
            PyValues.Dict(entries.Select(static pair => KeyValuePair.Create(PyValues.Str(pair.Key), pair.Value)))));
        using SGD optimizer = OptimizerFor("two");
        LRScheduler scheduler = Create("step", optimizer);
        Assert.That(() => scheduler.load_pt(checkpoint), Throws.TypeOf<TrainingStateException>().With.Message.Contains($"'{entry}'"));
        for (int i = 0; i < 4; i++) scheduler.step();
        Assert.That(scheduler.get_last_lr().First(), Is.EqualTo(0.7));
    }

    // Whatever was passed on to the schedulers in it.
    [Test]
    public void GivenCancellation_NothingIsChanged([Values("step", "multistep", "exponential", "constant", "linear", "polynomial", "cosine",
        "lambda", "multiplicative", "sequential", "chained", "plateau", "cyclic", "cyclic_exp", "onecycle")] string name)
    {
        string path = TrainingRun.PathOf("scheduler_" + name);
        using SGD optimizer = OptimizerFor(name);
        LRScheduler scheduler = Create(name, optimizer);
        byte[] before = Saved.Bytes(writer => writer.Add("scheduler", scheduler));
        var ended = new CancellationToken(true);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        Assert.That(() => scheduler.load_pt(checkpoint, cancellation: ended), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => scheduler.load_pt(path, cancellation: ended), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Saved.Bytes(writer => writer.Add("scheduler", scheduler)), Is.EqualTo(before));
        scheduler.load_pt(checkpoint);
        Assert.That(Saved.Bytes(writer => writer.Add("scheduler", scheduler)), Is.Not.EqualTo(before));
    }

    private static SGD OptimizerFor(string name)
    {
        var parameters = new[] { nn.Parameter(zeros(2)), nn.Parameter(zeros(3)) };
        return name.StartsWith("onecycle", StringComparison.Ordinal) ? optim.SGD(parameters, 0.7)
            : optim.SGD([new SGD.ParamGroup(parameters[..1], lr: 0.7), new SGD.ParamGroup(parameters[1..], lr: 0.8)], 0.7);
    }

    // With other arguments than write_training.py has, where the file has them.
    private static LRScheduler Create(string name, optim.Optimizer optimizer) => name switch
    {
        "step" => StepLR(optimizer, 5, 0.9),
        "multistep" => MultiStepLR(optimizer, [1]),
        "exponential" => ExponentialLR(optimizer, 0.2),
        "constant" => ConstantLR(optimizer),
        "linear" => LinearLR(optimizer),
        "polynomial" => PolynomialLR(optimizer),
        "cosine" => CosineAnnealingLR(optimizer, 9),
        "lambda" => LambdaLR(optimizer, static epoch => 1.0 / (1 + epoch)),
        "multiplicative" => MultiplicativeLR(optimizer, static epoch => 1 - 0.1 / (1 + epoch)),
        "sequential" => SequentialLR(optimizer, [ConstantLR(optimizer), ExponentialLR(optimizer), StepLR(optimizer, 9)], [4, 5]),
        "chained" => ChainedLR([ConstantLR(optimizer), ExponentialLR(optimizer)]),
        "plateau" => ReduceLROnPlateau(optimizer),
        "cyclic" => CyclicLR(optimizer, 0.2, 0.3, mode: impl.CyclicLR.Mode.Triangular2, cycle_momentum: false),
        "cyclic_exp" => CyclicLR(optimizer, 0.2, 0.3, mode: impl.CyclicLR.Mode.ExpRange, cycle_momentum: false),
        "onecycle" => OneCycleLR(optimizer, 0.2, total_steps: 16),
        "onecycle_linear" =>
            OneCycleLR(
                optimizer, 0.2, total_steps: 16, pct_start: 0.4, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true),
        _ => throw new ArgumentException(name),
    };
}
