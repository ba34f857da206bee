using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Nothing is lost without a word: every storage of a file is in what is written,
/// or a tensor of it is listed as left out.</summary>
public sealed class CleanConservationTests
{
    private const long MostHashed = 1 << 24;

    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    [TestCase("torch-2.11", 400)]
    [TestCase("torch-1.13", 100)]
    [TestCase("objects", 60)]
    [TestCase("h5", 5)]
    public void GivenFixtures_EveryStorageIsWrittenOrListed(string folder, int atLeast)
    {
        int files = 0, storages = 0;
        foreach (string path in Directory.EnumerateFiles(Fixtures.PathOf(folder), "*", SearchOption.AllDirectories))
        {
            if (Opened(path) is not { } checkpoint) continue;
            using (checkpoint) storages += Check(checkpoint, path);
            files++;
        }
        Assert.That((files, storages), Is.GreaterThanOrEqualTo((atLeast, atLeast)));
    }

    // What a tensor can stand in, and where that can stand.
    private static readonly Dictionary<string, Action<PickleBuilder>> s_holders = new()
    {
        ["dict subclass"] = static pickle => Tensor(New(pickle).Text("w")).Op(PickleOpcode.SetItem),
        ["dict subclass of a call"] =
        static pickle => Tensor(pickle.Global("my.lib", "Thing").EmptyTuple().Reduce().Text("w")).Op(PickleOpcode.SetItem),
        ["dict subclass with attributes"] = static pickle => Tensor(New(pickle).Text("w")).Put(9).Op(PickleOpcode.SetItem)
            .EmptyDict().Text("w").Get(9).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["object"] = static pickle => Tensor(New(pickle).EmptyDict().Text("w")).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["object with slots"] = static pickle => Tensor(New(pickle).None().EmptyDict().Text("w")).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.Tuple2).Op(PickleOpcode.Build),
        ["object with a state of its own"] = static pickle => Tensor(New(pickle)).Op(PickleOpcode.Tuple1).Op(PickleOpcode.Build),
        ["list subclass"] = static pickle => Tensor(New(pickle)).Op(PickleOpcode.Append),
        ["named tuple"] = static pickle => Tensor(pickle.Global("my.lib", "Thing")).Op(PickleOpcode.Tuple1).Op(PickleOpcode.NewObj),
        ["call"] = static pickle => Tensor(pickle.Global("my.lib", "make").EmptyDict().Text("w")).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.Tuple1).Reduce(),
        ["namespace"] = static pickle => Tensor(pickle.Global("argparse", "Namespace").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Text("w")).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["object in an object"] = static pickle => Tensor(New(New(pickle).EmptyDict().Text("in")).EmptyDict().Text("w"))
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["module"] =
        static pickle => Tensor(New(pickle).EmptyDict().Mark().Text("_modules").EmptyDict().Text("_parameters").EmptyDict().Text("w"))
            .Op(PickleOpcode.SetItem).SetItems().Op(PickleOpcode.Build),
    };

    private static IEnumerable<TestCaseData> Holders =>
        from holder in s_holders.Keys from place in (string[])["root", "dict", "list", "tuple", "object"] select new TestCaseData(
            holder, place);

    [TestCaseSource(nameof(Holders))]
    public void GivenTensorInAnything_ItIsKept(string holder, string place)
    {
        Action<PickleBuilder> hold = s_holders[holder];
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(pickle =>
        {
            switch (place)
            {
                case "root": hold(pickle); break;
                case "dict": hold(pickle.EmptyDict().Text("model")); pickle.Op(PickleOpcode.SetItem); break;
                case "list": hold(pickle.Op(PickleOpcode.EmptyList)); pickle.Op(PickleOpcode.Append); break;
                case "tuple": hold(pickle); pickle.Op(PickleOpcode.Tuple1); break;
                default: hold(New(pickle).EmptyDict().Text("model")); pickle.Op(PickleOpcode.SetItem).Op(PickleOpcode.Build); break;
            }
        }, Samples.OneTwo), s_inert);
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        Assert.That((cleaned.HasTensors, cleaned.LeftOut(original.Weights).Count), Is.EqualTo((true, 0)));
        using Checkpoint written = Checkpoint.Open(Written(cleaned));
        Assert.That(written.StateDict().Values.First().ToArray<float>(), Is.EqualTo((float[])[1, 2]));
        Assert.That(original.StateDict().Values.First().ToArray<float>(), Is.EqualTo((float[])[1, 2]), "and it is one of the weights");
    }

    // An object without a tensor goes, and is said once for each place; its insides are looked at once.
    [Test]
    public void GivenObjectsInObjects_LookingEnds()
    {
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(static pickle =>
        {
            New(pickle).Put(0);
            for (uint i = 1; i <= 60; i++)
            {
                pickle.Op(PickleOpcode.Pop);
                New(pickle).EmptyDict().Mark().Text("a").Get(i - 1).Text("b").Get(i - 1).SetItems().Op(PickleOpcode.Build).Put(i);
            }
            Tensor(pickle.Op(PickleOpcode.Pop).EmptyDict().Mark().Text("deep").Get(60).Text("again").Get(60).Text("w")).SetItems();
        }, Samples.OneTwo), s_inert);
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        Assert.That(cleaned.Changes,
            Is.EqualTo(((string, string, string)[])[new("deep", "my.lib.Thing", "nothing"), new("again", "my.lib.Thing", "nothing")]));
        Assert.That(cleaned.LeftOut(original.Weights), Is.Empty);
    }

    [Test]
    public void GivenWhatCannotBeKept_ItIsListedWithItsReason()
    {
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(static pickle =>
        {
            Tensor(New(pickle.EmptyDict().Mark().Text("model")).EmptyDict().Mark().Text("_modules").EmptyDict().Text("_parameters")
                .EmptyDict()
                .Text("w")).Op(PickleOpcode.SetItem);
            pickle.Text("cache").Vector("FloatStorage", "1", 1).SetItems().Op(PickleOpcode.Build);
            pickle.Text("optimizer").EmptyDict().Text("x").Vector("FloatStorage", "2", 1).Op(PickleOpcode.SetItem).SetItems();
        }, Samples.OneTwo, TensorPickles.Floats(3), TensorPickles.Floats(4)), s_inert);
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root, new HashSet<string> { "optimizer" });
        (string, string)[] listed = [("optimizer.x", "as asked for"), ("model.cache", "no state dict names it")];
        Assert.That(cleaned.LeftOut(original.Weights).Select(static left => (left.Name, left.Reason)), Is.EquivalentTo(listed));
    }

    // Names that clash are nothing to a file that keeps its keys.
    [Test]
    public void GivenTwoTensorsOfOneDottedName_BothAreKept()
    {
        using Checkpoint original = Checkpoint.Open(Samples.ZipOf(static pickle =>
            pickle.EmptyDict().Mark().Text("a.b").Vector("FloatStorage", "0", 2).Text("a").EmptyDict().Text("b")
                .Vector("FloatStorage", "1", 1).Op(PickleOpcode.SetItem).SetItems(),
            Samples.OneTwo, TensorPickles.Floats(3)), s_inert);
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        Assert.That((EveryTensor.Of(cleaned.Root).Count, cleaned.LeftOut(original.Weights).Count), Is.EqualTo((2, 0)));
    }

    private static PickleBuilder New(PickleBuilder pickle) => pickle.Global("my.lib", "Thing").EmptyTuple().Op(PickleOpcode.NewObj);

    private static PickleBuilder Tensor(PickleBuilder pickle) => pickle.Vector("FloatStorage", "0", 2);

    private static Checkpoint? Opened(string path)
    {
        try
        {
            return Checkpoint.Open(path, s_inert with { VerifyChecksums = false });
        }
        catch (SafeLoadException)
        {
            return null;
        }
    }

    private static int Check(Checkpoint original, string path)
    {
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
        using Checkpoint written = Checkpoint.Open(Written(cleaned));
        HashSet<string> kept = [.. EveryTensor.Of(written.Root).Select(Content)];
        var accounted = new HashSet<StorageInfo>(ReferenceEqualityComparer.Instance);
        foreach (TensorInfo tensor in EveryTensor.Of(original.Root).Where(tensor => kept.Contains(Content(tensor))))
            accounted.UnionWith(StoragesOf(tensor));
        foreach (OtherTensor left in cleaned.LeftOut(original.Weights))
        {
            accounted.UnionWith(left.Tensor?.Parts.SelectMany(StoragesOf) ?? []);
            accounted.UnionWith(left.Storages);
        }
        Assert.That(original.Storages.Where(storage => !accounted.Contains(storage)).Select(static storage => storage.Key), Is.Empty, path);
        return original.Storages.Count;
    }

    private static IEnumerable<StorageInfo> StoragesOf(TensorInfo tensor)
    {
        for (StorageInfo? storage = tensor.Storage; storage is not null; storage = storage.Base) yield return storage;
    }

    private static string Content(TensorInfo tensor) =>
        $"{tensor} {(tensor.ByteLength <= MostHashed ? ExpectedTensors.Hash(tensor) : "")}";

    private static byte[] Written(CleanedCheckpoint cleaned)
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
