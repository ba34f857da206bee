using System.Diagnostics;
using System.Text;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Tests;

/// <summary><c>clean</c> and <c>convert</c> when writing ends in the middle: a full disk, Ctrl-C, a folder that cannot be written to. The
/// old file stays, and nothing is left behind.</summary>
[Platform("Linux")]
public sealed class WriteFailureTests
{
    private const string Old = "the old file";

    // A write over the limit fails as one to a full disk does, instead of ending the process.
    private const string Limited = "trap '' XFSZ && ulimit -f ";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-fail-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Names =>
        [.. Directory.GetFileSystemEntries(_folder).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    // Tensors of so many KiB each.
    private string Write(string name, params int[] sizes)
    {
        var writer = new CheckpointWriter();
        var random = new Random(3);
        for (int i = 0; i < sizes.Length; i++)
        {
            byte[] bytes = new byte[sizes[i] << 10];
            random.NextBytes(bytes);
            writer.Add<byte>($"w{i:D3}", bytes, bytes.Length);
        }
        writer.Save(At(name));
        return At(name);
    }

    // 1500 KiB are too many at once; of the second, third and last, 70 and 110 KiB in all,
    // what does not fit waits in a buffer until the end.
    [TestCase("convert", "out.safetensors", 1500, 1)]
    [TestCase("convert", "out.pt", 1500, 1)]
    [TestCase("clean", "out.pt", 1500, 1)]
    [TestCase("convert", "out.safetensors", 10, 11)]
    [TestCase("convert", "out.pt", 10, 11)]
    [TestCase("clean", "out.pt", 10, 11)]
    [TestCase("convert", "out.pt", 10, 7)]
    public void GivenFullDisk_TheOldFileStays(string command, string name, int size, int count)
    {
        Write("in.pt", [.. Enumerable.Repeat(size, count)]);
        File.WriteAllText(At(name), Old);
        CommandResult result = ChildProcess.Of(Limited + (count == 7 ? 68 : 100), command, At("in.pt"), "-o", At(name), "--force");
        Assert.That((result.Code, result.Output), Is.EqualTo((2, "")), result.Error);
        Assert.That(result.Error, Does.StartWith("safeload: ").And.Contain("too large").IgnoreCase.And.Not.Contain("   at "));
        Assert.That((File.ReadAllText(At(name)), string.Join(' ', Names)), Is.EqualTo((Old, "in.pt " + name)));
    }

    // The first shard is good, the second one too large; no shard may appear without the others.
    [TestCase("out.safetensors", "", new[] { 40, 40, 1500 })]
    [TestCase("out.bin", "", new[] { 40, 40, 1500 })]
    [TestCase("out.safetensors", "", new[] { 40, 40, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 })]
    [TestCase("out.bin", "", new[] { 40, 40, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 })]
    [TestCase("out.safetensors", "out-00001-of-00002.safetensors", new[] { 40, 40, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 })]
    public void GivenFullDisk_NoShardAppears(string name, string old, int[] sizes)
    {
        Write("in.pt", sizes);
        if (old.Length > 0) File.WriteAllText(At(old), Old);
        CommandResult result = ChildProcess.Of(Limited + "100", "convert", At("in.pt"), "-o", At(name), "--force", "--max-shard-size",
            sizes.Length == 3 ? "80KiB" : "115KiB");
        Assert.That((result.Code, result.Output), Is.EqualTo((2, "")), result.Error);
        Assert.That(Names, Is.EqualTo(old.Length > 0 ? ["in.pt", old] : (string[])["in.pt"]));
        if (old.Length > 0) Assert.That(File.ReadAllText(At(old)), Is.EqualTo(Old));
    }

    // Without a limit the same commands write: what is shown above is shown of commands that work.
    [TestCase("convert", "out.safetensors", 2)]
    [TestCase("convert", "out.bin", 4, "--max-shard-size", "80KiB")]
    [TestCase("clean", "out.pt", 2)]
    public void GivenRoom_TheyAreWritten(string command, string name, int files, params string[] more)
    {
        Write("in.pt", 40, 40, 1500);
        CommandResult result = ChildProcess.Of("", [command, At("in.pt"), "-o", At(name), .. more]);
        Assert.That((result.Code, Names.Length), Is.EqualTo((0, files)), result.Error);
    }

    // 2 GiB of one tensor, which take seconds to write.
    [TestCase("convert", "out.safetensors")]
    [TestCase("convert", "out.pt")]
    [TestCase("convert", "half.safetensors", "--dtype", "f16")]
    [TestCase("clean", "out.pt")]
    public void GivenInterrupt_TheOldFileStays(string command, string name, params string[] more)
    {
        const long length = 2L << 30;
        WriteSparse(At("in.safetensors"), length);
        File.WriteAllText(At(name), Old);
        CommandResult result =
            ChildProcess.Of("", child => Interrupt(child, name), [command, At("in.safetensors"), "-o", At(name), "--force", .. more]);
        Assert.That((result.Code, result.Output, result.Error), Is.EqualTo((130, "", "")));
        Assert.That(File.ReadAllText(At(name)), Is.EqualTo(Old));
        Assert.That(Names, Is.EquivalentTo((string[])["in.safetensors", name]));
    }

    // What ends a process from outside, before it is ended for good.
    [Test]
    public void GivenTerminate_TheOldFileStays()
    {
        WriteSparse(At("in.safetensors"), 2L << 30);
        File.WriteAllText(At("out.pt"), Old);
        CommandResult result = ChildProcess.Of("", child => Interrupt(child, "out.pt", "-TERM"), "convert", At("in.safetensors"), "-o",
            At("out.pt"), "--force");
        Assert.That((result.Code, result.Output, result.Error), Is.EqualTo((130, "", "")));
        Assert.That((File.ReadAllText(At("out.pt")), string.Join(' ', Names)), Is.EqualTo((Old, "in.safetensors out.pt")));
    }

    // As root these would be replaced, for all programs of the machine.
    [TestCase("/dev/null")]
    [TestCase("/dev/stdout")]
    [TestCase("pipe")]
    [TestCase("link")]
    public void GivenDeviceAsOut_ItIsRefused(string output)
    {
        string input = Write("in.pt", 1);
        if (output == "pipe") using (Process process = Process.Start("mkfifo", [At(output)])) process.WaitForExit();
        if (output == "link") File.CreateSymbolicLink(At(output), "/dev/null");
        string[] names = Names;
        CommandResult result = CommandResult.Of("convert", input, "-o", output.StartsWith('/') ? output : At(output), "--force");
        Assert.That((result.Code, result.Error.Contains("is a device, a pipe or a link to one", StringComparison.Ordinal),
            string.Join(' ', Names)), Is.EqualTo((4, true, string.Join(' ', names))), result.Error);
    }

    [Test]
    public void GivenFolderThatCannotBeWrittenTo_TheMessageSaysSo()
    {
        Write("in.pt", 1);
        // Not even root writes there.
        Assume.That(Directory.Exists("/proc/self"));
        foreach (string[] arguments in (string[][])[["convert", At("in.pt"), "-o", "/proc/self/out.safetensors"],
            ["convert", At("in.pt"), "-o", "/proc/self/out.pt"], ["clean", At("in.pt"), "-o", "/proc/self/out.pt"]])
        {
            CommandResult result = CommandResult.Of(arguments);
            Assert.That((result.Code, result.Output), Is.EqualTo((2, "")), result.Error);
            Assert.That(result.Error, Does.StartWith("safeload: ").And.Contain("/proc/self/"));
        }
    }

    [Test]
    public void GivenReadOnlyFolder_TheOldFileStays()
    {
        if (OperatingSystem.IsWindows()) return;
        string input = Write("in.pt", 1);
        string folder = Directory.CreateDirectory(At("locked")).FullName, path = Path.Combine(folder, "out.pt");
        File.WriteAllText(path, Old);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assume.That(!CanWrite(folder), "root writes everywhere");
            CommandResult result = CommandResult.Of("convert", input, "-o", path, "--force");
            Assert.That((result.Code, File.ReadAllText(path), Directory.GetFiles(folder).Length), Is.EqualTo((2, Old, 1)), result.Error);
            Assert.That(result.Error, Does.Contain("denied").IgnoreCase);
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [TestCase("clean")]
    [TestCase("convert")]
    public void GivenMissingFolder_TheMessageNamesIt(string command)
    {
        CommandResult result = CommandResult.Of(command, Write("in.pt", 1), "-o", At("no/such/out.pt"), "--force");
        Assert.That((result.Code, result.Error, string.Join(' ', Names)),
            Is.EqualTo((4, $"safeload: there is no folder {At("no/such")}.\n", "in.pt")));
    }

    // However IN is spelled as OUT, it is refused before anything is touched.
    [TestCase("symbolic link")]
    [TestCase("link to a link")]
    [TestCase("symbolic link as IN")]
    [TestCase("through a linked folder")]
    [TestCase("through a linked folder as IN")]
    [TestCase("through the folder and back")]
    [TestCase("relative")]
    public void GivenOutThatIsIn_ItIsRefused(string how)
    {
        string input = Write("in.pt", 1), output = At("in.pt"), link = At("link.pt");
        byte[] before = File.ReadAllBytes(input);
        Directory.CreateDirectory(At("sub"));
        switch (how)
        {
            case "symbolic link":
                File.CreateSymbolicLink(output = link, input);
                break;
            case "link to a link":
                File.CreateSymbolicLink(At("first.pt"), "in.pt");
                File.CreateSymbolicLink(output = link, "first.pt");
                break;
            case "symbolic link as IN":
                File.CreateSymbolicLink(link, input);
                input = link;
                break;
            case "through a linked folder":
                Directory.CreateSymbolicLink(At("other"), _folder);
                output = At("other/in.pt");
                break;
            case "through a linked folder as IN":
                Directory.CreateSymbolicLink(At("other"), _folder);
                input = At("other/in.pt");
                break;
            case "through the folder and back":
                output = At("sub/../in.pt");
                break;
            default:
                output = Path.GetRelativePath(Environment.CurrentDirectory, output);
                break;
        }
        string[] names = Names;
        foreach (string command in (string[])["convert", "clean"])
        {
            CommandResult result = CommandResult.Of(command, input, "-o", output, "--force");
            Assert.That((result.Code, result.Output), Is.EqualTo((4, "")), command + ": " + result.Error);
            Assert.That(result.Error, Does.Contain("is IN by another name"), command);
        }
        Assert.That((File.ReadAllBytes(At("in.pt")).AsSpan().SequenceEqual(before), string.Join(' ', Names)),
            Is.EqualTo((true, string.Join(' ', names))));
    }

    // A second name of the same bytes gets a file of its own; IN keeps its bytes.
    [Test]
    public void GivenHardLinkToIn_InStaysAsItIs()
    {
        string input = Write("in.pt", 1), link = At("link.safetensors");
        byte[] before = File.ReadAllBytes(input);
        using (Process process = Process.Start("ln", [input, link])) process.WaitForExit();
        Assert.That(CommandResult.Of("convert", input, "-o", link, "--force").Code, Is.Zero);
        Assert.That(File.ReadAllBytes(input), Is.EqualTo(before));
        Assert.That(File.ReadAllBytes(link), Is.Not.EqualTo(before));
    }

    // A checkpoint of several files is IN with all of them: its index, its folder and each shard.
    [TestCase("in.safetensors.index.json", "in-00002-of-00003.safetensors")]
    [TestCase("in.safetensors.index.json", "in.safetensors.index.json", "--to", "safetensors")]
    [TestCase(".", "in-00001-of-00003.safetensors")]
    [TestCase(".", "in.safetensors.index.json", "--to", "safetensors")]
    // The shards that it would write are those that it reads.
    [TestCase("in.safetensors.index.json", "in.safetensors", "--max-shard-size", "1KiB")]
    [TestCase(".", "in.safetensors", "--max-shard-size", "1KiB")]
    public void GivenOutThatIsAPartOfIn_ItIsRefused(string input, string output, params string[] more)
    {
        Directory.CreateDirectory(At("model"));
        Assert.That(CommandResult.Of("convert", Write("in.pt", 1, 1, 1), "-o", At("model/in.safetensors"), "--max-shard-size", "1KiB").Code,
            Is.Zero);
        Dictionary<string, string> before = Contents();
        CommandResult result = CommandResult.Of(["convert", At("model/" + input), "-o", At("model/" + output), "--force", .. more]);
        Assert.That((result.Code, result.Output), Is.EqualTo((4, "")), result.Error);
        Assert.That(result.Error, Does.Contain("is IN by another name"));
        Assert.That(Contents(), Is.EqualTo(before));

        Dictionary<string, string> Contents() =>
            Directory.GetFiles(At("model")).ToDictionary(static path => path, static path => Convert.ToHexString(File.ReadAllBytes(path)));
    }

    private void Interrupt(int child, string name, string signal = "-INT")
    {
        var clock = Stopwatch.StartNew();
        while (!Directory.GetFiles(_folder, $".{name}.*.tmp").Any(static path => new FileInfo(path).Length > 8 << 20))
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)), "nothing is written");
            Thread.Sleep(5);
        }
        using Process kill = Process.Start("kill", [signal, child.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    // A header, and zeros that take no room on the disk.
    private static void WriteSparse(string path, long length)
    {
        byte[] header = Encoding.ASCII.GetBytes($$$"""{"w":{"dtype":"F32","shape":[{{{length / 4}}}],"data_offsets":[0,{{{length}}}]}}""");
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)header.Length));
        file.Write(header);
        file.SetLength(file.Length + length);
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, "try"), "");
            File.Delete(Path.Combine(folder, "try"));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
