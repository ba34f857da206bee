using System.Security.Cryptography;
using System.Text.Json;
using SafeLoad.Tensors;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Interop;

/// <summary>
/// Files written by the PyTorch of this machine, tensor by tensor against what PyTorch itself reads.
/// </summary>
[Category("Interop")]
public sealed class InteropTests
{
    private readonly PythonFolder _python = new("write_fixtures.py");

    private JsonDocument? _expected;

    private string Folder => _python.Path;

    [OneTimeSetUp]
    public void WriteFiles()
    {
        _python.Write();
        _expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
    }

    [OneTimeTearDown]
    public void DeleteFiles()
    {
        _expected?.Dispose();
        _python.Dispose();
    }

    [Test]
    public void GivenFilesOfThisPyTorch_EveryTensorIsWhatPyTorchReads()
    {
        int files = 0, tensors = 0;
        foreach (JsonProperty file in _expected!.RootElement.GetProperty("files").EnumerateObject())
        {
            using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, file.Name));
            Dictionary<string, TensorInfo> state = AllOf(checkpoint);
            Assert.That(state.Keys, Is.EquivalentTo(file.Value.EnumerateObject().Select(static row => row.Name)), file.Name);
            foreach (JsonProperty row in file.Value.EnumerateObject())
            {
                Compare(state[row.Name], row.Value, $"{file.Name}: {row.Name}");
                tensors++;
            }
            files++;
        }
        Assert.That(files, Is.GreaterThanOrEqualTo(19));
        Assert.That(tensors, Is.GreaterThanOrEqualTo(150));
    }

    // The weights, and all that is none of them, by their ways from the root.
    private static Dictionary<string, TensorInfo> AllOf(Checkpoint checkpoint)
    {
        string start = checkpoint.Weights.Key.Length == 0 ? "" : checkpoint.Weights.Key + ".";
        var weights = checkpoint.StateDict().Select(pair => new KeyValuePair<string, TensorInfo>(start + pair.Key, pair.Value));
        return weights.Concat(checkpoint.Weights.Others.Select(static other =>
            new KeyValuePair<string, TensorInfo>(other.Name, other.Tensor!))).ToDictionary();
    }

    [Test]
    public void GivenLegacyFiles_AreReadAsLegacyStreams()
    {
        string[] legacy = [.. Directory.GetFiles(Folder, "*_legacy.pt")];
        Assert.That(legacy, Has.Length.EqualTo(4));
        foreach (string path in legacy)
        {
            using Checkpoint checkpoint = Checkpoint.Open(path);
            Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Legacy), path);
        }
    }

    [Test]
    public void GivenTiedTensors_ShareOneStorage()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "tied.pt"));
        Assert.That(checkpoint.Storages, Has.Count.EqualTo(1));
        Assert.That(checkpoint["row"].Storage, Is.SameAs(checkpoint["one"].Storage));
    }

    [Test]
    public void GivenLargeDict_HasEveryEntry()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "large_dict.pt"));
        var dict = (SafeLoad.Values.PyDict)checkpoint.Root.Reference!;
        Assert.That(dict, Has.Count.EqualTo(100_000));
        Assert.That(dict["key99999"].AsInt64(), Is.EqualTo(99_999));
    }

    [Test]
    public void GivenNestedValues_AreWhatWasSaved()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "nested.pt"));
        var root = (SafeLoad.Values.PyDict)checkpoint.Root.Reference!;
        var values = (SafeLoad.Values.PyList)root["values"].Reference!;
        Assert.That(values[1].AsInt64(), Is.EqualTo(-2));
        Assert.That(values[2].AsBigInteger(), Is.EqualTo(System.Numerics.BigInteger.Pow(2, 70)));
        Assert.That(values[4].AsDouble(), Is.EqualTo(double.PositiveInfinity));
        Assert.That(values[7].AsString(), Is.EqualTo("text \u00e9\U0001f600"));
        Assert.That(values[8].AsBytes().ToArray(), Is.EqualTo(new byte[] { 0x62, 0x79, 0x74, 0x65, 0x73, 0xFF }));
        Assert.That(values[11].AsComplex(), Is.EqualTo(new System.Numerics.Complex(1, 2)));
        Assert.That(((SafeLoad.Values.PyDict)root["counter"].Reference!)["a"].AsInt64(), Is.EqualTo(2));
    }

    private static void Compare(TensorInfo tensor, JsonElement expected, string what)
    {
        Assert.That(tensor.DType.Name, Is.EqualTo(expected.GetProperty("dtype").GetString()), what);
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo(Numbers(expected, "shape")), what);
        Assert.That(tensor.RequiresGrad, Is.EqualTo(expected.GetProperty("requires_grad").GetBoolean()), what);
        Assert.That(tensor.IsParameter, Is.EqualTo(expected.GetProperty("parameter").GetBoolean()), what);
        Assert.That(tensor.Layout.NameOf(), Is.EqualTo(expected.GetProperty("layout").GetString()), what);
        if (expected.TryGetProperty("parts", out JsonElement parts))
        {
            foreach (JsonProperty part in parts.EnumerateObject())
                Compare(PartOf(tensor.Sparse!, part.Name), part.Value, what + "/" + part.Name);
            return;
        }
        Assert.That(tensor.Strides.ToArray(), Is.EqualTo(Numbers(expected, "strides")), what);
        using Stream stream = tensor.OpenStream();
        Assert.That(Convert.ToHexString(SHA256.HashData(stream)), Is.EqualTo(expected.GetProperty("sha256").GetString()).IgnoreCase, what);
        if (expected.TryGetProperty("scale", out JsonElement scale))
        {
            Assert.That(tensor.Quantization!.Scale, Is.EqualTo(scale.GetDouble()), what);
            Assert.That(tensor.Quantization.ZeroPoint, Is.EqualTo(expected.GetProperty("zero_point").GetInt64()), what);
        }
        if (expected.TryGetProperty("scales", out JsonElement scales))
        {
            Assert.That(tensor.Quantization!.Scales!.ToArray<double>(),
                Is.EqualTo(scales.EnumerateArray().Select(static value => value.GetDouble())), what);
            Assert.That(tensor.Quantization.Axis, Is.EqualTo(expected.GetProperty("axis").GetInt32()), what);
        }
    }

    private static TensorInfo PartOf(SparseInfo sparse, string part) => part switch
    {
        "indices" => sparse.Indices!,
        "compressed" => sparse.CompressedIndices!,
        "plain" => sparse.PlainIndices!,
        _ => sparse.Values,
    };

    private static long[] Numbers(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(static value => value.GetInt64())];
}
