using System.Text.Json;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Sharding;

/// <summary>State dicts that up to eight processes of PyTorch 2.11 wrote, a file each, join to what PyTorch itself gathered: rows, columns,
/// tiles, FSDP2, tensor parallel and both, copies, and distributed checkpoints of safetensors.</summary>
public sealed class RankFixtureTests
{
    // A sum of which each process has a part.
    private const string Owed = "owed";

    private static readonly JsonElement s_expected =
        JsonDocument.Parse(File.ReadAllBytes(Fixtures.PathOf("ranks/expected.json"))).RootElement;

    private static IEnumerable<string> Folders => s_expected.EnumerateObject().Select(static folder => folder.Name);

    private static IEnumerable<string> OfRanks => Folders.Where(static name => !name.StartsWith("hf_", StringComparison.Ordinal));

    [TestCaseSource(nameof(Folders))]
    public void GivenAFolder_TensorsAreThoseThatPyTorchGathers(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("ranks/" + folder));
        Check(checkpoint, folder);
    }

    [TestCaseSource(nameof(Folders))]
    public void GivenItsFilesInAnyOrder_TensorsAreThoseThatPyTorchGathers(string folder)
    {
        string[] files = Directory.GetFiles(Fixtures.PathOf("ranks/" + folder));
        Array.Sort(files, static (a, b) => string.CompareOrdinal(b, a));
        using Checkpoint checkpoint = Checkpoint.OpenShards(files);
        Check(checkpoint, folder);
    }

    [TestCaseSource(nameof(OfRanks))]
    public void GivenAFolder_NothingOfTheMeshIsAWeight(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("ranks/" + folder));
        var storages = checkpoint.Weights.Tensors.Select(static tensor => tensor.Value.Storage).OfType<StorageInfo>().Distinct();
        Assert.That(checkpoint.Storages, Is.EquivalentTo(storages));
        Assert.That(checkpoint.Weights.Others, Is.Empty);
        Assert.That(checkpoint.Weights.Tensors.Select(static tensor => tensor.Value.Piece), Is.All.Null);
    }

    [TestCase("rows_4", 4)]
    [TestCase("columns_3", 3)]
    [TestCase("tiles_2x2", 4)]
    [TestCase("nested_2x2", 4)]
    [TestCase("fsdp2_tp_4x2", 8)]
    public void GivenAllFilesButOne_TheMissingOneIsNamed(string folder, int count)
    {
        for (int missing = 0; missing < count; missing++)
        {
            string[] files = [.. Enumerable.Range(0, count).Where(rank => rank != missing)
                .Select(rank => Fixtures.PathOf($"ranks/{folder}/rank{rank}.pt"))];
            var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.OpenShards(files).Dispose());
            Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ShardMissing));
            Assert.That(problem.Message, Does.Contain($"the files of 1 are not there: 'rank{missing}.pt'"));
        }
    }

    // Where processes have the same, one of them is enough; where they do not, it is none.
    [TestCase("hsdp_2x2", 0, 1)]
    [TestCase("hsdp_2x2", 2, 1)]
    [TestCase("tp_of_2x2", 2, 3)]
    public void GivenOneOfEachOfTheCopies_TheWholeIsThere(string folder, params int[] ranks)
    {
        using Checkpoint checkpoint =
            Checkpoint.OpenShards([.. ranks.Select(rank => Fixtures.PathOf($"ranks/{folder}/rank{rank}.pt"))]);
        Check(checkpoint, folder);
    }

    [Test]
    public void GivenASum_ItHasNoNumbersAndIsNamed()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("ranks/sums_2"));
        Assert.That(checkpoint[Owed].IsSpread);
        Assert.That(checkpoint[Owed].Piece, Is.Null);
        Assert.That(checkpoint[Owed].WhyNoData, Does.Contain("a sum that its processes still owe"));
        Assert.That(checkpoint["whole"].IsMeta, Is.False);
    }

    [Test]
    public void GivenFilesOfTwoModels_TheContradictionIsNamed()
    {
        string[] files = [Fixtures.PathOf("ranks/rows_2/rank0.pt"), Fixtures.PathOf("ranks/hsdp_2x2/rank1.pt")];
        var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.OpenShards(files).Dispose());
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ShardConflict));
        Assert.That(problem.Message,
            Does.Contain("'5x3' is spread by (Shard(0)) over (2)").And.Contain("(Replicate(), Shard(0)) over (2, 2)"));
    }

    private static void Check(Checkpoint checkpoint, string folder)
    {
        var root = (PyDict)checkpoint.Root.RawReference!;
        Assert.That(root.Count, Is.EqualTo(s_expected.GetProperty(folder).GetArrayLength()));
        Assert.Multiple(() =>
        {
            foreach (JsonElement row in s_expected.GetProperty(folder).EnumerateArray())
            {
                string name = row.GetProperty("name").GetString()!;
                TensorInfo tensor = ((PyTensor)root[name].RawReference!).Info;
                Assert.That((tensor.DType.ToString(), string.Join(",", tensor.Shape.ToArray())),
                    Is.EqualTo((row.GetProperty("dtype").GetString(), string.Join(",", row.GetProperty("shape").EnumerateArray()))), name);
                if (name != Owed) Assert.That(ExpectedTensors.Hash(tensor), Is.EqualTo(row.GetProperty("sha256").GetString()), name);
            }
        });
    }
}
