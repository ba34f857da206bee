using System.Diagnostics;

namespace SafeLoad.Diagnostics;

/// <summary>
/// The clock, the memory and the cancellation of one scan. Every <see cref="Budget"/> that the scan makes looks at it.
/// </summary>
/// <exception cref="ScanStoppedException">Thrown by <see cref="Check"/> when the time or the memory is used up.</exception>
internal sealed class Watch(TimeSpan? timeout, long? maxMemory, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether the time or the memory is used up, or the caller has cancelled.</summary>
    public bool IsUp => cancellation.IsCancellationRequested || IsLate || IsFull;

    private bool IsLate => timeout is { } time && Stopwatch.GetElapsedTime(_start) > time;

    private bool IsFull => maxMemory is { } most && GC.GetTotalMemory(forceFullCollection: false) > most;

    public void Check(CheckpointLocation at)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsLate)
            throw Stopped(DiagnosticId.TimeExceeded,
                FormattableString.Invariant(
                    $"the scan takes longer than the {timeout!.Value.TotalSeconds:0.###} s that ScanOptions.Timeout allows"), at);
        if (IsFull)
            throw Stopped(DiagnosticId.MemoryExceeded,
                FormattableString.Invariant($"the process holds more than the {maxMemory:N0} bytes that ScanOptions.MaxMemory allows"), at);
    }

    private static ScanStoppedException Stopped(DiagnosticId id, string problem, CheckpointLocation at) =>
        new(new Diagnostic(id, problem, at));
}
