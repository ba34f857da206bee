using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Commands;

/// <summary>Files, bytes and rate on stderr while a scan runs, in one line that is erased before anything else is written.</summary>
/// <param name="terminal">Where it stands.</param>
/// <param name="isShown">Whether anybody looks.</param>
/// <param name="clock">The time since the start.</param>
internal sealed class ScanProgress(Terminal terminal, bool isShown, Func<TimeSpan> clock)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private TimeSpan? _last;
    private long _files, _bytes;
    private bool _stands;

    /// <summary>Counts a file that is done and shows the line again, at most ten times a second.</summary>
    public void Add(long bytes)
    {
        _files++;
        _bytes += bytes;
        TimeSpan now = clock();
        if (!isShown || now - _last < s_pause) return;
        // The report goes to the same screen: what was buffered must stand above the line.
        terminal.Flush();
        double seconds = Math.Max(now.TotalSeconds, 0.001);
        terminal.Error.Write($"\r{Sizes.Count(_files, "file")}, {Sizes.Of(_bytes)}, {Sizes.Of((long)(_bytes / seconds))}/s\x1b[K");
        _last = now;
        _stands = true;
    }

    public void Erase()
    {
        if (_stands) terminal.Error.Write("\r\x1b[K");
        _stands = false;
    }
}
