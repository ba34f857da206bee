namespace SafeLoad.Benchmarks.Compare;

/// <summary>What one run of one side measured.</summary>
/// <param name="Milliseconds">The work alone, measured inside the process: no start-up, no imports.</param>
/// <param name="CpuMilliseconds">Its processor time on all cores; steadier than the clock where others use the machine.</param>
/// <param name="ProcessMilliseconds">The whole process.</param>
/// <param name="PeakKiB">The largest resident size (VmHWM).</param>
/// <param name="AnonymousKiB">The resident size at the end that is no file's (RssAnon).</param>
/// <param name="Entries">What was counted on the way; for the pickle machine its opcodes.</param>
internal sealed record Sample(
    double Milliseconds, double CpuMilliseconds, double ProcessMilliseconds, long PeakKiB, long AnonymousKiB, long Entries);
