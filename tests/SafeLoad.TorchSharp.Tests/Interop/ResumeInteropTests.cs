using System.Text.Json;
using SafeLoad.Tests.Support;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Values;
using SafeLoad.Writing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Tests.Interop;

/// <summary>Training that TorchSharp began goes on in the PyTorch of this machine (<see cref="PythonScript"/>).</summary>
[Category("Interop")]
public sealed class ResumeInteropTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private static readonly (string Name, string Class, int Before, Func<IEnumerable<Parameter>, optim.Optimizer> Make)[] s_optimizers =
    [
        ("sgd", "SGD", 3, static p => optim.SGD(p, 0.1)),
        ("sgd_momentum", "SGD", 3, static p => optim.SGD(p, 0.1, momentum: 0.8, dampening: 0.1, weight_decay: 0.01)),
        ("sgd_nesterov", "SGD", 3, static p => optim.SGD(p, 0.1, momentum: 0.7, nesterov: true, maximize: true)),
        ("adam", "Adam", 3, static p => optim.Adam(p, 0.02, 0.8, 0.95, weight_decay: 0.1)),
        ("adam_fresh", "Adam", 0, static p => optim.Adam(p, 0.02)),
        ("adam_amsgrad", "Adam", 3, static p => optim.Adam(p, 0.02, 0.5, 0.6, amsgrad: true)),
        ("adamw", "AdamW", 3, static p => optim.AdamW(p, 0.03, 0.7, 0.9, weight_decay: 0.2)),
        ("rmsprop", "RMSprop", 3, static p => optim.RMSProp(p, 0.02, alpha: 0.7, momentum: 0.6, centered: true)),
        ("rmsprop_plain", "RMSprop", 3, static p => optim.RMSProp(p, 0.02)),
        ("adagrad", "Adagrad", 3, static p => optim.Adagrad(p, 0.1, lr_decay: 0.2, weight_decay: 0.05, initial_accumulator_value: 0.3)),
        ("adadelta", "Adadelta", 3, static p => optim.Adadelta(p, 0.9, rho: 0.7, eps: 1e-4)),
        ("adamax", "Adamax", 3, static p => optim.Adamax(p, 0.03, 0.8, 0.9)),
        ("nadam", "NAdam", 3, static p => optim.NAdam(p, 0.03, 0.8, 0.9, momentum_decay: 0.01)),
        ("radam", "RAdam", 2, static p => optim.RAdam(p, 0.03, 0.8)),
        ("asgd", "ASGD", 3, static p => optim.ASGD(p, 0.05, lambd: 0.01, alpha: 0.6, t0: 2)),
        ("rprop", "Rprop", 3, static p => optim.Rprop(p, 0.02, 0.4, 1.3)),
    ];

    private static readonly (string Name, Func<optim.Optimizer, LRScheduler> Make)[] s_schedulers =
    [
        ("step", static o => StepLR(o, 2, 0.5)), ("multistep", static o => MultiStepLR(o, [2, 5, 6, 20], 0.3)),
        ("exponential", static o => ExponentialLR(o, 0.9)), ("constant", static o => ConstantLR(o, 0.25, 6)),
        ("linear", static o => LinearLR(o, 0.2, 0.9, 8)), ("polynomial", static o => PolynomialLR(o, 9, 2)),
        ("cosine", static o => CosineAnnealingLR(o, 4, 0.001)),
        ("lambda", static o => LambdaLR(o, static epoch => 1.0 / (1 + epoch))),
        ("multiplicative", static o => MultiplicativeLR(o, static epoch => 1 - 0.1 / (1 + epoch))),
        ("sequential", static o => SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9)], [6])),
        ("chained", static o => ChainedLR([ConstantLR(o, 0.1, 5), ExponentialLR(o, 0.9)])),
        ("plateau", static o => ReduceLROnPlateau(o, "max", 0.4, 1, 0.01, "abs", 1, [0.001])),
        ("cyclic", static o => CyclicLR(o, 0.01, 0.1, 4, 3, impl.CyclicLR.Mode.Triangular2, cycle_momentum: false)),
        ("onecycle", static o => OneCycleLR(o, 0.2, total_steps: 16)),
    ];

    private static readonly double[] s_metrics = [0.1, 0.2, 0.201, 0.202, 0.203, 0.204, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3];
    private readonly Dictionary<string, List<double[]>> _rates = [];
    private string _folder = "";
    private JsonElement _result;

    private static IEnumerable<string> Optimizers => s_optimizers.Select(static row => row.Name);

    private static IEnumerable<string> Schedulers => s_schedulers.Select(static row => row.Name);

    [OneTimeSetUp]
    public void SaveAndResume()
    {
        _folder = Directory.CreateTempSubdirectory("safeload-resume-").FullName;
        foreach (var (name, pythonClass, before, make) in s_optimizers.Where(static row => TestDevice.Steps(row.Name)))
            SaveRun(name, pythonClass, before, make);
        foreach (var (name, make) in s_schedulers) SaveSchedule(name, make);
        SaveModule();
        string script =
            Path.Combine(Path.GetDirectoryName(Fixtures.Folder)!, "tests", "SafeLoad.TorchSharp.Tests", "Interop", "resume_training.py");
        PythonScript.Run(script, _folder, s_patience);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "result.json")));
        _result = result.RootElement.Clone();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Optimizers))]
    public void GivenRunOfTorchSharp_PyTorchGoesOnAsIfItWereItsOwn(string name)
    {
        Assume.That(TestDevice.Steps(name));
        JsonElement row = _result.GetProperty($"optimizer_{name}.pt");
        TestContext.Out.WriteLine($"distance {row.GetProperty("distance").GetDouble():g3}");
        Assert.That(row.GetProperty("went").GetDouble(), Is.GreaterThan(1e-3));
        Assert.That(row.GetProperty("distance").GetDouble(), Is.LessThanOrEqualTo(1e-6));
        Assert.That(row.GetProperty("grad").GetBoolean(), Is.False);
        Assert.That(row.GetProperty("rates")[0].GetDouble(), Is.EqualTo(row.GetProperty("rates")[1].GetDouble()).Within(1e-12));
        Assert.That(row.GetProperty("steps").EnumerateArray().Select(static step => step.GetString()), Is.All.EqualTo("torch.float32[]"));
    }

    [TestCaseSource(nameof(Schedulers))]
    public void GivenScheduleOfTorchSharp_PyTorchGoesOnWithItsRates(string name)
    {
        double[][] rates = [.. _result.GetProperty($"scheduler_{name}.pt").EnumerateArray()
            .Select(static pair => pair.EnumerateArray().Select(static number => number.GetDouble()).ToArray())];
        Assert.That(rates, Has.Length.EqualTo(_rates[name].Count).And.Length.GreaterThan(8));
        for (int i = 0; i < rates.Length; i++) Assert.That(rates[i], Is.EqualTo(_rates[name][i]).Within(1e-12), $"after {i}");
    }

    [Test]
    public void GivenModuleOfTorchSharp_PyTorchLoadsAllOfIt()
    {
        JsonElement row = _result.GetProperty("module_tied.pt");
        Assert.That((row.GetProperty("says").GetString(), row.GetProperty("type").GetString(), row.GetProperty("tied").GetBoolean(),
            row.GetProperty("sum").GetDouble()), Is.EqualTo(("<All keys matched successfully>", "OrderedDict", true, 36.0)));
    }

    private void SaveRun(string name, string pythonClass, int before, Func<IEnumerable<Parameter>, optim.Optimizer> make)
    {
        using Checkpoint checkpoint = Checkpoint.Open(TrainingRun.PathOf(name == "adamw" ? "optimizer_adam_double" : "optimizer_sgd"));
        using var run = new TrainingRun(checkpoint);
        using optim.Optimizer optimizer = make(run.Model.parameters());
        LRScheduler scheduler = StepLR(optimizer, 2, 0.5);
        // The checkpoint's tensors are those that the run began with.
        PyValue initial = ((PyDict)checkpoint.Root.Reference!)["model_state_dict"], inputs = ((PyDict)checkpoint.Root.Reference!)["inputs"],
            targets = ((PyDict)checkpoint.Root.Reference!)["targets"];
        for (int i = 0; i < before; i++)
        {
            run.Step(optimizer);
            scheduler.step();
        }
        run.Model.save_pt(Path.Combine(_folder, $"optimizer_{name}.pt"), optimizer, scheduler, before,
            [new("class", PyValues.Str(pythonClass)), new("before", PyValues.Int(before)), new("after", PyValues.Int(3)),
                new("initial", initial), new("inputs", inputs), new("targets", targets)]);
    }

    private void SaveSchedule(string name, Func<optim.Optimizer, LRScheduler> make)
    {
        using var parameter = nn.Parameter(zeros(2));
        using SGD optimizer = optim.SGD([parameter], 0.1, momentum: 0.5);
        LRScheduler scheduler = make(optimizer);
        for (int i = 0; i < 4; i++) Step(i);
        new CheckpointWriter().Add("optimizer", optimizer, scheduler).Add("scheduler", scheduler)
            .Add("metrics", PyValues.List(s_metrics[4..].Select(PyValues.Float))).Save(Path.Combine(_folder, $"scheduler_{name}.pt"));
        _rates[name] = [];
        for (int i = 4; i < s_metrics.Length; i++)
        {
            Step(i);
            _rates[name].Add([optimizer.ParamGroups.Single().LearningRate, ((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum]);
        }

        void Step(int i)
        {
            if (name == "plateau") scheduler.step(s_metrics[i]);
            else scheduler.step();
        }
    }

    private void SaveModule()
    {
        using var first = nn.Linear(3, 3);
        using var last = nn.Linear(3, 3);
        using var norm = nn.BatchNorm1d(3);
        using (no_grad()) first.weight!.copy_(arange(9, dtype: float32).reshape(3, 3));
        last.weight = first.weight;
        using var model = nn.Sequential(first, last, norm);
        model.save_pt(Path.Combine(_folder, "module_tied.pt"));
    }
}
