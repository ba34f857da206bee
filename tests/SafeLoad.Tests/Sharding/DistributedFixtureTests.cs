using System.Text.Json;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

/// <summary>Distributed checkpoints that several processes of PyTorch 2.11 wrote: rows,
/// columns and tiles join to the tensors that were cut.</summary>
public sealed class DistributedFixtureTests
{
    private static readonly JsonElement s_expected =
        JsonDocument.Parse(File.ReadAllBytes(Fixtures.PathOf("dcp/expected.json"))).RootElement;

    private static IEnumerable<string> Folders => s_expected.EnumerateObject().Select(static folder => folder.Name);

    [TestCaseSource(nameof(Folders))]
    public void GivenFolder_TensorsAreThoseThatWereSaved(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("dcp/" + folder));
        foreach (JsonElement row in s_expected.GetProperty(folder).EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!, parent = name[..Math.Max(0, name.LastIndexOf('.'))];
            var tensor = (parent.Length == 0 ? TensorOf(checkpoint, name) : checkpoint.StateDict(parent)[name[(parent.Length + 1)..]])!;
            Assert.That((tensor.DType.ToString(), string.Join(",", tensor.Shape.ToArray()), ExpectedTensors.Hash(tensor)),
                Is.EqualTo((row.GetProperty("dtype").GetString(), string.Join(",", row.GetProperty("shape").EnumerateArray()),
                    row.GetProperty("sha256").GetString())), name);
        }
    }

    [Test]
    public void GivenTrainingFolder_ItsOptimizerAndEpochAreFound()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("dcp/training"));
        Assert.That((checkpoint.Training.Epoch, checkpoint.Training.Model!.Path, checkpoint.Training.Optimizer!.Kind,
            checkpoint.Training.Optimizer.ParameterCount), Is.EqualTo((4.0, "model", "Adam", 2)));
    }

    private static TensorInfo TensorOf(Checkpoint checkpoint, string name) =>
        ((SafeLoad.Values.PyTensor)((SafeLoad.Values.PyDict)checkpoint.Root.Reference!)[name].Reference!).Info;
}
