using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Sharding;

public sealed class OpenShardsTests
{
    [Test]
    public void GivenFiles_TheirDictsAreMergedInTheOrderGiven()
    {
        using ShardFolder folder = new ShardFolder().Zip("b.pt", "x", "y").Zip("a.pt", "z");
        using Checkpoint checkpoint = Checkpoint.OpenShards([folder.PathOf("b.pt"), folder.PathOf("a.pt")]);
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "x", "y", "z" }));
        Assert.That(checkpoint["y"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Zip));
        Assert.That(checkpoint.Globals,
            Is.EqualTo(new[] { "torch._utils._rebuild_tensor_v2", "torch.FloatStorage", "collections.OrderedDict" }));
        Assert.That(checkpoint.Writer, Does.EndWith("2 files merged"));
    }

    [Test]
    public void GivenDictsBelowTheSameKey_AreMergedAndTheRestIsNoted()
    {
        using ShardFolder folder =
            new ShardFolder().Write("a.pt", ShardFolder.ZipOf("state_dict", "x")).Write("b.pt", ShardFolder.ZipOf("state_dict", "y"));
        using Checkpoint checkpoint = Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.pt")]);
        Assert.That(((PyDict)checkpoint.Root.Reference!).Select(static entry => entry.Key.AsString()), Is.EqualTo(new[] { "x", "y" }));
        Assert.That(checkpoint.Notes,
            Is.EqualTo(new[] { "beside the merged dicts the files hold, and this checkpoint does not: 'epoch'" }));
    }

    [Test]
    public void GivenDictsAtDifferentPlaces_IsAConflict()
    {
        using ShardFolder folder = new ShardFolder().Zip("a.pt", "x").Write("b.pt", ShardFolder.ZipOf("state_dict", "y"));
        var problem =
            Assert.Throws<MalformedCheckpointException>(() => Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.pt")]))!;
        Assert.That(problem.Id, Is.EqualTo(DiagnosticId.ShardConflict));
        Assert.That(problem.Problem, Does.Contain("under 'state_dict'"));
    }

    [Test]
    public void GivenKeyInTwoFiles_NamesKeyAndBothFiles()
    {
        using ShardFolder folder = new ShardFolder().Zip("a.pt", "x", "same").Zip("b.pt", "y").Zip("c.pt", "same");
        var problem = Assert.Throws<MalformedCheckpointException>(() =>
            Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.pt"), folder.PathOf("c.pt")]))!;
        Assert.That(problem.Id, Is.EqualTo(DiagnosticId.ShardConflict));
        Assert.That(problem.Problem, Is.EqualTo("'same' is in two files: 'a.pt', 'c.pt'"));
    }

    [Test]
    public void GivenFileWithoutADict_IsNotMerged()
    {
        using ShardFolder folder = new ShardFolder().Zip("a.pt", "x").Write("b.pt", Samples.ZipOf(static pickle => pickle.Int(1)));
        var problem =
            Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.pt")]))!;
        Assert.That(problem.Problem, Does.Contain("holds a int, not a dict of tensors: 'b.pt'"));
    }

    [Test]
    public void GivenFilesOfDifferentFormats_HaveNoOneFormat()
    {
        using ShardFolder folder = new ShardFolder().Zip("a.pt", "x").Safetensors("b.safetensors", "y");
        using Checkpoint checkpoint = Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.safetensors")]);
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Other));
        Assert.That(checkpoint.Metadata["format"], Is.EqualTo("pt"));
    }

    [Test]
    public void GivenNoFiles_IsTheCallersMistake() => Assert.Throws<ArgumentException>(() => Checkpoint.OpenShards([]));

    [Test]
    public void GivenErrorInTheSecondFile_TheFirstIsClosed()
    {
        using ShardFolder folder = new ShardFolder().Zip("a.pt", "x").Write("b.pt", "no checkpoint at all");
        Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.pt")]));
        // A file that is still open for reading alone cannot be opened for writing by one who shares nothing.
        using FileStream alone = new(folder.PathOf("a.pt"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.That(alone.CanWrite);
    }

    // The limits are for all files together: each of many small files could cost as much as one.
    [Test]
    public void GivenManyFiles_TheLimitsAreForAllOfThem()
    {
        using ShardFolder folder = new ShardFolder().Zip("a.pt", "x").Zip("b.pt", "y");
        var limits = new CheckpointLimits { MaxOpcodes = 40 };
        Checkpoint.OpenShards([folder.PathOf("a.pt")], new CheckpointOptions { Limits = limits }).Dispose();
        Assert.Throws<LimitExceededException>(() =>
            Checkpoint.OpenShards([folder.PathOf("a.pt"), folder.PathOf("b.pt")], new CheckpointOptions { Limits = limits }));
    }

    // A long key over many tensors makes long names: a small file could cost as much as a large one, again and again.
    [Test]
    public void GivenManySmallFilesThatMakeLongNames_TheCostIsForAllOfThem()
    {
        byte[] file = Samples.ZipOf(static pickle =>
        {
            pickle.EmptyDict().Mark().Text(new string('k', 20_000)).EmptyDict().Mark();
            for (int i = 0; i < 1_000; i++) pickle.Int(i).Tensor(2, 0, [2], [1]);
            pickle.SetItems().SetItems();
        }, Samples.OneTwo);
        using ShardFolder folder = new ShardFolder();
        string[] paths = [.. Enumerable.Range(0, 40).Select(i => folder.Write($"{i}.pt", file).PathOf($"{i}.pt"))];
        var problem = Assert.Throws<LimitExceededException>(() => Checkpoint.OpenShards(paths))!;
        Assert.That(problem.Id, Is.EqualTo(DiagnosticId.TooMuchCopying));
    }
}
