using System.Security.Cryptography;
using System.Text.Json;
using SafeLoad.Cli.Reporting;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

public sealed class ScanCommandTests
{
    private static readonly byte[] s_suspicious = CliSamples.Call("some.package", "Thing"), s_dangerous = CliSamples.Call("os", "system");

    private static IEnumerable<TestCaseData> ExitCodes()
    {
        byte[] clean = CliSamples.Tensor(), malformed = CliSamples.CutShort(), incomplete = CliSamples.Incomplete();
        byte[] suspiciousIncomplete = CliSamples.Incomplete(s_suspicious), dangerousIncomplete = CliSamples.Incomplete(s_dangerous);
        foreach (var (name, bytes, verdict, complete, suspicious, dangerous, never) in new (string, byte[], string, bool, int, int, int)[]
        {
            ("clean", clean, "clean", true, 0, 0, 0),
            ("suspicious", s_suspicious, "suspicious", true, 1, 0, 0),
            ("dangerous", s_dangerous, "dangerous", true, 1, 1, 0),
            ("malformed", malformed, "malformed", true, 2, 2, 2),
            ("clean, incomplete", incomplete, "clean", false, 2, 2, 2),
            ("suspicious, incomplete", suspiciousIncomplete, "suspicious", false, 1, 2, 2),
            ("dangerous, incomplete", dangerousIncomplete, "dangerous", false, 1, 1, 2),
        })
        {
            foreach (var (failOn, code) in new[] { ("suspicious", suspicious), ("dangerous", dangerous), ("never", never) })
                yield return new TestCaseData(bytes, verdict, complete, failOn, code).SetArgDisplayNames(name, failOn);
        }
    }

