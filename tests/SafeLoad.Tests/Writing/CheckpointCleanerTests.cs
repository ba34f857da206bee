using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>What is left of a checkpoint that PyTorch's safe loader would refuse, and that nothing else is lost.</summary>
public sealed class CheckpointCleanerTests
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static IEnumerable<string> Agreeing =>
        ((string[])["torch-2.11", "torch-1.13"]).SelectMany(static folder => Fixtures.Rows(folder)
        .Where(static row => row.GetProperty("must").GetString() == "agree" && row.GetProperty("kind").GetString() is not ("npy" or "dcp"))
        .Select(row => folder + "/" + row.GetProperty("file").GetString()));

    // A dry run, a progress and the writing take one plan: the pickle of all values is made once.
    [Test]
    public void GivenLengthThatWasAskedFor_ThePlanIsNotMadeAgain()
    {
        using Checkpoint original = Checkpoint.Open(Samples.PickleOf(static pickle =>
        {
            pickle.Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 50_000; i++) pickle.Int(i);
            pickle.Op(PickleOpcode.Appends);
        }));
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        Assert.That(cleaned.LengthOf("a.pt"), Is.GreaterThan(100_000));
        Assert.That(Cost.AllocatedBy(() => cleaned.LengthOf("folder/a.pt")), Is.LessThan(1_000));
        // The name stands in the file.
        Assert.That(Cost.AllocatedBy(() => cleaned.LengthOf("b.pt")), Is.GreaterThan(100_000));
    }

    // All that PyTorch's safe loader reads comes out as it went in: values, views, dtypes, sharing.
    [TestCaseSource(nameof(Agreeing))]
    public void GivenFileThatPyTorchOpens_ComesOutAsItWas(string file)
    {
        if (Directory.Exists(Fixtures.PathOf(file))) Assert.Ignore("a folder");
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf(file));
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        using Checkpoint written = Checkpoint.Open(Save(cleaned));
        if (cleaned.Changes.Count == 0) Assert.That(SavedLeaves.Of(written.Root), Is.EqualTo(SavedLeaves.Of(original.Root)));
        else
            Assert.That(cleaned.Changes.Select(static change => change.Became).Distinct(),
                Is.SubsetOf(new[] { "nothing", "None", "a set", "a number", "a tensor" }));
    }

    [Test]
    public void GivenMaliciousModule_ItsWeightsAreRescued()
    {
        byte[] file = Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
            .Text("model").Global("m", "Net").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
                .Text("_parameters").EmptyDict().Text("w").Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem)
                .Text("_modules").EmptyDict().Text("hook").Global("posix", "system").Mark().Text("echo owned").Tuple().Reduce()
            .Op(PickleOpcode.SetItem).SetItems().Op(PickleOpcode.Build)
            .Text("payload").Global("posix", "system").Mark().Text("echo owned").Tuple().Reduce()
            .Text("epoch").Int(3).SetItems(), Samples.OneTwo);
        using Checkpoint original = Checkpoint.Open(file, s_inert);
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        using Checkpoint written = Checkpoint.Open(Save(cleaned));
        Assert.That(written.StateDict("model")["w"].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
        Assert.That(((PyDict)written.Root.Reference!)["epoch"].AsInt64(), Is.EqualTo(3));
        Assert.That(written.Globals, Has.None.Contains("system"));
        Assert.That(cleaned.Changes,
            Is.EqualTo(((string, string, string)[])[new("model", "m.Net", "its state dict"), new("model.hook", "posix.system", "nothing"),
                new("payload", "posix.system", "nothing")]));
    }

    // A view of two numbers of a storage of a million.
    [Test]
    public void GivenViewOfALargeStorage_OnlyItsBytesAreWritten()
    {
        byte[] large = new byte[4_000_000];
        Samples.OneTwo.CopyTo(large, 2_000_000);
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
            .Text("a").Tensor(1_000_000, 500_000, [2], [1]).Text("b").Tensor(1_000_000, 500_001, [1], [1]).Text("far")
            .Tensor(1_000_000, 999_999, [1], [1]).SetItems(), large));
        using Checkpoint written = Checkpoint.Open(Save(CleanedCheckpoint.Of(original.Root)));
        Assert.That(written.Storages.Select(static storage => storage.ByteLength), Is.EquivalentTo((long[])[8, 4]));
        Assert.That(written["a"].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
        Assert.That((written["b"].ToArray<float>()[0], written["a"].Storage == written["b"].Storage), Is.EqualTo((2f, true)),
            "tensors that overlap still do");
        using Checkpoint whole = Checkpoint.Open(Save(CleanedCheckpoint.Of(original.Root, compact: false)));
        Assert.That(whole.Storages.Single().ByteLength, Is.EqualTo(4_000_000));
    }

    [Test]
    public void GivenPathsToDrop_TheyAreLeftOut()
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/ckpt/opt_sgd_momentum.pth"));
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root, new HashSet<string> { "optimizer_state_dict" });
        using Checkpoint written = Checkpoint.Open(Save(cleaned));
        Assert.That((written.Training.Optimizer, written.StateDict().Count), Is.EqualTo(((SafeLoad.Training.OptimizerState?)null, 4)));
        Assert.That(cleaned.Changes.Single().Path, Is.EqualTo("optimizer_state_dict"));
    }

    // What somebody has set on a tensor or a parameter stays; what a tensor has of itself cannot be set by a file,
    // and a tensor inside of itself goes.
    [TestCase("torch._tensor", "_rebuild_from_type_v2", false)]
    [TestCase("torch._utils", "_rebuild_parameter_with_state", true)]
    public void GivenAttributesOfATensor_TheyStay(string module, string name, bool isParameter)
    {
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(pickle =>
        {
            pickle.EmptyDict().Text("w").Global(module, name).Mark();
            if (isParameter) pickle.Vector("FloatStorage", "0", 2).True().Global("collections", "OrderedDict").EmptyTuple().Reduce();
            else pickle.Global("torch._utils", "_rebuild_tensor_v2").Global("torch", "Tensor")
                .Mark().Storage("FloatStorage", "0", 2).Int(0).Ints(2).Ints(1).False().Global("collections", "OrderedDict").EmptyTuple()
                .Reduce().Tuple();
            pickle.EmptyDict().Mark().Text("note").Text("mine").Text("grad").Int(1).Text("evil").Global("posix", "system").Mark()
                .Text("echo owned").Tuple().Reduce().SetItems().Tuple().Reduce().Op(PickleOpcode.SetItem);
        }, Samples.OneTwo), s_inert);
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        using Checkpoint written = Checkpoint.Open(Save(cleaned));
        var tensor = (PyTensor)((PyDict)written.Root.Reference!)["w"].Reference!;
        Assert.That((tensor.Info.IsParameter, tensor.Attributes!.Count, tensor.Attributes["note"].AsString()),
            Is.EqualTo((isParameter, 1, "mine")));
        Assert.That(tensor.Info.ToArray<float>(), Is.EqualTo((float[])[1, 2]));
        Assert.That(cleaned.Changes,
            Is.EqualTo(((string, string, string)[])[new("w.@.grad", "an attribute that belongs to the tensor itself", "nothing"),
                new("w.@.evil", "posix.system", "nothing")]));
    }

    // Lists and dicts inside of themselves stay what they are; a tuple there cannot be written.
    [Test]
    public void GivenCycles_TheyStay()
    {
        using Checkpoint original =
            Checkpoint.Open(Samples.ZipOf(static pickle => pickle.Op(PickleOpcode.EmptyList).Put(0).Get(0).Op(PickleOpcode.Append)));
        using Checkpoint written = Checkpoint.Open(Save(CleanedCheckpoint.Of(original.Root)));
        var list = (PyList)written.Root.Reference!;
        Assert.That(list[0].Reference, Is.SameAs(list));
    }

    [Test]
    public void GivenDeepValues_ALimitSaysSo()
    {
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(static pickle =>
        {
            for (int i = 0; i < 100_000; i++) pickle.Op(PickleOpcode.EmptyList);
            for (int i = 1; i < 100_000; i++) pickle.Op(PickleOpcode.Append);
        }));
        Assert.Throws<LimitExceededException>(() => CleanedCheckpoint.Of(original.Root));
    }

    [Test]
    public void GivenFullDisk_NothingIsLeftBehind()
    {
        string folder = Directory.CreateTempSubdirectory("safeload-clean-").FullName;
        try
        {
            string path = Path.Combine(folder, "out.pt");
            File.WriteAllText(path, "old");
            using Checkpoint original = Checkpoint.Open(Damaged());
            Assert.Throws<MalformedCheckpointException>(() => CleanedCheckpoint.Of(original.Root).Save(path, overwrite: true));
            Assert.That((Directory.GetFiles(folder).Length, File.ReadAllText(path)), Is.EqualTo((1, "old")));
            Assert.Throws<IOException>(() => CleanedCheckpoint.Of(original.Root).Save(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Damaged()
    {
        byte[] file = Samples.Zip.ToArray();
        file[file.AsSpan().IndexOf(Samples.OneTwo)] ^= 1;
        return file;
    }

    private static byte[] Save(CleanedCheckpoint cleaned)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pt");
        try
        {
            cleaned.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
