using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Pt2;

/// <summary>torch.export's archives whose description is hostile.</summary>
public sealed class Pt2LoaderTests
{
    private static byte[] File(string config, params (string Name, byte[] Content)[] weights)
    {
        var zip = new ZipBuilder().Add("m/archive_format", "pt2").Add("m/archive_version", "0").Add("m/models/model.json", "{}")
            .Add("m/byteorder", "little").Add("m/version", "3\n").Add("m/data/weights/model_weights_config.json", config);
        foreach (var (name, content) in weights) zip.Add("m/data/weights/" + name, content);
        return zip.ToArray();
    }

    private static string Entry(string name, string sizes = "[{\"as_int\":2}]", string dtype = "7", string device =
        "{\"type\":\"cpu\",\"index\":null}") =>
        $"\"{name}\":{{\"path_name\":\"weight_0\",\"is_param\":true,\"use_pickle\":false,\"tensor_meta\":{{\"dtype\":{dtype},"
        + $"\"sizes\":{sizes},\"strides\":[{{\"as_int\":1}}],\"storage_offset\":{{\"as_int\":0}},"
        + $"\"requires_grad\":false,\"device\":{device}}}}}";

    [Test]
    public void GivenDescription_WeightsAreRead()
    {
        using Checkpoint checkpoint = Checkpoint.Open(File("{\"config\":{" + Entry("w") + "}}", ("weight_0", Samples.OneTwo)));
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{\"config\":[]}")]
    [TestCase("{\"config\":{\"w\":3}}")]
    [TestCase("{\"config\":{\"w\":{\"path_name\":null,\"use_pickle\":false}}}")]
    [TestCase("{\"config\":{\"\\ud800\":{}}}")]
    public void GivenOtherJson_IsMalformed(string config) =>
        Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(File(config, ("weight_0", Samples.OneTwo))));

    [TestCase("[3]", "7", "{\"type\":\"cpu\"}")]
    [TestCase("[{\"as_int\":-1}]", "7", "{\"type\":\"cpu\"}")]
    [TestCase("[{\"as_int\":3}]", "7", "{\"type\":\"cpu\"}")]
    [TestCase("[{\"as_int\":2}]", "1e9", "{\"type\":\"cpu\"}")]
    [TestCase("[{\"as_int\":2}]", "7", "{\"type\":7}")]
    [TestCase("[{\"as_int\":2}]", "7", "{\"type\":\"cpu\",\"index\":1.5}")]
    public void GivenTensorThatCannotBe_IsMalformed(string sizes, string dtype, string device) =>
        Assert.Throws<MalformedCheckpointException>(() =>
            Checkpoint.Open(File("{\"config\":{" + Entry("w", sizes, dtype, device) + "}}", ("weight_0", Samples.OneTwo))));

    // Of two descriptions readers take the first or the last.
    [Test]
    public void GivenTensorThatIsDescribedTwice_IsRefused()
    {
        byte[] file = File("{\"config\":{" + Entry("w") + "," + Entry("v") + "," + Entry("w", "[{\"as_int\":1}]") + "}}",
            ("weight_0", Samples.OneTwo));
        Assert.That(Refusal.Malformed(file, DiagnosticId.Pt2Broken).Problem, Does.Contain("'w' is described twice"));
    }

    // Thousands of names for one weight that is a file of its own.
    [Test]
    public void GivenOnePickledWeightUnderManyNames_IsReadOnce()
    {
        // The list is of no use: reading it takes its time.
        byte[] weight = Samples.ZipOf(static pickle =>
        {
            pickle.Global("torch._utils", "_rebuild_parameter").Mark().Vector("FloatStorage", "0", 2).False()
                .Global("collections", "OrderedDict").Mark().Op(SafeLoad.Pickle.PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 5_000; i++)
                pickle.Op(SafeLoad.Pickle.PickleOpcode.EmptyList).Mark().Int(i).Int(i).Op(SafeLoad.Pickle.PickleOpcode.Appends);
            pickle.Op(SafeLoad.Pickle.PickleOpcode.Appends).Tuple().Reduce().Tuple().Reduce();
        }, Samples.OneTwo);
        string entries = string.Join(",",
            Enumerable.Range(0, 5000)
                .Select(static i => $"\"w{i}\":{{\"path_name\":\"weight_0\",\"is_param\":true,\"use_pickle\":true,\"tensor_meta\":null}}"));
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(File("{\"config\":{" + entries + "}}", ("weight_0", weight))).Dispose()),
            Is.LessThan(64 << 20));
    }
}
