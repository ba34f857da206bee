using SafeLoad.Pickle;
using SafeLoad.Sharding.DeepSpeed;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

/// <summary>Folders of DeepSpeed's ZeRO, stages 1 to 3, become the weights that were cut; what does not add up becomes nothing.</summary>
public sealed class DeepSpeedTests
{
    private static ZeroFolder New(int stage, int ranks, bool isOld = false, bool isBFloat16 = false)
    {
        var folder = new ZeroFolder { Stage = stage, Ranks = ranks, IsOld = isOld, IsBFloat16 = isBFloat16 };
        folder.Groups.Add([("a.weight", [5, 3]), ("a.bias", [5]), ("scalar", [])]);
        // One dict of shapes is that of one group.
        folder.Groups.Add([("b.weight", [3, 5]), ("b.bias", [1])]);
        if (isOld)
        {
            folder.Groups[0].AddRange(folder.Groups[1]);
            folder.Groups.RemoveAt(1);
        }
        if (!isOld && stage > 1) folder.Frozen.Add(("frozen", [2, 3, 3]));
        return folder.Write();
    }

    private static void Check(string path, ZeroFolder folder, CheckpointOptions? options = null)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path, options);
        StateDict tensors = checkpoint.StateDict();
        Assert.That(tensors.Keys, Is.EqualTo(folder.Expected.Keys));
        foreach (var (name, expected) in folder.Expected) Assert.That(tensors[name].ToArray<float>(), Is.EqualTo(expected), name);
        foreach (var (name, shape) in folder.Groups.SelectMany(static group => group).Concat(folder.Frozen))
            Assert.That(tensors[name].Shape.ToArray(), Is.EqualTo(shape), name);
        Assert.That(tensors["tied"].Storage, Is.SameAs(tensors["a.weight"].Storage));
        Assert.That(checkpoint.Weights.Others, Is.Empty);
    }

    [Test]
    public void GivenAFolder_TheWeightsAreThoseThatWereCut(
        [Values(1, 2, 3)] int stage, [Values(1, 2, 3, 4, 11)] int ranks, [Values] bool isOld, [Values] bool isBFloat16)
    {
        using ZeroFolder folder = New(stage, ranks, isOld, isBFloat16);
        Check(folder.Root, folder);
        Check(folder.Folder, folder, new CheckpointOptions { KeepObjects = true });
    }

    [TestCase(1, 3)]
    [TestCase(3, 3)]
    [TestCase(2, 12)]
    public void GivenAProcessWithoutItsFile_ItIsNamed(int stage, int ranks)
    {
        for (int missing = 0; missing < ranks; missing++)
        {
            using ZeroFolder folder = New(stage, ranks);
            File.Delete(folder.PathOfOptimizer(missing));
            var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose());
            Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ShardMissing));
            Assert.That(problem.Message, Does.Contain($"the files of 1 of {ranks} processes are not there: "
                + $"'zero_pp_rank_{missing}_mp_rank_00_optim_states.pt'"));
        }
    }

    [Test]
    public void GivenAModelFileOfStage3IsMissing_ItIsNamed()
    {
        using ZeroFolder folder = New(3, 3);
        File.Delete(Path.Combine(folder.Folder, "zero_pp_rank_2_mp_rank_00_model_states.pt"));
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose())!.Message,
            Does.Contain("'zero_pp_rank_2_mp_rank_00_model_states.pt'"));
    }

    [Test]
    public void GivenMoreFilesThanTheyAreCutOver_IsRefused()
    {
        using ZeroFolder folder = New(2, 2);
        File.Copy(folder.PathOfOptimizer(1), folder.PathOfOptimizer(2));
        Assert.That(Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose())!.Message,
            Does.Contain("files of 3 processes").And.Contain("cut over 2 of them"));
    }

    // The shapes alone are no reason to make room for anything.
    [TestCase(1, 1L << 40)]
    [TestCase(2, 1L << 60)]
    [TestCase(3, 1L << 40)]
    [TestCase(3, (1L << 62) - 1)]
    [TestCase(2, 30L)]
    [TestCase(3, 30L)]
    public void GivenShapesThatTheGroupsDoNotHold_IsRefused(int stage, long length)
    {
        using ZeroFolder folder = New(stage, 2), other = new() { Stage = stage, Ranks = 2 };
        other.Groups.Add([("a.weight", [5, 3]), ("a.bias", [5]), ("scalar", [])]);
        other.Groups.Add([("b.weight", [3, 5]), ("b.bias", [1])]);
        other.Write();
        foreach (string path in Directory.GetFiles(other.Folder, "*model_states.pt"))
        {
            byte[] file = Shapes(length);
            File.WriteAllBytes(path, file);
        }
        var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(other.Root).Dispose());
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ShardConflict));
        Assert.That(problem.Message, Does.Contain("numbers of the groups").And.Contain("'x'"));

        static byte[] Shapes(long length) => ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Mark().Text("param_shapes")
            .Op(PickleOpcode.EmptyList).Mark().EmptyDict().Mark().Text("x").Ints(length).SetItems()
            .EmptyDict().Mark().Text("y").Ints(16).SetItems().Op(PickleOpcode.Appends).SetItems().Stop()).ToArray();
    }

    [Test]
    public void GivenNoOptimizer_TheModelsOwnWeightsAreThereWithAWord()
    {
        using ZeroFolder folder = New(2, 2);
        foreach (string path in Directory.GetFiles(folder.Folder, "*optim_states.pt")) File.Delete(path);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["a.weight"].ToArray<float>(), Is.EqualTo(new float[15]));
        Assert.That(checkpoint.Notes, Has.Some.Contains("no *_optim_states.pt is there"));
        using ZeroFolder cut = New(3, 2);
        foreach (string path in Directory.GetFiles(cut.Folder, "*optim_states.pt")) File.Delete(path);
        Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.Open(cut.Root).Dispose());
    }

    [TestCase("mp_rank_01_model_states.pt", "cut over 2 processes (tensor parallel)")]
    [TestCase("layer_01-model_00-model_states.pt", "a pipeline")]
    public void GivenAModelThatIsCutItself_IsRefusedWithTheReason(string name, string why)
    {
        using ZeroFolder folder = New(2, 2);
        File.Copy(Path.Combine(folder.Folder, "mp_rank_00_model_states.pt"), Path.Combine(folder.Folder, name));
        Assert.That(
            Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose())!.Message, Does.Contain(why));
    }

    [Test]
    public void GivenExperts_TheyAreOfTheirFilesAndItIsSaid()
    {
        const string expert = "moe.deepspeed_moe.experts.deepspeed_experts.1.weight";
        using var folder = new ZeroFolder { Stage = 2, Ranks = 2 };
        folder.Groups.Add([("a.weight", [5, 3])]);
        folder.Groups.Add([(expert, [2, 2])]);
        folder.Write();
        Assert.That(Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose())!.Message,
            Does.Contain("the files of its experts"));
        byte[] file = ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Mark().Text(expert).Tensor(4, 0, [2, 2], [2, 1]).SetItems()
            .Stop(), TensorPickles.Floats(9, 8, 7, 6)).ToArray();
        File.WriteAllBytes(Path.Combine(folder.Folder, "layer_0_expert_1_mp_rank_00_model_states.pt"), file);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint.Notes, Has.Some.Contains("the experts are as their files have them"));
        Assert.That(checkpoint["a.weight"].ToArray<float>(), Is.EqualTo(folder.Expected["a.weight"]));
        Assert.That(checkpoint[expert].ToArray<float>(), Is.EqualTo(new float[] { 9, 8, 7, 6 }));
    }

    [TestCase("../outside")]
    [TestCase("/etc")]
    [TestCase("global_step10/../global_step10")]
    [TestCase("")]
    [TestCase("elsewhere")]
    public void GivenATagThatLeadsOutside_IsNotFollowed(string tag)
    {
        using ZeroFolder folder = New(2, 2);
        File.WriteAllText(Path.Combine(folder.Root, "latest"), tag);
        Assert.Throws<UnsupportedCheckpointException>(() => Checkpoint.Open(folder.Root).Dispose());
    }

    [Test]
    public void GivenANameThatIsNotOfDeepSpeed_IsRefusedAsElsewhere()
    {
        using ZeroFolder folder = New(2, 1);
        File.WriteAllBytes(folder.PathOfOptimizer(0), ZipBuilder.Torch(PickleBuilder.Protocol(2).Global("os", "system").Mark().Text("true")
            .Tuple().Reduce().Stop()).ToArray());
        Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(folder.Root).Dispose());
        // Alone, a file of DeepSpeed's has no more names than others.
        using ZeroFolder other = New(2, 1);
        Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(other.PathOfOptimizer(0)).Dispose());
    }

    [TestCase("mp_rank_03_model_states.pt", "Model", 0, 3)]
    [TestCase("zero_pp_rank_12_mp_rank_00_model_states.pt", "ModelOfRank", 12, 0)]
    [TestCase("zero_pp_rank_12_mp_rank_01_optim_states.pt", "Optimizer", 12, 1)]
    [TestCase("bf16_zero_pp_rank_2_mp_rank_00_optim_states.pt", "Optimizer", 2, 0)]
    [TestCase("fp16_zero_pp_rank_2_mp_rank_00_optim_states.pt", "Optimizer", 2, 0)]
    [TestCase("layer_0_expert_3_mp_rank_00_model_states.pt", "Expert", 0, 0)]
    [TestCase("expert_3_mp_rank_00_model_states.pt", "Expert", 0, 0)]
    [TestCase("layer_01-model_states.pt", "Layer", 0, 0)]
    public void GivenAName_IsTakenApart(string name, string kind, int rank, int modelRank)
    {
        ZeroFileName parsed = ZeroFileName.Parse(name)!.Value;
        Assert.That((parsed.Kind.ToString(), parsed.Rank, parsed.ModelRank), Is.EqualTo((kind, rank, modelRank)));
    }

    [TestCase("model_states.pt")]
    [TestCase("mp_rank__model_states.pt")]
    [TestCase("mp_rank_-1_model_states.pt")]
    [TestCase("mp_rank_00_optim_states.pt")]
    [TestCase("mp_rank_00_model_states.bin")]
    [TestCase("zero_pp_rank_x_mp_rank_00_optim_states.pt")]
    [TestCase("zero_pp_rank_99999999999_mp_rank_00_optim_states.pt")]
    [TestCase("expp_rank_0_mp_rank_00_optim_states.pt")]
    public void GivenAnotherName_IsNone(string name) => Assert.That(ZeroFileName.Parse(name), Is.Null);
}
