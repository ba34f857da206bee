using System.Diagnostics;

namespace SafeLoad.Diagnostics;

/// <summary>
/// The clock, the memory and the cancellation of one scan. Every <see cref="Budget"/> that the scan makes looks at it.
/// </summary>
/// <exception cref="ScanStoppedException">Thrown by <see cref="Check"/> when the time or the memory is used up.</exception>
internal sealed class Watch(TimeSpan? timeout, long? maxMemory, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Check(CheckpointLocation at)
    {
        cancellation.ThrowIfCancellationRequested();
        if (timeout is { } time && Stopwatch.GetElapsedTime(_start) > time)
            throw Stopped(DiagnosticId.TimeExceeded,
                FormattableString.Invariant($"the scan takes longer than the {time.TotalSeconds:0.###} s that ScanOptions.Timeout allows"),
                at);
        if (maxMemory is { } most && GC.GetTotalMemory(forceFullCollection: false) > most)
            throw Stopped(DiagnosticId.MemoryExceeded,
                FormattableString.Invariant($"the process holds more than the {most:N0} bytes that ScanOptions.MaxMemory allows"), at);
    }

    private static ScanStoppedException Stopped(DiagnosticId id, string problem, CheckpointLocation at) =>
        new(new Diagnostic(id, problem, at));
}
