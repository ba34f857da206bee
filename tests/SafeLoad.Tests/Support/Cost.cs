using System.Diagnostics;

namespace SafeLoad.Tests.Support;

/// <summary>What a piece of work costs: bytes allocated by this thread, and time.</summary>
internal static class Cost
{
    /// <summary>Bytes that the work allocates.</summary>
    public static long AllocatedBy(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The least processor time of several runs; for ratios between two sizes of the same work, never for absolute times.
    /// What other processes do meanwhile does not count.</summary>
    public static TimeSpan FastestOf(int runs, Action work)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            TimeSpan before = Now();
            work();
            TimeSpan elapsed = Now() - before;
            best = elapsed < best ? elapsed : best;
        }
        return best;

        static TimeSpan Now()
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }
}
