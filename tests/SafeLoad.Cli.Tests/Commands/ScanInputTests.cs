using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SafeLoad.Cli.Input;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class ScanInputTests
{
    private static readonly byte[] s_dangerous = CliSamples.Call("os", "system");

    [Test]
    public void GivenDash_ScansWhatComesInOnStdin()
    {
        CommandResult result = Scan(s_dangerous, "-f", "ndjson", "-");
        JsonElement file = result.JsonLines().Single();
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(file.GetProperty("path").GetString(), Is.EqualTo("-"));
            Assert.That(file.GetProperty("size").GetInt64(), Is.EqualTo(s_dangerous.Length));
        });
    }

    [Test]
    public void GivenArchiveOnStdin_ReadsItFromItsEnd() => Assert.That(Scan(CliSamples.Tensor(), "-").Code, Is.Zero);

    [Test]
    public void GivenNothingOnStdin_SaysThatItIsEmpty() => Assert.That(Scan([], "-").Output, Does.Contain("empty"));

    // Sixteen times as much as is read at once, so that holding it twice would show.
    [Test]
    public void GivenMuchOnStdin_ItIsHeldOnce()
    {
        const int length = 16 << 20;
        using var input = new MemoryStream(new byte[length]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ByteSource source = StandardInput.Read(input, "-", CheckpointLimits.Default, default);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(length + (length >> 3)));
        Assert.That(source.Length, Is.EqualTo(length));
    }

    // The framework gives such a name with U+FFFD in it, by which another file can be there.
    [TestCase("whole folder")]
    [TestCase("pattern")]
    [TestCase("argument")]
    [TestCase("list")]
    [Platform("Linux")]
    public void GivenNameThatIsNoUtf8_ItIsUnreadableAndNoOtherFileIsScannedForIt(string way)
    {
        using var folder = new TemporaryFolder();
        byte[] safe = CliSamples.Tensor();
        folder.Write("\uFFFD.pt", safe);
        string list = folder.Write("good.pt", safe);
        string root = Path.GetDirectoryName(list)!, name = Path.Combine(root, "\uFFFD.pt");
        string[] args = way switch
        {
            "whole folder" => [root],
            "pattern" => [Path.Combine(root, "*.pt")],
            "argument" => [name, list],
            _ => ["--null", "--files-from", "-"],
        };
        byte[] input = [.. Encoding.UTF8.GetBytes(root), (byte)'/', 0xFF, .. Encoding.UTF8.GetBytes(".pt\0" + list)];
        CommandResult result = Scan(input, ["-f", "ndjson", .. args]);
        Assert.That(result.JsonLines().Select(static file => file.GetProperty("verdict").GetString()),
            Is.EquivalentTo(new[] { "clean", "unreadable" }));
        Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
    }

    // The kernel makes it up as it is read: its size is 0, and reading some of these waits for ever.
    [Test]
    [Platform("Linux")]
    public void GivenFileOfTheKernel_IsUnreadableAndNotClean()
    {
        CommandResult result = Scan([], "-f", "ndjson", "/proc/self/maps");
        Assert.That(result.JsonLines().Single().GetProperty("verdict").GetString(), Is.EqualTo("unreadable"));
    }

    [TestCase("-", "-")]
    [TestCase("-", "--files-from", "-")]
    public void GivenStdinTwice_IsAUsageError(params string[] args) => Assert.That(Scan([], args).Code, Is.EqualTo(ExitCode.Usage));

    [Test]
    public void GivenListOnStdin_ScansWhatItNames()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("with\nnewline.pkl", s_dangerous);
        CommandResult result = Scan(Encoding.UTF8.GetBytes(path + "\0" + path), "-f", "ndjson", "--null", "--files-from", "-");
        Assert.That(result.JsonLines().Select(static file => file.GetProperty("path").GetString()), Is.EqualTo(new[] { path, path }));
    }

    [Test]
    public void GivenListWithANulAndADash_NeitherEndsTheRun()
    {
        CommandResult result = Scan("a\0b\n-\n"u8.ToArray(), "-f", "ndjson", "--files-from", "-");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(result.JsonLines().Select(static file => file.GetProperty("verdict").GetString()),
                Is.EqualTo(new[] { "unreadable", "unreadable" }));
        });
    }

    [Test]
    public void GivenListWithoutItsSeparator_IsAUsageErrorBeforeItFillsTheMemory() =>
        Assert.That(Scan(new byte[1 << 20], "--files-from", "-").Code, Is.EqualTo(ExitCode.Usage));

    [TestCase("*.pt", "a.pt b.pt")]
    [TestCase("[b-z].pt", "b.pt")]
    [TestCase("**/*.pt", "a.pt b.pt sub/c.pt sub/deep/d.pt")]
    [TestCase("s*", "sub/c.pt sub/deep/d.pt sub/e.txt")]
    [TestCase("*/deep/?.pt", "sub/deep/d.pt")]
    [TestCase("sub/*", "sub/c.pt sub/deep/d.pt sub/e.txt")]
    public void GivenPattern_ScansWhatMatchesInOrdinalOrder(string pattern, string expected)
    {
        using TemporaryFolder folder = Tree();
        Assert.That(Names(folder, CommandResult.Of("scan", "-f", "ndjson", folder.Root + "/" + pattern)), Is.EqualTo(expected));
    }

    [Test]
    public void GivenPatternThatMatchesNothing_IsUnreadableLikeAMissingFile()
    {
        using TemporaryFolder folder = Tree();
        foreach (string pattern in new[] { folder.Root + "/*.bin", folder.Root + "/no/*/folder", "no-*-such" })
        {
            CommandResult result = CommandResult.Of("scan", "-f", "ndjson", pattern);
            Assert.That((result.Code, result.JsonLines().Single().GetProperty("verdict").GetString()),
                Is.EqualTo((ExitCode.NotAnswered, "unreadable")), pattern);
        }
    }

    [Test]
    public void GivenFileWhoseNameIsAPattern_ScansThatFileAlone()
    {
        using TemporaryFolder folder = Tree();
        string path = folder.Write("[ab].pt", CliSamples.Tensor());
        Assert.That(Names(folder, CommandResult.Of("scan", "-f", "ndjson", path)), Is.EqualTo("[ab].pt"));
    }

    [TestCase("--include *.pt", "a.pt b.pt sub/c.pt sub/deep/d.pt")]
    [TestCase("--include *.pt --exclude b.*", "a.pt sub/c.pt sub/deep/d.pt")]
    [TestCase("--include *.txt --include a.*", "a.pt sub/e.txt")]
    [TestCase("--exclude deep", "a.pt b.pt sub/c.pt sub/e.txt")]
    [TestCase("--exclude sub/**", "a.pt b.pt")]
    [TestCase("--include sub/*.pt", "sub/c.pt")]
    public void GivenIncludeAndExclude_TakesByPathBelowTheFolderAndByName(string options, string expected)
    {
        using TemporaryFolder folder = Tree();
        Assert.That(Names(folder, CommandResult.Of(["scan", "-f", "ndjson", folder.Root, .. options.Split(' ')])), Is.EqualTo(expected));
    }

    [Test]
    public void GivenFilterThatLeavesNothing_ThereIsNothingToScan()
    {
        using TemporaryFolder folder = Tree();
        Assert.That(CommandResult.Of("scan", folder.Root, "--include", "*.onnx").Code, Is.EqualTo(ExitCode.Nothing));
    }

    [Test, Platform(Exclude = "Win")]
    public void GivenWhatIsNoRegularFile_SaysSoAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        string pipe = Path.Combine(folder.Root, "a-pipe");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe])) mkfifo.WaitForExit();
        File.CreateSymbolicLink(Path.Combine(folder.Root, "b-link-to-pipe"), pipe);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.Root, "c-socket")));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "d-device"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "e-loop"), Path.Combine(folder.Root, "f-loop"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "f-loop"), Path.Combine(folder.Root, "e-loop"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "g-broken"), Path.Combine(folder.Root, "nothing"));
        folder.Write("h.pt", CliSamples.Tensor());
        folder.Write("i-empty.pt", "");
        JsonElement[] files = CommandResult.Of("scan", "-f", "ndjson", folder.Root).JsonLines();
        string[] special = [.. files.Where(static file => file.GetRawText().Contains("not a regular file", StringComparison.Ordinal))
            .Select(static file => Path.GetFileName(file.GetProperty("path").GetString()!))];
        Assert.Multiple(() =>
        {
            Assert.That(special, Is.EqualTo(new[] { "a-pipe", "b-link-to-pipe", "c-socket", "d-device" }));
            Assert.That(files.Skip(4).Select(static file => file.GetProperty("verdict").GetString()),
                Is.EqualTo(new[] { "unreadable", "unreadable", "unreadable", "clean", "malformed" }));
        });
    }

    private static TemporaryFolder Tree()
    {
        var folder = new TemporaryFolder();
        foreach (string name in new[] { "b.pt", "a.pt", "sub/c.pt", "sub/deep/d.pt" }) folder.Write(name, CliSamples.Tensor());
        folder.Write("sub/e.txt", "text");
        return folder;
    }

    private static string Names(TemporaryFolder folder, CommandResult result) =>
        string.Join(' ',
            result.JsonLines().Select(file => Path.GetRelativePath(folder.Root, file.GetProperty("path").GetString()!).Replace('\\', '/')));

    private static CommandResult Scan(byte[] input, params string[] args)
    {
        var output = new MemoryStream();
        var error = new StringWriter();
        int code = CommandLine.Run(["scan", .. args], output, error, new MemoryStream(input));
        return new CommandResult(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
