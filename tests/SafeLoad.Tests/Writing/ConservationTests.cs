using SafeLoad.Placement;
using SafeLoad.Tests.Support;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Nothing is lost without a word: every tensor and every storage of a checkpoint is written, or listed as left out.</summary>
public sealed class ConservationTests
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static readonly TensorFileFormat[] s_formats = [.. TensorFileFormat.All];

    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Fixtures.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    // All fixtures, all formats; all of the tensors, all but one, one alone: counted by the files' own lists of storages.
    [Test]
    public void GivenFixtures_EveryStorageIsReachedOrListed([ValueSource(nameof(s_formats))] TensorFileFormat format,
        [Values("all", "all but one", "one")] string choice)
    {
        int files = 0, counted = 0, written = 0, listed = 0;
        Assert.Multiple(() =>
        {
            foreach (string file in Files)
            {
                if (Opened(file) is not { } checkpoint) continue;
                using (checkpoint)
                {
                    if (Planned(checkpoint, format, choice) is not { } conversion) continue;
                    files++;
                    written += conversion.Plan.Tensors.Count;
                    listed += conversion.LeftOut.Count;
                    CheckNames(file, conversion);
                    counted += CheckStorages(file, checkpoint, conversion);
                }
            }
        });
        TestContext.Out.WriteLine($"{files} files, {counted} storages counted; {written} tensors written, {listed} left out");
        Assert.That(files, Is.GreaterThanOrEqualTo(450));
        Assert.That(counted, Is.GreaterThanOrEqualTo(1000));
        Assert.That(listed, Is.GreaterThanOrEqualTo(100));
    }

    private static Checkpoint? Opened(string file)
    {
        try
        {
            return Checkpoint.Open(file, s_inert);
        }
        catch (SafeLoadException)
        {
            return null;
        }
    }

    private static Conversion? Planned(Checkpoint checkpoint, TensorFileFormat format, string choice)
    {
        try
        {
            string? first = checkpoint.StateDict().Keys.FirstOrDefault();
            var names = choice == "all" || first is null ? NameRules.None : choice == "one" ? new NameRules { Include = [first] }
                : new NameRules { Exclude = [first] };
            return Conversion.Of(checkpoint, "out",
                new ConversionOptions { Format = format, Names = names, Save = new SaveOptions { SkipUnsupported = true } });
        }
        catch (NotSupportedException)
        {
            // Terabytes of a few bytes, for safetensors: said, and nothing is written.
            return null;
        }
        catch (SafeLoadException)
        {
            // Two tensors of one name: the same.
            return null;
        }
    }

    // Found are those that are written, under another's name too, and those that are listed.
    private static void CheckNames(string file, Conversion conversion)
    {
        HashSet<string> skipped = [.. conversion.Plan.Skipped.Keys];
        string[] written = [.. conversion.Names.Tensors.Where(tensor => !skipped.Contains(tensor.Name))
            .Select(static tensor => tensor.SourceName)];
        Assert.That(written, Has.Length.EqualTo(conversion.Plan.Tensors.Count + conversion.Plan.Dropped.Count), file);
        HashSet<string> known = [.. written, .. conversion.LeftOut.Select(static tensor => tensor.Name)];
        Assert.That(conversion.Weights.Tensors.Keys.Where(name => !known.Contains(name)), Is.Empty, file);
        Assert.That(written.Length + conversion.LeftOut.Count,
            Is.EqualTo(conversion.FoundCount).And.GreaterThanOrEqualTo(conversion.Weights.Tensors.Count), file);
    }

    private static int CheckStorages(string file, Checkpoint checkpoint, Conversion conversion)
    {
        var reached = new HashSet<StorageInfo>(ReferenceEqualityComparer.Instance);
        foreach (NamedTensor tensor in conversion.Names.Tensors)
            if (!conversion.Plan.Skipped.ContainsKey(tensor.Name)) Reach(tensor.Tensor);
        foreach (OtherTensor tensor in conversion.LeftOut)
        {
            foreach (StorageInfo storage in tensor.Storages) reached.Add(storage);
            if (tensor.Tensor is { } info) Reach(info);
        }
        Assert.That(checkpoint.Storages.Where(storage => !reached.Contains(storage)).Select(static storage => storage.Key), Is.Empty, file);
        // A text, and a dtype as a class: ids that PyTorch refuses, and no storages.
        bool isNone = Path.GetFileName(file) is "pid_str.pt" or "pid_class_dtype.pt";
        IReadOnlyList<string> keys = isNone ? [] : StorageCensus.OfZip(file) ?? StorageCensus.OfLegacy(file) ?? [];
        HashSet<string> reachedKeys = [.. reached.Select(static storage => storage.Key)];
        Assert.That(keys.Where(key => !reachedKeys.Contains(key)), Is.Empty, file);
        return keys.Count;

        void Reach(TensorInfo tensor)
        {
            foreach (TensorInfo part in tensor.Parts)
                for (StorageInfo? storage = part.Storage; storage is not null; storage = storage.Base) reached.Add(storage);
        }
    }

    // A storage and a tensor that the pickle makes and drops again: in no value, and yet in the file.
    [TestCase("storage")]
    [TestCase("tensor")]
    public void GivenStorageThatNothingHolds_ItIsListedByItsKey(string what)
    {
        byte[] file = Samples.ZipOf(pickle =>
        {
            pickle.EmptyDict().Mark().Text("w").Vector("FloatStorage", "0", 2).SetItems();
            if (what == "storage") pickle.Untyped("1", 8);
            else pickle.Vector("FloatStorage", "1", 2);
            pickle.Op(SafeLoad.Pickle.PickleOpcode.Pop);
        }, TensorPickles.Floats(1, 2), TensorPickles.Floats(3, 4));
        using Checkpoint checkpoint = Checkpoint.Open(file, s_inert);
        Conversion conversion = Conversion.Of(checkpoint, "out.safetensors");
        Assert.That(conversion.Plan.Tensors.Select(static tensor => tensor.Key), Is.EqualTo((string[])["w"]));
        Assert.That(conversion.LeftOut.Select(static row => $"{row.Name}: {row.Reason}"),
            Is.EqualTo((string[])["storage 1: no tensor views it"]));
        Assert.That(conversion.FoundCount, Is.EqualTo(2));
    }

    // Cut into parts and joined again: what was not among the weights is named each time, and nothing else goes.
    [TestCase("torch-2.11/hf/distilbert/pytorch_model.bin", 20)]
    [TestCase("torch-2.11/ckpt/opt_sgd_momentum.pth", 4)]
    public void GivenParts_JoiningThemLosesNothing(string file, int count)
    {
        string folder = Directory.CreateTempSubdirectory("safeload-parts-").FullName;
        try
        {
            var parts = new ConversionOptions { Save = new SaveOptions { ShardCount = 2, WithoutIndex = true } };
            Conversion split = Conversion.Convert(Fixtures.PathOf(file), Path.Combine(folder, "m.pt"), parts);
            using Checkpoint joined = Checkpoint.OpenShards(split.Plan.Files.Select(static part => part.Path), s_inert);
            Conversion join = Conversion.Of(joined, Path.Combine(folder, "whole.safetensors"));
            Assert.That((split.Plan.Files.Count, join.Plan.Tensors.Count, join.LeftOut.Count), Is.EqualTo((2, count, 0)));
            }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
