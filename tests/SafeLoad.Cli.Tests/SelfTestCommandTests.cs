using System.Text;
using System.Text.Json;
using SafeLoad.Cli.Commands;
using SafeLoad.Cli.SelfTest;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Tests;

public sealed class SelfTestCommandTests
{
    [Test]
    public void GivenBuiltInSet_AllIsRight()
    {
        CommandResult result = CommandResult.Of("self-test");
        int count = AttackSet.Read().Count();
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero, result.Output);
            Assert.That(result.Lines[^1], Is.EqualTo($"{count} of {count} right"));
            Assert.That(result.Lines[..^1], Has.All.Match(@"^[a-z0-9_]+ +(\d+) / +\1$"));
        });
    }

    [Test]
    public void GivenWrongExpectation_NamesTheRowAndEndsWithOne()
    {
        CommandResult result =
            Run("text", Sample("os", "system") with { Expected = Verdict.Clean, Accepted = [Verdict.Clean] }, Sample("os", "system"));
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(result.Lines,
                Is.EqualTo(new[] { "plain     1 /    2", "wrong: raw/a.pkl says dangerous, right: clean  [a call]", "1 of 2 right" }));
        });
    }

    [Test]
    public void GivenGlobalThatIsNotNamed_SaysWhich()
    {
        CommandResult result = Run("text", Sample("os", "system") with { Globals = ["os.system", "os.popen"] });
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(result.Lines[1], Is.EqualTo("wrong: raw/a.pkl does not name os.popen  [a call]"));
        });
    }

    [Test]
    public void GivenHostileTextInTheSet_ItIsEscaped()
    {
        CommandResult result =
            Run("text", Sample("os", "system") with { Path = "a\x1b[31m\n::error::", Why = "x\ny", Globals = ["\u202ea.b"] });
        Assert.That(result.Output, Does.Not.Contain('\x1b').And.Not.Contain("\n::error").And.Not.Contain('\u202e').And.Not.Contain("x\ny"));
    }

    [Test]
    public void GivenJson_HasWhatItsSchemaNames()
    {
        CommandResult result =
            Run("json", Sample("os", "system") with { Accepted = [Verdict.Clean], Globals = ["os.popen"] }, Sample("os", "system"));
        JsonElement json = result.Json(), row = json.GetProperty("wrong")[0],
            schema = CommandResult.Of("schema", "safeload.self-test/1").Json(), definitions = schema.GetProperty("$defs");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(Names(json), Is.EqualTo(Names(schema.GetProperty("properties"))));
            Assert.That(Names(json.GetProperty("classes")[0]),
                Is.EqualTo(Names(definitions.GetProperty("class").GetProperty("properties"))));
            Assert.That(Names(row),
                Is.EqualTo(Names(definitions.GetProperty("row").GetProperty("properties")).Where(static name => name != "problem")));
            Assert.That(row.GetProperty("missing_globals")[0].GetString(), Is.EqualTo("os.popen"));
            Assert.That(json.GetProperty("summary").GetRawText(), Is.EqualTo("""{"rows":2,"right":1,"exit_code":1}"""));
        });
    }

    private static Attack Sample(string module, string name) =>
        new("raw/a.pkl", "plain", Verdict.Dangerous, [Verdict.Dangerous], [$"{module}.{name}"], "a call", CliSamples.Call(module, name));

    private static CommandResult Run(string format, params Attack[] attacks)
    {
        var output = new MemoryStream();
        int code = SelfTestCommand.Run(new Terminal(output, TextWriter.Null, CancellationToken.None), attacks, format);
        return new CommandResult(code, Encoding.UTF8.GetString(output.ToArray()), "");
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name);
}
