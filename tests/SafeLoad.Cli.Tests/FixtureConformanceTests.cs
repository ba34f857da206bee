using System.Security.Cryptography;
using System.Text.Json;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>Every bundled fixture, read by <c>inspect --hash</c> in one run a folder, agrees field by field with what real PyTorch,
/// or h5py, read out of it.</summary>
public sealed class FixtureConformanceTests
{
    private static readonly string[] s_folders = ["torch-2.11", "torch-1.13", "h5"];

    private static readonly Dictionary<string, Lazy<Dictionary<string, JsonElement>>> s_inspected =
        s_folders.ToDictionary(static folder => folder, static folder => new Lazy<Dictionary<string, JsonElement>>(() => Inspect(folder)));

    private static IEnumerable<TestCaseData> Kinds() =>
        from folder in s_folders
        from kind in Rows(folder).Select(static row => Text(row, "kind")).Distinct()
        select new TestCaseData(folder, kind);

    [TestCaseSource(nameof(Kinds))]
    public void GivenFixtures_AgreeWithPyTorch(string folder, string kind)
    {
        Assert.Multiple(() =>
        {
            foreach (JsonElement row in Rows(folder).Where(row => Text(row, "kind") == kind))
            {
                string file = Text(row, "file");
                string differences = string.Join("\n  ", Compare(row, s_inspected[folder].Value.GetValueOrDefault(Path(folder, file))));
                Assert.That(differences, Is.Empty, $"{folder}/{file} ({Text(row, "desc")})");
            }
        });
    }

    [TestCaseSource(nameof(s_folders))]
    public void GivenManifest_ItsFilesAreThereAndUnchanged(string folder)
    {
        Assert.Multiple(() =>
        {
            // A folder is one checkpoint of the files that have rows of their own.
            foreach (JsonElement row in Fixtures.Rows(folder).Where(static row => row.TryGetProperty("sha256", out _)))
                Assert.That(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path(folder, Text(row, "file"))))),
                    Is.EqualTo(Text(row, "sha256")), Text(row, "file"));
        });
    }

    private static IReadOnlyList<string> Compare(JsonElement row, JsonElement inspected)
    {
        if (inspected.ValueKind == JsonValueKind.Undefined) return ["no answer"];
        bool refused = inspected.TryGetProperty("error", out JsonElement error);
        switch (Text(row, "must"))
        {
            case "refuse":
                if (!refused) return ["opened; it must be refused"];
                if (Text(error, "kind") != "disallowed") return [$"refused as {Text(error, "kind")}, right: disallowed"];
                var named = error.GetProperty("globals").EnumerateArray().Select(static name => name.GetString());
                return [.. row.GetProperty("must_refuse").EnumerateArray().Select(static name => name.GetString()).Except(named)
                    .Select(static name => $"the refusal does not name {name}")];
            case "error": return refused ? [] : ["opened; PyTorch refuses it"];
            case "either" when refused: return [];
            case "leave_out" when !refused:
                return inspected.GetProperty("notes").EnumerateArray().Any(note => note.GetString()!.Contains(Text(row, "says"),
                    StringComparison.Ordinal)) ? [] : ["no note says what is left out"];
            default:
                if (refused) return ["refused: " + Text(error, "message")];
                return row.TryGetProperty("tree", out JsonElement tree) && tree.ValueKind == JsonValueKind.Object
                    ? TreeComparison.Compare(tree, inspected) : [];
        }
    }

    private static Dictionary<string, JsonElement> Inspect(string folder)
    {
        using var temporary = new TemporaryFolder();
        string list = temporary.Write("files.txt", string.Join('\n', Rows(folder).Select(row => Path(folder, Text(row, "file")))));
        CommandResult result = CommandResult.Of("inspect", "--hash", "-f", "ndjson", "--files-from", list);
        // HDF5 holds nothing to refuse for safety, only what is left out.
        Assert.That(result.Code, Is.EqualTo(folder == "h5" ? ExitCode.Done : ExitCode.Refused), result.Error);
        return result.JsonLines().ToDictionary(static file => Text(file, "path"));
    }

    private static IEnumerable<JsonElement> Rows(string folder) => Fixtures.Rows(folder).Where(static row =>
        Text(row, "must") is "agree" or "refuse" or "error" or "either" or "leave_out");

    private static string Path(string folder, string file) => Fixtures.PathOf(folder + "/" + file);

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}
