using System.Text.Json;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

public sealed class SchemaCommandTests
{
    [Test]
    public void GivenNoName_ListsThemAndEachIsPrinted()
    {
        string[] names = [.. CommandResult.Of("schema").Lines.Select(static line => line.Split(' ')[0])];
        Assert.That(names, Is.EqualTo(new[] { "safeload.scan/1", "safeload.inspect/1", "safeload.write/1", "safeload.self-test/1" }));
        Assert.Multiple(() =>
        {
            foreach (string name in names)
            {
                CommandResult result = CommandResult.Of("schema", name);
                Assert.That(result.Output, Is.EqualTo(File.ReadAllText($"docs/schemas/{name.Replace('/', '-')}.json")));
                Assert.That(result.Json().GetProperty("$id").GetString(), Does.EndWith(name));
                Assert.That(
                    result.Json().GetProperty("properties").GetProperty("schema").GetProperty("const").GetString(), Is.EqualTo(name));
            }
        });
    }

    // .ci/validate-reports checks whole reports against the schemas. Here: no member that is written is missing in them.
    [Test]
    public void GivenScanReport_TheSchemaNamesEveryMember()
    {
        using var folder = new TemporaryFolder();
        JsonElement schema = CommandResult.Of("schema", "safeload.scan/1").Json(), definitions = schema.GetProperty("$defs");
        JsonElement report = CommandResult.Of("scan", "-f", "json", folder.Write("a.pkl", CliSamples.Call("os", "system"))).Json(),
            file = report.GetProperty("files")[0];
        Assert.Multiple(() =>
        {
            Assert.That(Names(report), Is.SubsetOf(Names(schema.GetProperty("properties"))));
            Assert.That(Names(file), Is.SubsetOf(Names(definitions.GetProperty("file").GetProperty("properties"))));
            Assert.That(Names(file.GetProperty("findings")[0]),
                Is.SubsetOf(Names(definitions.GetProperty("finding").GetProperty("properties"))));
            Assert.That(Names(file.GetProperty("globals")[0]),
                Is.SubsetOf(Names(definitions.GetProperty("global").GetProperty("properties"))));
            Assert.That(Names(report.GetProperty("summary")),
                Is.EqualTo(Names(schema.GetProperty("properties").GetProperty("summary").GetProperty("properties"))));
        });
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name);
}
