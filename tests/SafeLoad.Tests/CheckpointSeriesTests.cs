using SafeLoad.Tests.Support;

namespace SafeLoad.Tests;

public sealed class CheckpointSeriesTests
{
    private static byte[] Good { get; } = ShardFolder.ZipOf(null, "w");

    private static ShardFolder With(params int[] numbers)
    {
        var folder = new ShardFolder();
        foreach (int number in numbers) folder.Write($"checkpoint_{number}_epoch.pkl", Good);
        return folder;
    }

    private static IEnumerable<long> Numbers(ShardFolder folder) =>
        new CheckpointSeries(folder.Root).List().Select(static entry => entry.Number);

    [Test]
    public void GivenFiles_AreListedByNumberAndOthersAreNot()
    {
        using ShardFolder folder = With(10, 9, 100);
        foreach (string other in (string[])["checkpoint_best.pkl", "checkpoint__epoch.pkl", "checkpoint_-1_epoch.pkl",
            "checkpoint_1_epoch.pkl.tmp", "Checkpoint_2_epoch.pkl", "checkpoint_1a_epoch.pkl", "checkpoint_1234567890123456789_epoch.pkl",
            "checkpoint_٣_epoch.pkl"]) folder.Write(other, Good);
        Directory.CreateDirectory(folder.PathOf("checkpoint_7_epoch.pkl"));
        Assert.That(Numbers(folder), Is.EqualTo(new long[] { 9, 10, 100 }));
        Assert.That(new CheckpointSeries(folder.Root).List()[0].Path, Is.EqualTo(new CheckpointSeries(folder.Root).PathOf(9)));
    }

    [Test]
    public void GivenLeadingZeros_TheNumberCountsAndTheShortestNameOfIt()
    {
        using ShardFolder folder = new ShardFolder().Write("step-007.pt", Good).Write("step-0008.pt", Good).Write("step-8.pt", Good);
        var series = new CheckpointSeries(folder.Root, "step-{n}.pt");
        Assert.That(series.List().Select(static entry => (entry.Number, Path.GetFileName(entry.Path))),
            Is.EqualTo(new[] { (7L, "step-007.pt"), (8L, "step-8.pt") }));
        Assert.That(series.PathOf(12), Is.EqualTo(folder.PathOf("step-12.pt")));
    }

    [Test]
    public void GivenFolderThatIsNotThere_IsAnEmptySeries()
    {
        var series = new CheckpointSeries(Path.Combine(Path.GetTempPath(), "safeload-no-such-folder"));
        Assert.That(series.List(), Is.Empty);
        Assert.That(series.OpenNewest(out var skipped), Is.Null);
        Assert.That(skipped, Is.Empty);
        Assert.That(series.Prune(1), Is.Empty);
    }

    [TestCase("checkpoint.pkl")]
    [TestCase("{n}_{n}.pkl")]
    [TestCase("sub/{n}.pkl")]
    [TestCase("../{n}.pkl")]
    [TestCase("1{n}.pkl")]
    [TestCase("{n}0.pkl")]
    public void GivenBadPattern_IsTheCallersMistake(string pattern) =>
        Assert.Throws<ArgumentException>(() => _ = new CheckpointSeries("folder", pattern));

    [Test]
    public void GivenHalfWrittenNewest_TheOneBeforeItIsOpened()
    {
        using ShardFolder folder = With(1, 2);
        folder.Write("checkpoint_3_epoch.pkl", Good[..(Good.Length / 2)]).Write("checkpoint_4_epoch.pkl", []);
        using Checkpoint? checkpoint = new CheckpointSeries(folder.Root).OpenNewest(out var skipped);
        Assert.That(checkpoint!["w"].ToArray<float>(), Is.EqualTo(new float[] { 0, 1 }));
        Assert.That(skipped.Select(static file => Path.GetFileName(file.Path)),
            Is.EqualTo(new[] { "checkpoint_4_epoch.pkl", "checkpoint_3_epoch.pkl" }));
        Assert.That(skipped.Select(static file => file.Reason), Is.All.InstanceOf<SafeLoadException>());
    }

    [Test]
    public void GivenNoReadableFile_IsNullAndNothingIsDeleted()
    {
        using ShardFolder folder = new ShardFolder().Write("checkpoint_1_epoch.pkl", "x").Write("checkpoint_2_epoch.pkl", "y");
        var series = new CheckpointSeries(folder.Root);
        Assert.That(series.OpenNewest(out var skipped), Is.Null);
        Assert.That(skipped, Has.Count.EqualTo(2));
        Assert.That(series.Prune(0), Is.Empty);
        Assert.That(Numbers(folder), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public void GivenPrune_KeepsTheLastAndTheChosen()
    {
        using ShardFolder folder = With(1, 2, 3, 4, 5);
        folder.Write("checkpoint_best.pkl", Good);
        IReadOnlyList<(long Number, string Path)> deleted = new CheckpointSeries(folder.Root).Prune(2, [2, 77]);
        Assert.That(deleted.Select(static entry => entry.Number), Is.EqualTo(new long[] { 1, 3 }));
        Assert.That(Numbers(folder), Is.EqualTo(new long[] { 2, 4, 5 }));
        Assert.That(File.Exists(folder.PathOf("checkpoint_best.pkl")));
    }

    [Test]
    public void GivenScore_KeepsTheBest()
    {
        using ShardFolder folder = With(1, 2, 3, 4, 5);
        double[] scores = [0, 0.5, 0.9, 0.9, double.NaN, 0.1];
        new CheckpointSeries(folder.Root).Prune(1, 1, number => scores[number]);
        // 2 and 3 are as good; the newer one stays.
        Assert.That(Numbers(folder), Is.EqualTo(new long[] { 3, 5 }));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void GivenHalfWrittenNewest_PruneKeepsTheNewestThatCanBeRead(int keepLast)
    {
        using ShardFolder folder = With(1, 2);
        folder.Write("checkpoint_3_epoch.pkl", Good[..50]);
        new CheckpointSeries(folder.Root).Prune(keepLast);
        Assert.That(Numbers(folder), Is.EqualTo(keepLast == 0 ? new long[] { 2 } : [2, 3]));
    }

    [Test]
    public void GivenLinks_AreNeverDeleted()
    {
        using ShardFolder folder = With(3), elsewhere = With(1);
        File.CreateSymbolicLink(folder.PathOf("checkpoint_1_epoch.pkl"), elsewhere.PathOf("checkpoint_1_epoch.pkl"));
        Assert.That(new CheckpointSeries(folder.Root).Prune(1), Is.Empty);
        Assert.That(File.Exists(elsewhere.PathOf("checkpoint_1_epoch.pkl")));
        Assert.That(Numbers(folder), Is.EqualTo(new long[] { 1, 3 }));
    }

    [Test]
    public void GivenNegativeCounts_IsTheCallersMistake()
    {
        var series = new CheckpointSeries("folder");
        Assert.Throws<ArgumentOutOfRangeException>(() => series.Prune(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => series.Prune(1, -1, static _ => 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => series.PathOf(-1));
    }
}
