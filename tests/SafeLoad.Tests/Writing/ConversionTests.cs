using SafeLoad.Placement;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>A checkpoint into other files in one call, as the command does it.</summary>
public sealed class ConversionTests
{
    private static readonly string s_model = Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin");

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-convert-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [TestCase("out.safetensors", CheckpointFormat.Safetensors)]
    [TestCase("out.pth", CheckpointFormat.Zip)]
    public void GivenFile_OneCallConvertsIt(string name, CheckpointFormat format)
    {
        Conversion conversion = Conversion.Convert(s_model, At(name), new ConversionOptions { Verify = true });
        using Checkpoint original = Checkpoint.Open(s_model), written = Checkpoint.Open(At(name));
        Assert.That((written.Format, written.Length), Is.EqualTo((format, conversion.Plan.Length)));
        Assert.That(written.StateDict().Keys, Is.EquivalentTo(original.StateDict().Keys));
    }

    [Test]
    public void GivenOptions_TheyAreForWhatIsWritten()
    {
        var options = new ConversionOptions
        {
            Key = "model_state_dict",
            Names = new NameRules { AddPrefix = "net." },
            Format = TensorFileFormat.Legacy,
            Save = new SaveOptions { FloatDType = DType.Float16 },
        };
        Conversion conversion = Conversion.Convert(Fixtures.PathOf("torch-2.11/ckpt/opt_sgd.pth"), At("out"), options);
        using Checkpoint written = Checkpoint.Open(At("out"));
        Assert.That((written.Format, written.StateDict().Values.First().DType),
            Is.EqualTo((CheckpointFormat.Legacy, DType.Float16)));
        Assert.That(written.StateDict().Keys,
            Is.EqualTo(conversion.Names.Tensors.Select(static tensor => tensor.Name)).And.All.StartsWith("net."));
        Assert.That(written.ModuleMetadata()!.Select(static entry => entry.Key.AsString()), Has.Some.EqualTo("net.fc1"),
            "the modules' versions go on under their new names");
    }

    [Test]
    public void GivenPlan_NothingIsWrittenYet()
    {
        using Checkpoint checkpoint = Checkpoint.Open(s_model);
        Conversion conversion = Conversion.Of(checkpoint, At("out.safetensors"));
        Assert.That((Directory.GetFiles(_folder).Length, conversion.Plan.Tensors.Count, conversion.WhyNothing),
            Is.EqualTo((0, 20, (string?)null)));
        conversion.Write();
        Assert.That(new FileInfo(At("out.safetensors")).Length, Is.EqualTo(conversion.Plan.Length));
    }

    [Test]
    public void GivenWrongOptions_NothingIsWritten()
    {
        using Checkpoint checkpoint = Checkpoint.Open(s_model);
        Assert.That(() => Conversion.Of(checkpoint, At("out.json")),
            Throws.ArgumentException.With.Message.Contains("safetensors, zip, legacy"));
        Assert.That(() =>
            Conversion.Of(checkpoint, At("out.pt"), new ConversionOptions { Names = new NameRules { Renames = [new("*", "x")] } }),
            Throws.ArgumentException.With.Message.Contains("Two tensors would get one name: x ("));
        Assert.That(() => Conversion.Of(checkpoint, At("out.pt"), new ConversionOptions { Key = "nowhere" }),
            Throws.InstanceOf<KeyNotFoundException>());
        Conversion none =
            Conversion.Of(checkpoint, At("out.pt"), new ConversionOptions { Names = new NameRules { Include = ["nothing"] } });
        Assert.That(() => none.Write(),
            Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("no tensors: the checkpoint has 20, and 0 are chosen"));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    // What is read again must be all of what was to be written, and nothing else: the disk is given something else meanwhile.
    [TestCase("other bytes")]
    [TestCase("other dtype")]
    [TestCase("one tensor less")]
    [TestCase("one tensor more")]
    public void GivenFileThatIsNotAsItWasWritten_VerifyingSaysSo(string how)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("a")
            .Tensor(2, 0, [2], [1]).Text("b").Tensor(2, 1, [1], [1]).SetItems(), TensorPickles.Floats(1, 2)));
        SavePlan plan = Conversion.Of(checkpoint, At("out.pt")).Plan;
        plan.Write();
        Assert.That(() => Verification.Check(plan, default), Throws.Nothing);
        var other = new CheckpointWriter().Add("a", checkpoint["a"]);
        if (how == "other bytes") other.Add<float>("b", [3], 1);
        else if (how == "other dtype") other.Add<int>("b", [0x40000000], 1);
        else if (how == "one tensor more") other.Add("b", checkpoint["b"]).Add("c", checkpoint["b"]);
        other.Save(At("out.pt"), overwrite: true);
        Assert.That(() => Verification.Check(plan, default),
            Throws.TypeOf<IOException>().With.Message.StartsWith(how == "one tensor more" ? "c is not in" : "b is not in"));
    }
}
