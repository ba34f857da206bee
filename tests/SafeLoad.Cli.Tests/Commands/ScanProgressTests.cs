using SafeLoad.Cli.Commands;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class ScanProgressTests
{
    private const string Erased = "\r\x1b[K";

    [Test]
    public void GivenManyFilesInOneSecond_ShowsTenLinesAtMost()
    {
        var error = new StringWriter();
        int milliseconds = 0;
        var progress = new ScanProgress(new Terminal(Stream.Null, error, CancellationToken.None), isShown: true,
            () => TimeSpan.FromMilliseconds(milliseconds));
        for (milliseconds = 0; milliseconds < 1000; milliseconds++) progress.Add(1024);
        Assert.That(error.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(10));
    }

    [Test]
    public void GivenLineThatStands_SaysFilesBytesAndRateAndIsErasedOnce()
    {
        var error = new StringWriter();
        var progress =
            new ScanProgress(new Terminal(Stream.Null, error, CancellationToken.None), isShown: true, static () => TimeSpan.FromSeconds(2));
        progress.Erase();
        progress.Add(2 << 20);
        progress.Erase();
        progress.Erase();
        Assert.That(error.ToString(), Is.EqualTo("\r1 file, 2.00 MiB, 1.00 MiB/s\x1b[K" + Erased));
    }

    [Test]
    public void GivenNobodyWhoLooks_WritesNothing()
    {
        var error = new StringWriter();
        var progress = new ScanProgress(new Terminal(Stream.Null, error, CancellationToken.None), isShown: false,
            static () => TimeSpan.FromSeconds(2));
        progress.Add(1);
        progress.Erase();
        Assert.That(error.ToString(), Is.Empty);
    }
}
