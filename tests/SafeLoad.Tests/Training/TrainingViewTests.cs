using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.Tests.Training;

/// <summary>The layouts of training programs, and keys that are spelled in ways of their own.</summary>
public sealed class TrainingViewTests
{
    private static readonly byte[][] s_storages = [TensorPickles.Floats(1, 2), TensorPickles.Floats(3, 4)];

    private static Checkpoint Open(Action<PickleBuilder> entries, CheckpointOptions? options = null) =>
        Checkpoint.Open(Samples.ZipOf(pickle => { pickle.EmptyDict().Mark(); entries(pickle); pickle.SetItems(); }, s_storages), options);

    private static PickleBuilder Weights(PickleBuilder pickle, string key, string storage = "0") =>
        pickle.Text(key).EmptyDict().Text("w").Vector("FloatStorage", storage, 2).Op(PickleOpcode.SetItem);

    // {'state': {ID: {'momentum_buffer': tensor}}, 'param_groups': [{'lr': 0.5, 'params': [IDs]}]}
    private static PickleBuilder Optimizer(PickleBuilder pickle, string key, params long[] ids) => OptimizerOf(pickle.Text(key), ids);

    private static PickleBuilder OptimizerOf(PickleBuilder pickle, params long[] ids)
    {
        pickle.EmptyDict().Mark().Text("state").EmptyDict();
        if (ids.Length > 0)
            pickle.Int(ids[0]).EmptyDict().Text("momentum_buffer").Vector("FloatStorage", "1", 2).Op(PickleOpcode.SetItem)
                .Op(PickleOpcode.SetItem);
        pickle.Text("param_groups").Op(PickleOpcode.EmptyList).EmptyDict().Mark().Text("lr").Double(0.5).Text("params")
            .Op(PickleOpcode.EmptyList).Mark();
        foreach (long id in ids) pickle.Int(id);
        return pickle.Op(PickleOpcode.Appends).SetItems().Op(PickleOpcode.Append).SetItems();
    }

    private static PickleBuilder Scheduler(PickleBuilder pickle, string key) => SchedulerOf(pickle.Text(key));

    private static PickleBuilder SchedulerOf(PickleBuilder pickle) =>
        pickle.EmptyDict().Mark().Text("base_lrs").Op(PickleOpcode.EmptyList).Double(0.5).Op(PickleOpcode.Append).Text("last_epoch").Int(7)
            .SetItems();

