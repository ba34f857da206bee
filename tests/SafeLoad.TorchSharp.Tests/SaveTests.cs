using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Training;
using SafeLoad.Values;
using SafeLoad.Writing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>What TorchSharp has is saved as PyTorch would have saved it; the interop tests show that PyTorch goes on with it.</summary>
public sealed class SaveTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-torchsharp-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    [Test]
    public void GivenModule_SavesItsStateDict_AndNeverReplacesUnasked()
    {
        using var model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4));
        model.save_pt(PathOf("m.pt"));
        using (Checkpoint checkpoint = Checkpoint.Open(PathOf("m.pt")))
        {
            Assert.That(checkpoint.StateDict().Keys, Is.EquivalentTo(model.state_dict().Keys));
            Assert.That(checkpoint.StateDict().Values, Has.All.Property("RequiresGrad").False);
            Assert.That(checkpoint.StateDict()["1.num_batches_tracked"].DType, Is.EqualTo(DType.Int64));
            foreach (var (name, tensor) in model.state_dict())
            {
                if (tensor.dtype == float32)
                    Assert.That(checkpoint.StateDict()[name].ToArray<float>(), Is.EqualTo(tensor.detach().data<float>().ToArray()), name);
                Assert.That(checkpoint.StateDict()[name].Shape.ToArray(), Is.EqualTo(tensor.shape), name);
            }
        }
        byte[] before = File.ReadAllBytes(PathOf("m.pt"));
        Assert.That(() => model.save_pt(PathOf("m.pt")), Throws.InstanceOf<IOException>());
        model.save_pt(PathOf("m.pt"), overwrite: true);
        Assert.That(File.ReadAllBytes(PathOf("m.pt")), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void GivenTiedParameters_OneStorageIsWritten()
    {
        using var first = nn.Linear(3, 3);
        using var last = nn.Linear(3, 3);
        last.weight = first.weight;
        using var model = nn.Sequential(first, last);
        model.save_pt(PathOf("tied.pt"));
        using Checkpoint checkpoint = Checkpoint.Open(PathOf("tied.pt"));
        Assert.That(checkpoint.StateDict()["0.weight"].Storage, Is.SameAs(checkpoint.StateDict()["1.weight"].Storage));
        Assert.That(checkpoint.StateDict()["0.bias"].Storage, Is.Not.SameAs(checkpoint.StateDict()["1.bias"].Storage));
    }

    [Test]
    public void GivenTensorsOfAnyLayout_TheirElementsAreWritten()
    {
        using var scope = NewDisposeScope();
        Tensor table = arange(24, dtype: float64).reshape(4, 6);
        // More than one piece, and a length that no piece divides.
        Tensor large = arange(5_000_011, dtype: int64);
        var writer = new CheckpointWriter().Add("transposed", table.t()).Add("column", table.select(1, 2))
            .Add("expanded", table.narrow(0, 1, 1).expand(3, 6)).Add("empty", zeros(0, 3)).Add("scalar", tensor(2.5f))
            .Add("half", table.to_type(float16)).Add("bfloat", ones(3, dtype: bfloat16)).Add("flags", tensor(new[] { true, false }))
            .Add("large", large).Add("complex", tensor(new System.Numerics.Complex(1, -2)).conj());
        using (NewDisposeScope()) writer.Save(PathOf("t.pt"));
        using Checkpoint checkpoint = Checkpoint.Open(PathOf("t.pt"));
        StateDict saved = checkpoint.StateDict();
        Assert.That(saved["transposed"].ToArray<double>(), Is.EqualTo(table.t().contiguous().data<double>().ToArray()));
        Assert.That(saved["transposed"].Shape.ToArray(), Is.EqualTo((long[])[6, 4]));
        Assert.That(saved["column"].ToArray<double>(), Is.EqualTo((double[])[2, 8, 14, 20]));
        Assert.That(saved["expanded"].ToArray<double>(), Has.Length.EqualTo(18).And.Contains(11));
        Assert.That(saved["empty"].ElementCount, Is.Zero);
        Assert.That(saved["scalar"].ToSingles(), Is.EqualTo((float[])[2.5f]));
        Assert.That(saved["half"].ToSingles()[23], Is.EqualTo(23));
        Assert.That(saved["bfloat"].DType, Is.EqualTo(DType.BFloat16));
        Assert.That(saved["flags"].ToArray<byte>(), Is.EqualTo((byte[])[1, 0]));
        Assert.That(saved["complex"].ToArray<System.Numerics.Complex>()[0], Is.EqualTo(new System.Numerics.Complex(1, 2)));
        long[] read = saved["large"].ToArray<long>();
        for (int i = 0; i < read.Length; i += 9973) Assert.That(read[i], Is.EqualTo(i));
        Assert.That(read[^1], Is.EqualTo(read.Length - 1));
    }

    [Test]
    public void GivenMetaOrSparse_SaysSo()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new CheckpointWriter().Add("m", empty(2, device: torch.META)),
            Throws.InvalidOperationException.With.Message.Contains("meta"));
        Assert.That(() => new CheckpointWriter().Add("s", sparse_coo_tensor(tensor(new long[,] { { 0 } }), tensor(new[] { 1f }), [2])),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("sparse"));
    }

    // Saved and loaded again: every optimizer goes on as if nothing had been.
    [Test]
    public void GivenOptimizer_LoadsWhatItSaved([Values("sgd", "sgd_momentum", "sgd_nesterov", "adam", "adam_amsgrad", "adam_frozen",
        "adam_fresh", "adamw", "rmsprop", "rmsprop_centered", "adagrad", "adadelta", "adamax", "nadam", "radam", "asgd",
        "rprop")] string name)
    {
        Assume.That(TestDevice.Steps(name));
        using Checkpoint began = Checkpoint.Open(TrainingRun.PathOf("optimizer_" + name));
        using var run = new TrainingRun(began);
        if (name == "adam_frozen") run.First.bias!.requires_grad = false;
        string kind = name.Split('_')[0];
        using optim.Optimizer optimizer = OptimizerSamples.Create(kind, run.Model.parameters());
        optimizer.load_pt(began);
        run.Step(optimizer);
        LRScheduler scheduler = StepLR(optimizer, 3, 0.5);
        run.Model.save_pt(PathOf("run.pt"), optimizer, scheduler, epoch: 4, values: [new("loss", PyValues.Float(0.25))]);

        using Checkpoint saved = Checkpoint.Open(PathOf("run.pt"));
        TrainingCheckpoint training = saved.Training;
        Assert.That((training.Model!.Path, training.Optimizer!.Key, training.Scheduler!.Key, training.Epoch, training.Loss),
            Is.EqualTo(("model_state_dict", "optimizer_state_dict", "scheduler_state_dict", (double?)4, (double?)0.25)));
        Assert.That(training.Optimizer.Kind,
            Is.EqualTo(began.Training.Optimizer!.Kind == "Adam" && kind == "adamw" ? "AdamW" : began.Training.Optimizer.Kind));
        using optim.Optimizer other = OptimizerSamples.Create(kind, run.Model.parameters());
        OptimizerLoadReport report = other.load_pt(saved);
        Assert.That(report.States, Is.EqualTo(name == "sgd" ? 0 : name == "adam_frozen" ? 3 : 4));
        run.Model.save_pt(PathOf("again.pt"), other, scheduler, epoch: 4, values: [new("loss", PyValues.Float(0.25))]);
        using Checkpoint again = Checkpoint.Open(PathOf("again.pt"));
        AssertSame(saved.Root, again.Root);
    }

    [Test]
    public void GivenSchedulers_LoadWhatTheySaved()
    {
        using SGD optimizer = optim.SGD([nn.Parameter(zeros(2))], 0.5, momentum: 0.5);
        Func<LRScheduler>[] makers =
        [
            () => StepLR(optimizer, 2), () => MultiStepLR(optimizer, [2, 3]), () => ExponentialLR(optimizer, 0.5),
            () => ConstantLR(optimizer), () => LinearLR(optimizer), () => PolynomialLR(optimizer), () => CosineAnnealingLR(optimizer, 5),
            () => LambdaLR(optimizer, static epoch => 1.0 / (1 + epoch)), () => MultiplicativeLR(optimizer, static _ => 0.5),
            () => SequentialLR(optimizer, [ConstantLR(optimizer), ExponentialLR(optimizer, 0.5)], [2]),
            () => ChainedLR([ConstantLR(optimizer), ExponentialLR(optimizer, 0.5)]), () => ReduceLROnPlateau(optimizer),
            () => CyclicLR(optimizer, 0.1, 0.2, cycle_momentum: false), () => CyclicLR(optimizer, 0.1, 0.2),
        ];
        foreach (Func<LRScheduler> make in makers)
        {
            LRScheduler scheduler = make();
            for (int i = 0; i < 3; i++)
            {
                if (scheduler is impl.ReduceLROnPlateau) scheduler.step(1.0);
                else scheduler.step();
            }
            new CheckpointWriter().Add("scheduler", scheduler).Save(PathOf("s.pt"), overwrite: true);
            LRScheduler other = make();
            using Checkpoint saved = Checkpoint.Open(PathOf("s.pt"));
            other.load_pt(saved);
            new CheckpointWriter().Add("scheduler", other).Save(PathOf("t.pt"), overwrite: true);
            using Checkpoint again = Checkpoint.Open(PathOf("t.pt"));
            if (scheduler is not impl.ReduceLROnPlateau and not impl.ChainedLR and not impl.SequentialLR)
                AssertSame(saved.Root, again.Root);
        }
    }

    private static void AssertSame(PyValue left, PyValue right)
    {
        Assert.That(right.Kind, Is.EqualTo(left.Kind));
        switch (left.Reference)
        {
            case PyDict dict:
                Assert.That(((PyDict)right.Reference!).Count, Is.EqualTo(dict.Count));
                foreach (var (key, value) in dict)
                {
                    Assert.That(((PyDict)right.Reference!).TryGetValue(key, out PyValue other), key.ToString());
                    AssertSame(value, other);
                }
                break;
            case PyList or PyTuple:
                foreach (var (one, other) in ((IReadOnlyList<PyValue>)left.Reference).Zip((IReadOnlyList<PyValue>)right.Reference!))
                    AssertSame(one, other);
                break;
            case not null when left.Kind == PyKind.Tensor:
                Assert.That(right.AsTensor().ToSingles(), Is.EqualTo(left.AsTensor().ToSingles()));
                break;
            default:
                Assert.That(right.ToString(), Is.EqualTo(left.ToString()));
                break;
        }
    }
}
