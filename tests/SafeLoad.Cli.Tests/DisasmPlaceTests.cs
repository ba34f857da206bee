using System.Text.Json;
using System.Text.RegularExpressions;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>A place that a finding names is one that <c>disasm</c> opens: the product of what is around a file, and of the file.</summary>
public sealed partial class DisasmPlaceTests
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> s_shells = new()
    {
        ["zip"] = static file => new ZipBuilder().Add("x/inner.bin", file).ToArray(),
        ["tar"] = static file => Samples.Tar(("sub/inner.bin", file)),
        ["gzip"] = KindSamples.Gzip,
        ["checkpoint"] = static file => ZipBuilder.Torch(Scanned.Benign).Add("archive/extra/inner.bin", file).ToArray(),
    };

    private static readonly Dictionary<string, byte[]> s_files = Files();

    private static Dictionary<string, byte[]> Files()
    {
        var files = new Dictionary<string, byte[]>
        {
            ["pickle"] = Scanned.Evil,
            ["second pickle"] = [.. Scanned.Benign, .. Scanned.Evil],
            ["behind a break"] = [.. PickleBuilder.Protocol(2).EmptyDict().ToArray(), 0xFF, .. Scanned.Evil.AsSpan(2)],
            ["record beside"] = ZipBuilder.Torch(Scanned.Benign).Add("archive/other.pkl", Scanned.Evil).ToArray(),
            ["long pickle"] = Long(),
        };
        foreach (StorageContainer container in StorageContainer.All) files[container.ToString()] = container.File(Scanned.Evil);
        return files;
    }

    private static IEnumerable<TestCaseData> Product() =>
        from outer in s_shells.Keys.Prepend("")
        from inner in s_shells.Keys.Prepend("")
        from file in s_files.Keys
        where inner.Length > 0 || outer.Length == 0
        select new TestCaseData(outer, inner, file);

    [TestCaseSource(nameof(Product))]
    public void GivenAPlaceOfAFinding_DisasmOpensItAndMarksIt(string outer, string inner, string file)
    {
        byte[] bytes = s_files[file];
        if (inner.Length > 0) bytes = s_shells[inner](bytes);
        if (outer.Length > 0) bytes = s_shells[outer](bytes);
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.pt", bytes);
        int places = 0;
        foreach (JsonElement global in CommandResult.Of("scan", "-f", "json", path).Json().GetProperty("files")[0].GetProperty("globals")
            .EnumerateArray().Where(static global => global.GetProperty("judgement").GetString() == "dangerous"))
        {
            string? record = global.TryGetProperty("record", out JsonElement name) ? name.GetString() : null;
            string place = path + (record is null ? "" : "!" + record), offset = $"{global.GetProperty("offset").GetInt64():X}";
            foreach (string address in (string[])[$"{place}@0x{offset}", $"{place} @0x{offset} GLOBAL"])
            {
                CommandResult result = CommandResult.Of("disasm", address);
                Assert.That((result.Code, result.Error), Is.EqualTo((ExitCode.Done, "")), address);
                string marked = result.Lines.Single(static line => line.StartsWith('>'));
                Assert.That(marked, Does.Match($"^> +{offset}  GLOBAL +posix system"), address);
                Assert.That(Array.IndexOf(result.Lines, marked), Is.LessThan(12), "shortly behind the beginning");
            }
            places++;
        }
        Assert.That(places, Is.Not.Zero);
    }

    [TestCaseSource(nameof(Product))]
    public void GivenTheAdvice_ItsCommandShowsThatPlace(string outer, string inner, string file)
    {
        byte[] bytes = s_files[file];
        if (inner.Length > 0) bytes = s_shells[inner](bytes);
        if (outer.Length > 0) bytes = s_shells[outer](bytes);
        using var folder = new TemporaryFolder();
        string said = CommandResult.Of("scan", folder.Write("model.pt", bytes)).Output;
        Match command = Command().Match(said);
        Assert.That(command.Success, Is.True, said);
        CommandResult result = CommandResult.Of("disasm", command.Groups[1].Value.Trim('\''));
        Assert.That((result.Code, result.Error), Is.EqualTo((ExitCode.Done, "")), command.Value);
        Assert.That(result.Output, Does.Match("(?m)^> "), command.Value);
    }

    [Test]
    public void GivenPlaceThatIsNotThere_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pt", s_shells["zip"](Scanned.Evil));
        foreach (string place in (string[])["!no/such@0x1", "!x/inner.bin@0x1000", "!x/inner.bin!more@0x0"])
        {
            CommandResult result = CommandResult.Of("disasm", path + place);
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered), place);
            Assert.That(result.Error, Does.Contain("SL1104"), place);
        }
        Assert.That(CommandResult.Of("disasm", path + "x!y@0x1").Error, Does.Contain("SL9001"));
    }

    // A file whose own name looks like a place is that file.
    [Test]
    public void GivenFileNamedLikeAPlace_ItIsThatFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.pkl", Scanned.Benign);
        string path = folder.Write("a.pkl!b@0x1", Scanned.Evil);
        Assert.That(CommandResult.Of("disasm", path).Output, Does.Contain("posix system").And.Not.Contain(">"));
        Assert.That(CommandResult.Of("disasm", path + "!c@0x0").Error, Does.Contain("SL1104"));
    }

    // A name that a shell or a terminal would take for something else is in no command.
    [TestCase("it's.pkl")]
    [TestCase("\u202Ea.pkl")]
    public void GivenNameThatIsNoWord_TheAdviceNamesNone(string name)
    {
        using var folder = new TemporaryFolder();
        Assert.That(CommandResult.Of("scan", folder.Write(name, Scanned.Evil)).Output, Does.Contain("`safeload disasm FILE`"));
    }

    private static byte[] Long()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        for (int i = 0; i < 1000; i++) pickle.Text("key" + i).Int(i);
        return pickle.Text("call").Global("posix", "system").Mark().Text("true").Tuple().Reduce().SetItems().Stop();
    }

    [GeneratedRegex("`safeload disasm ('[^']+'|[^' `]+)`")]
    private static partial Regex Command();
}
