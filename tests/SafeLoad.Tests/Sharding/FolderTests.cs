using SafeLoad.Opening;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

public sealed class FolderTests
{
    private static string[] Keys(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return [.. checkpoint.StateDict().Keys];
    }

    // Each file holds a tensor of its own name; what is opened tells which was taken.
    [TestCase("model.safetensors", "pytorch_model.bin")]
    [TestCase("pytorch_model.bin", "consolidated.00.pth")]
    [TestCase("consolidated.00.pth", "diffusion_pytorch_model.safetensors")]
    [TestCase("diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.bin")]
    [TestCase("diffusion_pytorch_model.bin", "adapter_model.safetensors")]
    [TestCase("adapter_model.safetensors", "adapter_model.bin")]
    [TestCase("adapter_model.bin", "zzz.pt")]
    [TestCase("anything.ckpt", "config.json")]
    [TestCase("anything.pt", "optimizer.pt", "scheduler.pt", "rng_state_0.pth", "training_args.bin", "random_states_3.pkl")]
    public void GivenFolder_TheLikeliestFileIsOpened(string expected, params string[] others)
    {
        using var folder = new ShardFolder();
        foreach (string name in others.Append(expected)) folder.Zip(name, name);
        Assert.That(Keys(folder.Root), Is.EqualTo(new[] { expected }));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint.Notes[0], Is.EqualTo($"opened {expected} of the folder"));
    }

    [Test]
    public void GivenSeveralIndexes_TheKnownOneIsTaken()
    {
        using ShardFolder folder = new ShardFolder().Zip("x.bin", "x").Zip("y.bin", "y")
            .Index("pytorch_model.bin.index.json", ("x", "x.bin")).Index("a.index.json", ("y", "y.bin"));
        Assert.That(Keys(folder.Root), Is.EqualTo(new[] { "x" }));
        folder.Index("model.safetensors.index.json", ("y", "y.bin"));
        Assert.That(Keys(folder.Root), Is.EqualTo(new[] { "y" }));
    }

    [Test]
    public void GivenSeveralUnknownIndexes_AreListed()
    {
        using ShardFolder folder =
            new ShardFolder().Zip("x.bin", "x").Index("a.index.json", ("x", "x.bin")).Index("b.index.json", ("x", "x.bin"));
        Assert.That(folder.Refuses<UnsupportedCheckpointException>(DiagnosticId.UnsupportedFormat).Message,
            Does.Contain("'a.index.json', 'b.index.json'; name the one"));
    }

    [Test]
    public void GivenSeveralConsolidatedFiles_AreSlicesOfEveryTensor()
    {
        using ShardFolder folder = new ShardFolder().Zip("consolidated.00.pth", "a").Zip("consolidated.01.pth", "a");
        Assert.That(folder.Refuses<UnsupportedCheckpointException>(DiagnosticId.UnsupportedFormat).Message,
            Does.Contain("a slice of every tensor"));
    }

    [TestCase("net-00001-of-00002.pt", "net-00002-of-00002.pt")]
    [TestCase("net_part_0.pt", "net_part_1.pt")]
    [TestCase("net_part_1.pt", "net_part_2.pt")]
    [TestCase("net.part0.pt", "net.part1.pt")]
    [TestCase("net-part-9.pt", "net-part-10.pt", 9)]
    [TestCase("net.Part 1.pt", "net.Part 2.pt")]
    [TestCase("net_0.pt", "net_1.pt")]
    [TestCase("net_1.pt", "net_2.pt")]
    [TestCase("rank0.pt", "rank1.pt")]
    [TestCase("net_rank0.pt", "net_rank1.pt")]
    [TestCase("net-rank-9.pt", "net-rank-10.pt", 10)]
    public void GivenNumberedFiles_AreMergedInTheirOrder(string first, string second, int before = 0)
    {
        using var folder = new ShardFolder();
        string[] names = [.. Enumerable.Range(before == 10 ? 0 : 1, Math.Max(0, before - 1))
            .Select(i => first.Replace("9", i.ToString(), StringComparison.Ordinal)), first, second];
        for (int i = 0; i < names.Length; i++) folder.Zip(names[i], "t" + i, "u" + i);
        Assert.That(Keys(folder.Root), Is.EqualTo(Enumerable.Range(0, names.Length).SelectMany(static i => (string[])["t" + i, "u" + i])));
    }

    [TestCase("number 2", "net-00001-of-00003.pt", "net-00003-of-00003.pt")]
    [TestCase("number 3", "net-00001-of-00003.pt", "net-00002-of-00003.pt")]
    [TestCase("number 1", "net-00002-of-00002.pt")]
    [TestCase("number 2", "net_part_0.pt", "net_part_1.pt", "net_part_3.pt")]
    [TestCase("number 0, 1", "net_2.pt", "net_3.pt")]
    [TestCase("number 0", "rank1.pt", "rank2.pt")]
    [TestCase("number 1", "net_rank0.pt", "net_rank2.pt")]
    [TestCase("number 1, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 999,999,987 more", "net_0.pt", "net_2.pt", "net_999999999.pt")]
    public void GivenGapInTheNumbers_NamesTheMissingOnes(string missing, params string[] names)
    {
        using var folder = new ShardFolder();
        foreach (string name in names) folder.Zip(name, name);
        Assert.That(folder.Malformed(DiagnosticId.ShardMissing), Does.Contain(missing + " ("));
    }

    [TestCase("net_1.pt", "net_01.pt")]
    [TestCase("net-00001-of-00001.pt", "net-00002-of-00001.pt")]
    [TestCase("net-00000-of-00002.pt", "net-00001-of-00002.pt")]
    public void GivenNumbersThatContradictEachOther_IsAConflict(params string[] names)
    {
        using var folder = new ShardFolder();
        foreach (string name in names) folder.Zip(name, name);
        folder.Malformed(DiagnosticId.ShardConflict);
    }

    [TestCase("'a.pt', 'b.pt'", "a.pt", "b.pt")]
    [TestCase("'a_0.pt', 'a_1.pt', 'b_0.pt', 'b_1.pt'", "a_0.pt", "a_1.pt", "b_0.pt", "b_1.pt")]
    [TestCase("'a-00001-of-00001.pt', 'b.pt'", "a-00001-of-00001.pt", "b.pt")]
    [TestCase("'checkpoint_1_epoch.pkl', 'checkpoint_2_epoch.pkl'", "checkpoint_1_epoch.pkl", "checkpoint_2_epoch.pkl")]
    public void GivenFilesThatDoNotBelongTogether_AreListed(string listed, params string[] names)
    {
        using var folder = new ShardFolder();
        foreach (string name in names) folder.Zip(name, name);
        Assert.That(folder.Refuses<UnsupportedCheckpointException>(DiagnosticId.UnsupportedFormat).Message,
            Does.Contain(listed + "; name the one"));
    }

    // A trainer that writes three files for each process: those of the model are the weights.
    [Test]
    public void GivenFilesOfRanksAndWhatStandsBesideThem_TheModelsAreOpened()
    {
        using var folder = new ShardFolder();
        foreach (string kind in (string[])["model", "optim", "extra_state"])
        {
            for (int rank = 0; rank < 2; rank++) folder.Zip($"{kind}_world_size_2_rank_{rank}.pt", kind + rank);
        }
        Assert.That(Keys(folder.Root), Is.EqualTo(new[] { "model0", "model1" }));
    }

    [Test]
    public void GivenNothingToOpen_SaysWhatIsThere()
    {
        using var folder = new ShardFolder();
        Assert.That(folder.Refuses<UnsupportedCheckpointException>(DiagnosticId.UnsupportedFormat).Message,
            Does.Contain("no file that is named like weights; name the file"));
        for (int i = 0; i < 30; i++) folder.Write($"{i:00}\u001b.txt", "");
        Assert.That(folder.Refuses<UnsupportedCheckpointException>(DiagnosticId.UnsupportedFormat).Message,
            Does.Contain(@"it holds: '00\x1B.txt', ").And.Contain("and 10 more"));
    }

    [Test]
    public void GivenSingleFileAndExpectedHash_IsCompared()
    {
        using ShardFolder folder = new ShardFolder().Zip("model.safetensors", "a");
        string hash =
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.PathOf("model.safetensors"))));
        Checkpoint.Open(folder.Root, new CheckpointOptions { ExpectedSha256 = hash }).Dispose();
        folder.Refuses<MalformedCheckpointException>(DiagnosticId.HashMismatch,
            options: new CheckpointOptions { ExpectedSha256 = new string('0', 64) });
    }

    [TestCase("model-00001-of-00003.safetensors", "model", "Of", 1, 3)]
    [TestCase("a-b_part_7.pt", "a-b", "Part", 7, 0)]
    [TestCase("a.part7.pt", "a", "Part", 7, 0)]
    [TestCase("rampart_7.pt", "rampart", "Number", 7, 0)]
    [TestCase("rank7.pt", "", "Rank", 7, 0)]
    [TestCase("rank_7.pt", "", "Rank", 7, 0)]
    [TestCase("a_rank7.pt", "a", "Rank", 7, 0)]
    [TestCase("model_world_size_8_rank_7.pt", "model_world_size_8", "Rank", 7, 0)]
    [TestCase("frank_7.pt", "frank", "Number", 7, 0)]
    [TestCase("a_7.pt", "a", "Number", 7, 0)]
    public void GivenNumberedName_IsTakenApart(string name, string stem, string pattern, int number, int total)
    {
        ChunkName chunk = ChunkName.Parse(name)!.Value;
        Assert.That((chunk.Stem, chunk.Pattern.ToString(), chunk.Number, chunk.Total), Is.EqualTo((stem, pattern, number, total)));
    }

    [TestCase("model.pt")]
    [TestCase("a7.pt")]
    [TestCase("frank7.pt")]
    [TestCase("a-7.pt")]
    [TestCase("_7.pt")]
    [TestCase("7.pt")]
    [TestCase("-1-of-2.pt")]
    [TestCase("a_1234567890.pt")]
    [TestCase("a_7")]
    [TestCase(".part1.pt")]
    [TestCase("a-1-of-.pt")]
    public void GivenOtherName_IsNotNumbered(string name) => Assert.That(ChunkName.Parse(name), Is.Null);
}