    // model, optimizer, scheduler, where, and the counters of: PyTorch's tutorials, torchvision, maskrcnn-benchmark, timm,
    // nanoGPT, DeepSpeed.
    [TestCase("model_state_dict", "optimizer_state_dict", "scheduler_state_dict", "epoch")]
    [TestCase("model", "optimizer", "lr_scheduler", "epoch")]
    [TestCase("model", "optimizer", "scheduler", "iteration")]
    [TestCase("state_dict", "optimizer", "scheduler", "epoch")]
    [TestCase("model", "optimizer", "scheduler", "iter_num")]
    [TestCase("module", "optimizer", "lr_scheduler", "global_steps")]
    [TestCase("generator_weights", "what_steps", "what_schedules", "epoch")]
    public void GivenLayout_EveryPartIsFound(string model, string optimizer, string scheduler, string counter)
    {
        using Checkpoint checkpoint = Open(pickle => {
            Weights(pickle, model); Optimizer(pickle, optimizer, 0); Scheduler(pickle, scheduler); pickle.Text(counter).Int(12); });
        TrainingCheckpoint training = checkpoint.Training;
        Assert.That((training.Model!.Path, training.Optimizer!.Key, training.Scheduler!.Key), Is.EqualTo((model, optimizer, scheduler)));
        Assert.That(training.Model["w"].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
        Assert.That(counter == "epoch" ? training.Epoch : training.Step, Is.EqualTo(12));
        Assert.That((training.Scheduler.LastEpoch, training.Scheduler.BaseLearningRates.Single(), training.Notes.Count),
            Is.EqualTo((7L, 0.5, 0)));
    }

    // A loss or a batch that was saved as a tensor, before or after the parts.
    [Test]
    public void GivenTensorBesideTheParts_PartsAreFound([Values] bool first, [Values] bool hasOptimizer)
    {
        using Checkpoint checkpoint = Open(pickle =>
        {
            if (first) pickle.Text("best_loss").Vector("FloatStorage", "1", 2);
            Weights(pickle, "model");
            if (hasOptimizer) Optimizer(pickle, "optimizer", 0);
            if (!first) pickle.Text("best_loss").Vector("FloatStorage", "1", 2);
            pickle.Text("epoch").Int(12);
        });
        TrainingCheckpoint training = checkpoint.Training;
        Assert.That((training.Model!.Path, training.Optimizers.Count, training.Epoch),
            Is.EqualTo(("model", hasOptimizer ? 1 : 0, (double?)12)));
    }

    [Test]
    public void GivenLightning_ListsAndCountersAreFound()
    {
        using Checkpoint checkpoint = Open(pickle =>
        {
            pickle.Text("epoch").Int(3).Text("global_step").Int(400).Text("pytorch-lightning_version").Text("2.0.0");
            Weights(pickle, "state_dict");
            pickle.Text("loops").EmptyDict().Text("fit_loop").EmptyDict().Text("epoch").Int(99).Op(PickleOpcode.SetItem)
                .Op(PickleOpcode.SetItem);
            pickle.Text("optimizer_states").Op(PickleOpcode.EmptyList).Mark();
            OptimizerOf(OptimizerOf(pickle, 0), 1);
            pickle.Op(PickleOpcode.Appends).Text("lr_schedulers").Op(PickleOpcode.EmptyList);
            SchedulerOf(pickle).Op(PickleOpcode.Append).Text("hyper_parameters").EmptyDict().Text("lr").Double(0.1)
                .Op(PickleOpcode.SetItem);
        });
        TrainingCheckpoint training = checkpoint.Training;
        Assert.That((training.Epoch, training.Step, training.Model!.Path), Is.EqualTo((3.0, 400L, "state_dict")));
        Assert.That(training.Optimizers.Select(static optimizer => optimizer.Key),
            Is.EqualTo((string[])["optimizer_states.0", "optimizer_states.1"]));
        Assert.That((training.Scheduler!.Key, ((PyDict)training.Arguments!.Value.Reference!)["lr"].AsDouble()),
            Is.EqualTo(("lr_schedulers.0", 0.1)));
    }

    // Old files number parameters by address; only the order in the groups counts.
    [Test]
    public void GivenAddressesForParameters_TheirOrderCounts()
    {
        using Checkpoint checkpoint =
            Open(static pickle => Optimizer(pickle, "optimizer", 140566644061240, 140566644061000, 140566644061240));
        OptimizerState optimizer = checkpoint.Training.Optimizer!;
        Assert.That((optimizer.ParameterCount, optimizer.Groups.Count, optimizer.UnusedStates), Is.EqualTo((3, 1, 0)));
        Assert.That((optimizer.StateOf(0)!.Count, optimizer.StateOf(1), optimizer.StateOf(2)!.Count), Is.EqualTo((1, (PyDict?)null, 1)),
            "positions 0 and 2 share one parameter");
        Assert.That(optimizer.Groups[0].LearningRate, Is.EqualTo(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.StateOf(3));
    }

    [Test]
    public void GivenManyGroupsOfOneParameter_PositionsGoOn()
    {
        using Checkpoint checkpoint = Open(static pickle =>
        {
            pickle.Text("optimizer").EmptyDict().Mark().Text("state").EmptyDict().Text("param_groups").Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 115; i++)
                pickle.EmptyDict().Text("params").Op(PickleOpcode.EmptyList).Int(i).Op(PickleOpcode.Append).Op(PickleOpcode.SetItem);
            pickle.Op(PickleOpcode.Appends).SetItems();
        });
        OptimizerState optimizer = checkpoint.Training.Optimizer!;
        Assert.That((optimizer.ParameterCount, optimizer.Groups[114].First, optimizer.StateOf(114)), Is.EqualTo((115, 114, (PyDict?)null)));
    }

    [TestCase("optimizer_state_dic", "optimizer_state_dict")]
    [TestCase("optimzer", "optimizer")]
    [TestCase("optimizer_statedict", "optimizer_state_dict")]
    public void GivenMisspelledKey_IsFoundAndNamed(string key, string expected)
    {
        using Checkpoint checkpoint = Open(pickle => Optimizer(pickle, key, 0));
        Assert.That(checkpoint.Training.Notes,
            Is.EqualTo((string[])[$"'{key}' was taken for the optimizer; programs look for '{expected}'"]));
    }

    [Test]
    public void GivenMisspelledCounter_IsFoundByItsNearestKey()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Text("epcoh").Int(4).Text("golbal_step").Int(5).Text("note").Int(6));
        Assert.That((checkpoint.Training.Epoch, checkpoint.Training.Step, checkpoint.Training.Notes.Count), Is.EqualTo((4.0, 5L, 2)));
    }

    [Test]
    public void GivenAveragedWeights_AreToldFromTheModel()
    {
        using Checkpoint checkpoint = Open(static pickle => { Weights(pickle, "model_ema", "1"); Weights(pickle, "model"); });
        Assert.That((checkpoint.Training.Model!.Path, checkpoint.Training.Ema!.Path, checkpoint.Training.Ema["w"].ToArray<float>()[0]),
            Is.EqualTo(("model", "model_ema", 3f)));
    }

    // {'model': None, 'ema': module}: what ultralytics leaves behind after training.
    [Test]
    public void GivenWholeModuleAsAverage_ItsWeightsAreFound()
    {
        using Checkpoint checkpoint =
            Open(static pickle => pickle.Text("model").None().Text("ema").Global("m", "Net").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Mark().Text("_parameters").EmptyDict().Text("w").Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem)
            .Text("_modules").EmptyDict().SetItems().Op(PickleOpcode.Build)
            .Text("epoch").Int(-1).Text("best_fitness").Double(0.5), new CheckpointOptions { KeepObjects = true });
        TrainingCheckpoint training = checkpoint.Training;
        Assert.That((training.Model, training.Ema!.Keys.Single(), training.Epoch, training.Metrics["best_fitness"]),
            Is.EqualTo(((StateDict?)null, "w", -1.0, 0.5)));
        Assert.That(checkpoint.StateDict().Path, Is.EqualTo("ema"));
    }

    [Test]
    public void GivenOptimizerAlone_IsTheRoot()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Text("state").EmptyDict().Text("param_groups").Op(PickleOpcode.EmptyList)
            .EmptyDict().Text("params").Op(PickleOpcode.EmptyList).Op(PickleOpcode.SetItem).Op(PickleOpcode.Append));
        Assert.That((checkpoint.Training.Optimizer!.Key, checkpoint.Training.Entries.Count), Is.EqualTo(("", 1)));
    }

    [Test]
    public void GivenPlainStateDict_IsTheModel()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Text("w").Vector("FloatStorage", "0", 2));
        Assert.That((checkpoint.Training.Model!.Path, checkpoint.Training.Optimizer, checkpoint.Training.Epoch),
            Is.EqualTo(("", (OptimizerState?)null, (double?)null)));
    }

    // What Hugging Face's Trainer leaves: a file for each part.
    [Test]
    public void GivenFolderOfATrainer_PartsAreFoundInTheirFiles()
    {
        string folder = Directory.CreateTempSubdirectory("safeload-trainer-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "pytorch_model.bin"), Samples.Zip.ToArray());
            foreach (string name in (string[])["optimizer.pt", "scheduler.pt", "rng_state.pth"])
                File.Copy(Fixtures.PathOf("torch-2.11/hf/trainer/" + name), Path.Combine(folder, name));
            File.WriteAllText(Path.Combine(folder, "trainer_state.json"),
                """{"best_metric": null, "epoch": 1.5, "global_step": 12, "log_history": [{"epoch": 9}]}""");
            using Checkpoint checkpoint = Checkpoint.Open(folder);
            TrainingCheckpoint training = checkpoint.Training;
            Assert.That((training.Model!.Keys.Single(), training.Optimizer!.Key, training.Scheduler!.Key, training.Epoch, training.Step),
                Is.EqualTo(("w", "optimizer.pt", "scheduler.pt", 1.5, 12L)));
            Assert.That(training.Notes.Single(), Does.StartWith("rng_state.pth was not read: SL2003"));
            using Checkpoint withNumpy = Checkpoint.Open(folder, new CheckpointOptions { GlobalSets = GlobalSets.Numpy });
            Assert.That(withNumpy.Training.RandomStates.Single().Key, Is.EqualTo("rng_state.pth"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The hash is the weights' own.
    [Test]
    public void GivenFolderOfATrainerAndAHash_FilesBesideAreReadAllTheSame()
    {
        string folder = Directory.CreateTempSubdirectory("safeload-trainer-").FullName;
        try
        {
            byte[] weights = Samples.Zip.ToArray();
            File.WriteAllBytes(Path.Combine(folder, "pytorch_model.bin"), weights);
            File.Copy(Fixtures.PathOf("torch-2.11/hf/trainer/optimizer.pt"), Path.Combine(folder, "optimizer.pt"));
            string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(weights));
            using Checkpoint checkpoint = Checkpoint.Open(folder, new CheckpointOptions { ExpectedSha256 = hash });
            Assert.That((checkpoint.Training.Optimizer?.Key, checkpoint.Training.Notes),
                Is.EqualTo(("optimizer.pt", Array.Empty<string>())));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Values that are not what their keys say are not taken for it.
    [Test]
    public void GivenKeysWithOtherValues_AreLeft()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Text("epoch").Text("three").Text("optimizer").None().Text("scheduler")
            .EmptyDict().Text("loss").EmptyDict());
        Assert.That(checkpoint.Training.Entries, Is.Empty);
    }

    [TestCase("ckpt/args_namespace.pth")]
    [TestCase("ckpt/best_acc_np32.pth")]
    public void GivenRealCheckpoint_PartsAreFound(string name)
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Fixtures.PathOf("torch-2.11/" + name), new CheckpointOptions { KeepObjects = true });
        TrainingCheckpoint training = checkpoint.Training;
        Assert.That((training.Model!.Path, training.Optimizer!.Key), Is.EqualTo(("model_state_dict", "optimizer_state_dict")));
        Assert.That(training.Optimizer.StateOf(0), Is.Not.Null);
    }
}
