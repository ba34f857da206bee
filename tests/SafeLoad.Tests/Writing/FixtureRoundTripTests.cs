using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Every bundled fixture that opens, written as safetensors and as a checkpoint and opened again: the same names, dtypes,
/// shapes and bytes.</summary>
public sealed class FixtureRoundTripTests
{
    // What safetensors cannot hold, by what the error says about it.
    private static readonly (string Reason, int Least)[] s_reasons =
    [
        ("(torch.sparse_", 18),
        ("(quantized)", 17),
        ("(no data)", 3),
        ("(nested)", 1),
        ("(torch.", 5),
    ];

    private string _folder = "";

    [OneTimeSetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-fixtures-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<string> Agreeing =>
        ((string[])["torch-2.11", "torch-1.13", "h5"]).SelectMany(static folder => Fixtures.Rows(folder)
        .Where(static row => row.GetProperty("must").GetString() == "agree")
        .Select(row => folder + "/" + row.GetProperty("file").GetString()));

    [Test]
    public void GivenFixtures_SafetensorsHoldTheSame()
    {
        var refused = s_reasons.ToDictionary(static row => row.Reason, static _ => new List<string>());
        int files = 0, tensors = 0;
        Assert.Multiple(() =>
        {
            foreach (string file in Agreeing)
            {
                using Checkpoint original = Checkpoint.Open(Fixtures.PathOf(file));
                if (WeightsOf(original) is not { } weights) continue;
                string path = Path.Combine(_folder, files + ".safetensors");
                try
                {
                    weights.SaveAsSafetensors(path, new SaveOptions { CopyShared = true });
                }
                catch (NotSupportedException problem)
                {
                    string? reason = refused.Keys.FirstOrDefault(reason => problem.Message.Contains(reason, StringComparison.Ordinal));
                    if (reason is null) Assert.Fail($"{file}: {problem.Message}");
                    else refused[reason].Add(file);
                    Assert.That(File.Exists(path), Is.False, file);
                    continue;
                }
                tensors += Compare(file, weights, path);
                files++;
            }
        });
        TestContext.Out.WriteLine($"{files} files, {tensors} tensors; refused: "
            + string.Join(", ", refused.Select(static pair => $"{pair.Key} {pair.Value.Count}")));
        foreach (var (reason, least) in s_reasons) Assert.That(refused[reason], Has.Count.GreaterThanOrEqualTo(least), reason);
        Assert.That(files, Is.GreaterThanOrEqualTo(320));
        Assert.That(tensors, Is.GreaterThanOrEqualTo(900));
    }

    [Test]
    public void GivenFixtures_CheckpointsHoldTheSame()
    {
        int files = 0, tensors = 0;
        Assert.Multiple(() =>
        {
            foreach (string file in Agreeing)
            {
                using Checkpoint original = Checkpoint.Open(Fixtures.PathOf(file));
                if (WeightsOf(original) is not { } weights) continue;
                string path = Path.Combine(_folder, files + ".pt");
                weights.SaveAsCheckpoint(path);
                tensors += Compare(file, weights, path);
                files++;
            }
        });
        TestContext.Out.WriteLine($"{files} files, {tensors} tensors");
        Assert.That(files, Is.GreaterThanOrEqualTo(375));
        Assert.That(tensors, Is.GreaterThanOrEqualTo(1000));
    }

    // Keys with dots in them can give two tensors one name; then there is no state dict.
    private static StateDict? WeightsOf(Checkpoint checkpoint)
    {
        try
        {
            return checkpoint.StateDict();
        }
        catch (MalformedCheckpointException problem) when (problem.Id == DiagnosticId.DuplicateTensorName)
        {
            return null;
        }
    }

    // Opened as strictly as can be: only what PyTorch's own safe loader allows, and nothing to remark.
    private static int Compare(string file, StateDict weights, string path)
    {
        using Checkpoint written = Checkpoint.Open(path);
        Assert.That(written.Notes, Is.Empty, file);
        bool ordered = path.EndsWith(".pt", StringComparison.Ordinal);
        string[] expected = Describe(weights), found = Describe(written.StateDict());
        Assert.That(found, ordered ? Is.EqualTo(expected) : Is.EquivalentTo(expected), file);
        return found.Length;
    }

    private static string[] Describe(StateDict tensors) => [.. tensors.Select(static pair => $"{pair.Key}: {Describe(pair.Value)}")];

    private static string Describe(TensorInfo tensor)
    {
        string what = $"{tensor} {tensor.LayoutName}";
        if (tensor.Storage is not null) what += " " + ExpectedTensors.Hash(tensor);
        foreach (TensorInfo? part in (TensorInfo?[])[tensor.Sparse?.Indices, tensor.Sparse?.CompressedIndices, tensor.Sparse?.PlainIndices,
            tensor.Sparse?.Values, tensor.Nested?.Buffer, tensor.Nested?.Sizes, tensor.Quantization?.Scales,
            tensor.Quantization?.ZeroPoints])
            what += part is null ? " -" : $" ({Describe(part)})";
        return what;
    }
}