    [TestCaseSource(nameof(ExitCodes))]
    public void GivenVerdict_ExitsAsTheTableSays(byte[] bytes, string verdict, bool complete, string failOn, int code)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("file.bin", bytes);
        CommandResult result = CommandResult.Of("scan", "-f", "ndjson", "--fail-on", failOn, path);
        JsonElement file = result.JsonLines().Single();
        Assert.Multiple(() =>
        {
            Assert.That(file.GetProperty("verdict").GetString(), Is.EqualTo(verdict), result.Output);
            Assert.That(file.GetProperty("complete").GetBoolean(), Is.EqualTo(complete), result.Output);
            Assert.That(result.Code, Is.EqualTo(code));
            Assert.That(CommandResult.Of("scan", "--fail-on", failOn, "--exit-zero", path).Code, Is.Zero);
        });
    }

    [Test]
    public void GivenQuiet_OnlyTheExitCodeAnswers([Values("-q", "--quiet")] string option, [Values] bool isDangerous)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("file.bin", isDangerous ? s_dangerous : CliSamples.Tensor());
        CommandResult loud = CommandResult.Of("scan", path), quiet = CommandResult.Of("scan", option, path);
        Assert.That((quiet.Output, quiet.Code), Is.EqualTo(("", loud.Code)));
        Assert.That(loud.Output, Is.Not.Empty);
    }

    [TestCaseSource(typeof(Reporters), nameof(Reporters.Formats))]
    public void GivenAnyFormat_ExitCodeIsTheSame(string format)
    {
        using var folder = new TemporaryFolder();
        string dangerous = folder.Write("a.pkl", s_dangerous), malformed = folder.Write("b.pkl", CliSamples.CutShort()),
            clean = folder.Write("c.pt", CliSamples.Tensor());
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("scan", "-f", format, clean).Code, Is.Zero);
            Assert.That(CommandResult.Of("scan", "-f", format, clean, malformed).Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(CommandResult.Of("scan", "-f", format, malformed, dangerous, clean).Code, Is.EqualTo(ExitCode.Refused),
                "1 wins over 2 wins over 0");
            Assert.That(CommandResult.Of("scan", "-f", format, clean, folder.Root + "/missing.pt").Code, Is.EqualTo(ExitCode.NotAnswered));
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    public void GivenEmptyFolder_ThereIsNothingToScan(bool exitZero)
    {
        using var folder = new TemporaryFolder();
        string[] args = ["scan", folder.Root];
        CommandResult result = CommandResult.Of(exitZero ? [.. args, "--exit-zero"] : args);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Nothing));
            Assert.That(result.Output, Is.EqualTo("nothing to scan\n"));
        });
    }

    [Test]
    public void GivenMissingFile_ItIsUnreadable()
    {
        CommandResult result = CommandResult.Of("scan", "-f", "ndjson", "no/such/file.pt");
        JsonElement file = result.JsonLines().Single();
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(file.GetProperty("verdict").GetString(), Is.EqualTo("unreadable"));
            Assert.That(file.GetProperty("complete").GetBoolean(), Is.False);
            Assert.That(file.GetProperty("findings")[0].GetProperty("rule").GetString(), Is.EqualTo("SL9001"));
        });
    }

    [Test]
    public void GivenFolder_ItsFilesComeInOrdinalOrder()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "b.pt", "B.pt", "a/z.pt", "a.pt", "10.pt", "9.pt", ".hidden.pt" })
            folder.Write(name, CliSamples.Tensor());
        CommandResult result = CommandResult.Of("scan", "-f", "ndjson", folder.Root);
        var names =
            result.JsonLines().Select(file => Path.GetRelativePath(folder.Root, file.GetProperty("path").GetString()!).Replace('\\', '/'));
        Assert.That(names, Is.EqualTo(new[] { ".hidden.pt", "10.pt", "9.pt", "B.pt", "a.pt", "a/z.pt", "b.pt" }));
    }

    [Test]
    public void GivenSeveralPaths_ReportsKeepTheirOrder()
    {
        using var folder = new TemporaryFolder();
        string second = folder.Write("2.pt", CliSamples.Tensor()), first = folder.Write("1.pt", s_dangerous);
        var paths =
            CommandResult.Of("scan", "-f", "ndjson", second, first).JsonLines().Select(static file => file.GetProperty("path").GetString());
        Assert.That(paths, Is.EqualTo(new[] { second, first }));
    }

    [Test, Platform(Exclude = "Win")]
    public void GivenLinksToTheirOwnFolder_EndsAndScansEachFileOnce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("w.pt", CliSamples.Tensor());
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "loop1"), folder.Root);
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "loop2"), folder.Root);
        CommandResult result = CommandResult.Of("scan", folder.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero, result.Output);
            Assert.That(result.Output, Does.EndWith("1 file: 1 clean\n"));
        });
    }

    [Test, Platform(Exclude = "Win")]
    public void GivenLinkToAFolderElsewhere_SaysThatItWasNotScanned()
    {
        using TemporaryFolder folder = new(), elsewhere = new();
        folder.Write("w.pt", CliSamples.Tensor());
        elsewhere.Write("bad.pkl", s_dangerous);
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "link"), elsewhere.Root);
        CommandResult result = CommandResult.Of("scan", folder.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered), result.Output);
            Assert.That(result.Output, Does.Contain("not followed"));
        });
    }

    [Test, Platform(Exclude = "Win")]
    public void GivenLinkToAFile_ScansIt()
    {
        using TemporaryFolder folder = new(), elsewhere = new();
        File.CreateSymbolicLink(Path.Combine(folder.Root, "model.pkl"), elsewhere.Write("blob", s_dangerous));
        Assert.That(CommandResult.Of("scan", folder.Root).Code, Is.EqualTo(ExitCode.Refused));
    }

    [Test, Platform(Exclude = "Win")]
    public void GivenNamedPipe_DoesNotWaitForAWriter()
    {
        using var folder = new TemporaryFolder();
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder.Root, "pipe")])) mkfifo.WaitForExit();
        CommandResult result = CommandResult.Of("scan", folder.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(result.Output, Does.Contain("not a regular file"));
        });
    }

    [Test]
    public void GivenFilesFrom_ScansWhatTheListNames()
    {
        using var folder = new TemporaryFolder();
        string one = folder.Write("one file.pt", CliSamples.Tensor()), two = folder.Write("two.pkl", s_dangerous);
        CommandResult lines =
            CommandResult.Of("scan", "-f", "ndjson", "--files-from", folder.Write("list.txt", one + "\r\n\n" + two + "\n"));
        CommandResult nul = CommandResult.Of("scan", "-f", "ndjson", "--null", "--files-from", folder.Write("list.nul", one + "\0" + two));
        Assert.Multiple(() =>
        {
            Assert.That(lines.JsonLines().Select(static file => file.GetProperty("path").GetString()), Is.EqualTo(new[] { one, two }));
            Assert.That(nul.Output, Is.EqualTo(lines.Output));
            Assert.That(lines.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(CommandResult.Of("scan", "--files-from", folder.Write("empty.txt", "")).Code, Is.EqualTo(ExitCode.Nothing));
        });
    }

    [Test]
    public void GivenJson_HasTheMembersOfTheSchema()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.pt", ZipBuilder.Torch(CliSamples.Call("posix", "system"), new byte[8]).ToArray());
        CommandResult result = CommandResult.Of("scan", "-f", "json", path, folder.Write("clean.pt", CliSamples.Tensor()));
        JsonElement json = result.Json(), file = json.GetProperty("files")[0], finding = file.GetProperty("findings")[0],
            global = file.GetProperty("globals")[0];
        Assert.Multiple(() =>
        {
            Assert.That(Names(json), Is.EqualTo(new[] { "schema", "tool", "files", "summary" }));
            Assert.That(json.GetProperty("schema").GetString(), Is.EqualTo("safeload.scan/1"));
            Assert.That(json.GetProperty("tool").GetProperty("name").GetString(), Is.EqualTo("safeload"));
            Assert.That(json.GetProperty("tool").GetProperty("version").GetString(), Does.Match(@"^\d+\.\d+\.\d+$"));
            Assert.That(Names(file),
                Is.EqualTo(new[] { "path", "scan_id", "size", "format", "verdict", "complete", "bytes_read", "bytes_skipped_as_storage",
                "bytes_decoded", "bytes_storage", "bytes_structure", "bytes_not_looked_at", "findings", "globals" }));
            Assert.That(file.GetProperty("path").GetString(), Is.EqualTo(path));
            Assert.That(file.GetProperty("scan_id").GetString(), Does.Match("^[0-9a-f]{64}$"));
            Assert.That(file.GetProperty("size").GetInt64(), Is.EqualTo(new FileInfo(path).Length));
            Assert.That(file.GetProperty("format").GetString(), Is.EqualTo("zip"));
            Assert.That(finding.GetProperty("rule").GetString(), Is.EqualTo("SL2001"));
            Assert.That(finding.GetProperty("severity").GetString(), Is.EqualTo("error"));
            Assert.That(finding.GetProperty("message").GetString(), Does.Contain("posix.system"));
            Assert.That(finding.GetProperty("record").GetString(), Is.EqualTo("archive/data.pkl"));
            Assert.That(finding.GetProperty("offset").GetInt64(), Is.EqualTo(2), "absolute in the record: behind PROTO");
            Assert.That(finding.GetProperty("global").GetString(), Is.EqualTo("posix.system"));
            Assert.That(Names(global), Is.EqualTo(new[] { "module", "name", "judgement", "record", "offset" }));
            Assert.That(global.GetProperty("judgement").GetString(), Is.EqualTo("dangerous"));
            Assert.That(json.GetProperty("summary").ToString(),
                Is.EqualTo(
                    """{"files":2,"clean":1,"suspicious":0,"dangerous":1,"malformed":0,"unreadable":0,"incomplete":0,"exit_code":1}"""));
        });
    }

    [Test]
    public void GivenNdjson_EachLineIsAnElementOfFiles()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.pkl", s_dangerous);
        string line = CommandResult.Of("scan", "-f", "ndjson", path).Lines.Single();
        Assert.That(CommandResult.Of("scan", "-f", "json", path).Json().GetProperty("files")[0].GetRawText(), Is.EqualTo(line));
    }

    [Test]
    public void GivenTheSameBytesTwice_ScanIdIsTheSame()
    {
        using var folder = new TemporaryFolder();
        var ids = CommandResult.Of("scan", "-f", "ndjson", folder.Write("a.pkl", s_dangerous), folder.Write("b.pkl", s_dangerous),
            folder.Write("c.pkl", s_suspicious))
            .JsonLines().Select(static file => file.GetProperty("scan_id").GetString()).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(ids[1], Is.EqualTo(ids[0]));
            Assert.That(ids[2], Is.Not.EqualTo(ids[0]));
            Assert.That(ids[0], Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(s_dangerous))),
                "of a bare pickle every byte is decoded");
        });
    }

    [Test]
    public void GivenStorageThatSpellsAPickle_IsTensorDataAndClean()
    {
        // 8 bytes that are 2 floats to data.pkl, which refers to them.
        byte[] pickle = PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Tensor(2, 0, [2], [1]).SetItems().Stop();
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.pt", ZipBuilder.Torch(pickle, "cos\nsys\n"u8.ToArray()).ToArray());
        JsonElement file = CommandResult.Of("scan", "-f", "ndjson", path).JsonLines().Single();
        Assert.Multiple(() =>
        {
            Assert.That(file.GetProperty("verdict").GetString(), Is.EqualTo("clean"));
            Assert.That(file.GetProperty("bytes_skipped_as_storage").GetInt64(), Is.EqualTo(8));
        });
    }

    [Test]
    public void GivenText_ShowsVerdictPathFindingAndSummary()
    {
        using var folder = new TemporaryFolder();
        string bad = folder.Write("bad.pkl", s_dangerous), good = folder.Write("good.pt", CliSamples.Tensor());
        Assert.That(CommandResult.Of("scan", bad, good).Lines, Is.EqualTo(new[]
        {
            $"dangerous   {bad} pickle",
            "            SL2001 error: os.system: runs programs  @0x2 GLOBAL",
            "            next: " + DiagnosticTable.Of(DiagnosticId.DangerousGlobal).Advice
                .Replace("FILE", bad + "@0x2", StringComparison.Ordinal),
            $"clean       {good} zip",
            "2 files: 1 clean, 1 dangerous",
        }));
    }

    [Test]
    public void GivenNameThatForgesOutput_ItIsEscapedInEveryFormat([ValueSource(typeof(Reporters),
        nameof(Reporters.Formats))] string format)
    {
        const string Forged = "x\x1b[2K\r::error::all is well\u202e\u2028";
        using var folder = new TemporaryFolder();
        byte[] pickle = PickleBuilder.Protocol(4).ShortText("some\n" + Forged).ShortText(Forged).Op(PickleOpcode.StackGlobal).Stop();
        CommandResult result = CommandResult.Of("scan", "-f", format, folder.Write("a.pkl", pickle));
        Assert.Multiple(() =>
        {
            Assert.That(result.Output, Does.Contain("all is well"));
            Assert.That(result.Output,
                Does.Not.Contain('\x1b').And.Not.Contain('\r').And.Not.Contain('\u202e').And.Not.Contain('\u2028').And.Not.Contain(
                    "\n::error"));
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
        });
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name);
}
