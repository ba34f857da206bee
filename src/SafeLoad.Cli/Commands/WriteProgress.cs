using System.Diagnostics;
using System.Globalization;
using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Commands;

/// <summary>Bytes, rate and time left on stderr while a checkpoint is written,
/// in one line that is erased before anything else is written.</summary>
/// <param name="terminal">Where it stands.</param>
/// <param name="isShown">Whether anybody looks.</param>
/// <param name="total">The bytes that will be written.</param>
internal sealed class WriteProgress(Terminal terminal, bool isShown, long total) : IProgress<long>, IDisposable
{
    private const double Pause = 0.1;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _last;
    private bool _stands;

    /// <summary>Shows the line again, at most ten times a second.</summary>
    public void Report(long value)
    {
        double seconds = _clock.Elapsed.TotalSeconds;
        if (!isShown || seconds - _last < Pause) return;
        double rate = value / seconds;
        string left =
            TimeSpan.FromSeconds(Math.Clamp((total - value) / rate, 0, 359_999)).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
        terminal.Error.Write($"\r{Sizes.Of(value)} of {Sizes.Of(total)}, {Sizes.Of((long)rate)}/s, {left} left\x1b[K");
        _last = seconds;
        _stands = true;
    }

    /// <summary>Erases the line.</summary>
    public void Dispose()
    {
        if (_stands) terminal.Error.Write("\r\x1b[K");
        _stands = false;
    }
}
