using System.Text.Json;
using System.Text.RegularExpressions;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Interop;

/// <summary>
/// What <see cref="CleanedCheckpoint"/> writes, read by the PyTorch of this machine: all bundled fixtures,
/// and whole modules next to a payload. One process reads them all; check_written.py has what it looks at.
/// </summary>
[Category("Interop")]
public sealed partial class WriteInteropTests
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    // What is taken out of these is what they are about.
    private static readonly string[] s_changed = ["int_long4", "class_ref_"];

    private static readonly string[] s_malicious = ["beside", "legacy", "state", "inside"];

    private readonly PythonFolder _malicious = new("write_malicious.py"), _check = new("check_written.py");

    private readonly Dictionary<string, CleanedCheckpoint> _cleaned = [];

    private Dictionary<string, JsonElement> _rows = [];

    private JsonElement _result;

    private string Marker => Path.Combine(_malicious.Path, "MARKER");

    // Arrays of NumPy are no files of PyTorch; a folder has none to compare with.
    private static IEnumerable<string> Agreeing =>
        ((string[])["torch-2.11", "torch-1.13"]).SelectMany(static folder => Fixtures.Rows(folder)
        .Where(static row => row.GetProperty("must").GetString() == "agree" && row.GetProperty("kind").GetString() != "npy")
        .Select(row => folder + "/" + row.GetProperty("file").GetString()).Where(static file => !Directory.Exists(Fixtures.PathOf(file))));

    [OneTimeSetUp]
    public void CleanAndRead()
    {
        _malicious.Write();
        var jobs = new List<object>();
        foreach (string name in Agreeing) jobs.Add(Clean(name, Fixtures.PathOf(name), Fixtures.PathOf(name)));
        foreach (string name in s_malicious)
            jobs.Add(Clean("malicious/" + name, Evil(name), Path.Combine(_malicious.Path, $"state_{name}.pt")));
        File.WriteAllBytes(Path.Combine(_check.Path, "jobs.json"), JsonSerializer.SerializeToUtf8Bytes(jobs));
        _check.Write();
        using JsonDocument result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_check.Path, "result.json")));
        _result = result.RootElement.Clone();
        _rows = _result.GetProperty("files").EnumerateArray().ToDictionary(static row => row.GetProperty("name").GetString()!);
    }

    [OneTimeTearDown]
    public void DeleteFiles()
    {
        _malicious.Dispose();
        _check.Dispose();
    }

    // A name that the script knows as SafeLoad's own, and PyTorch 2.11 does not, would make the next test worthless.
    [Test]
    public void GivenNamesThatAreWritten_AllAreOnPyTorchsList() => Assert.That(Texts(_result, "unlisted"), Is.Empty);

    [Test]
    public void GivenCleanedFiles_TheirPicklesHoldOnlyWhatTheSafeLoaderReads()
    {
        Assert.That(_rows, Has.Count.GreaterThanOrEqualTo(355));
        Assert.Multiple(() =>
        {
            foreach (var (name, row) in _rows) Assert.That(Texts(row, "strangers"), Is.Empty, name);
        });
    }

    // An older PyTorch lacks dtypes and functions that a newer one's files need; of its own files it opens all.
    [Test]
    public void GivenCleanedFiles_PyTorchOpensThem()
    {
        var lacking = new List<string>();
        int opened = 0, safely = 0;
        Assert.Multiple(() =>
        {
            foreach (var (name, row) in _rows)
            {
                if (Text(row, "safe_error") is null) safely++;
                if (Text(row, "written_error") is not { } error) opened++;
                else if (!name.StartsWith("torch-1.13/", StringComparison.Ordinal) && Text(row, "original_error") is not null
                    && OfNewerPyTorch().IsMatch(error)) lacking.Add($"{name}: {error}");
                else Assert.Fail($"{name}: {error}");
            }
        });
        TestContext.Out.WriteLine($"{opened} opened, {safely} of them with weights_only=True; not by this release:\n"
            + string.Join('\n', lacking));
        Assert.That(lacking, Has.Count.LessThanOrEqualTo(26));
        // The safe loader of PyTorch 1.13 was the first one, and knew neither floats nor most names.
        Assert.That(safely, Is.GreaterThanOrEqualTo(Text(_result, "torch")!.StartsWith("1.", StringComparison.Ordinal) ? 235 : opened));
        Assert.That(opened, Is.GreaterThanOrEqualTo(330));
    }

    [Test]
    public void GivenFilesThatPyTorchOpens_CleanedOnesHoldTheSame()
    {
        int files = 0, tensors = 0, own = 0;
        Assert.Multiple(() =>
        {
            foreach (var (name, row) in _rows.Where(static pair => pair.Value.TryGetProperty("tensors", out _)))
            {
                string[] differences = [.. Texts(row, "differences")];
                if (s_changed.Any(part => name.Contains(part, StringComparison.Ordinal))) Assert.That(differences, Is.Not.Empty, name);
                // Before 2.1 PyTorch took all files for little-endian.
                else if (name.Contains("/bigendian_", StringComparison.Ordinal)
                    && Text(_result, "torch")!.StartsWith("1.", StringComparison.Ordinal)) continue;
                else Assert.That(differences, Is.Empty, name);
                files++;
                tensors += row.GetProperty("tensors").GetInt32();
                if (name.StartsWith("torch-1.13/", StringComparison.Ordinal)) own++;
            }
        });
        TestContext.Out.WriteLine($"{files} files, {own} of them of PyTorch 1.13, {tensors} tensors");
        Assert.That(files, Is.GreaterThanOrEqualTo(315));
        Assert.That(own, Is.GreaterThanOrEqualTo(80));
        Assert.That(tensors, Is.GreaterThanOrEqualTo(1150));
    }

    [TestCaseSource(nameof(s_malicious))]
    public void GivenWeightsNextToAPayload_TheyAreRescuedAndNothingRuns(string name)
    {
        Assert.That(Scanner.Scan(Evil(name)).Verdict, Is.EqualTo(Verdict.Dangerous));
        Assert.That(_cleaned["malicious/" + name].Changes.Select(static change => change.Was), Does.Contain("posix.system"));
        JsonElement row = _rows["malicious/" + name];
        Assert.That(Text(row, "written_error") ?? Text(row, "safe_error"), Is.Null.Or.EqualTo("no weights_only"));
        Assert.That(Texts(row, "differences"), Is.Empty);
        Assert.That(row.GetProperty("tensors").GetInt32(), Is.GreaterThanOrEqualTo(18));
        Assert.That(File.Exists(Marker), Is.False, "the payload has run");
    }

    [GeneratedRegex("module 'torch' has no attribute '(u?int|float8|float4|bits|complex32)|_rebuild_tensor_v3|_rebuild_tensor_v2.. takes "
        + "6|_rebuild_nested_tensor|_rebuild_parameter_with_state|rebuilding sparse tensor for layout|too many values to unpack")]
    private static partial Regex OfNewerPyTorch();

    private string Evil(string name) => Path.Combine(_malicious.Path, $"evil_{name}.pt");

    private object Clean(string name, string path, string original)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path, s_inert);
        string written = Path.Combine(_check.Path, $"{_cleaned.Count}.pt");
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(checkpoint.Root);
        cleaned.Save(written);
        _cleaned.Add(name, cleaned);
        return new { name, original, written };
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static IEnumerable<string> Texts(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(static text => text.GetString()!);
}
