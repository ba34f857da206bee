using System.Text;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>A finding in a configuration or a template names a place that <c>disasm</c> shows, as for pickles: what is advised works on
/// that very file.</summary>
public sealed class DisasmTextTests
{
    private static readonly Dictionary<string, Func<string, byte[], byte[]>> s_shells = new()
    {
        [""] = static (_, file) => file,
        ["zip"] = static (name, file) => new ZipBuilder().Add(name, file).ToArray(),
        ["tar"] = static (name, file) => Samples.Tar((name, file)),
    };

    private static IEnumerable<TestCaseData> Product() =>
        from shell in s_shells.Keys
        from text in (string[])
        [
            "model:\n  _target_: posix.system\n  x: 1\n", "{\"_target_\":\n \"posix.system\"}",
            "{\"a\": \"" + new string('x', 10_000) + "\", \"_target_\": \"posix.system\"}", "a: !!python/name:posix.system ''\n",
        ]
        from encoding in (Encoding[])[new UTF8Encoding(false), Encoding.Unicode]
        select new TestCaseData(shell, text, encoding).SetArgDisplayNames(shell, text[..Math.Min(20, text.Length)], encoding.EncodingName);

    [TestCaseSource(nameof(Product))]
    public void GivenAFindingInAText_WhatIsAdvisedShowsIt(string shell, string text, Encoding encoding)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.cfg", s_shells[shell]("inner.cfg", [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
        string report = CommandResult.Of("scan", path).Output;
        string command = report[(report.IndexOf("`safeload disasm ", StringComparison.Ordinal) + "`safeload disasm ".Length)..];
        command = command[..command.IndexOf('`', StringComparison.Ordinal)].Trim('\'');
        CommandResult result = CommandResult.Of("disasm", command);
        Assert.That((result.Code, result.Error), Is.EqualTo((ExitCode.Done, "")), command);
        if (command.Contains("@0x", StringComparison.Ordinal))
            Assert.That(result.Output.Split('\n').First(static line => line.StartsWith('>')), Does.Contain("posix").Or.Contain("_target_"));
        else if (text.Length < 100) Assert.That(result.Output, Does.Contain("posix"));
    }

    [Test]
    public void GivenBytesThatAreNoText_DisasmSaysThatNoPickleIsThere()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.bin", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0]);
        Assert.That(CommandResult.Of("disasm", path).Code, Is.EqualTo(ExitCode.NotAnswered));
    }
}
