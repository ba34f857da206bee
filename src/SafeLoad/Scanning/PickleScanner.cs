using SafeLoad.Common;
using SafeLoad.IO;
using SafeLoad.Pickle;

namespace SafeLoad.Scanning;

/// <summary>Scans bytes that some loader could read as pickles: one after the other, as long as another begins where one ends.</summary>
internal static class PickleScanner
{
    /// <summary>Scans the pickles at the start of a source.</summary>
    /// <param name="source">The record or file.</param>
    /// <param name="record">Its name for locations; null for the file itself.</param>
    /// <param name="most">The most pickles to read; the legacy stream has five, then storages.</param>
    /// <param name="budget">What the file may still cost.</param>
    /// <param name="trace">Told of everything.</param>
    /// <returns>Where the last pickle ends.</returns>
    public static long Scan(ByteSource source, string? record, int most, Budget budget, PickleTrace trace)
    {
        var host = new ScanHost(trace);
        long position = 0;
        for (int i = 0; i < most && position < source.Length; i++)
        {
            PickleData data = PickleEnd.Read(source, position, record, budget);
            trace.Decoded(data.Bytes.AsSpan(0, data.End));
            try
            {
                PickleMachine.Run(data, host, budget, out int end);
                position += end;
            }
            catch (MalformedCheckpointException problem)
            {
                PickleSweep.Sweep(data, host);
                // Behind a whole pickle other bytes are data after the end, not a broken pickle.
                if (i > 0 && most == int.MaxValue) trace.Add(TrailingData(source, record, position));
                else trace.Add(problem);
                return position;
            }
        }
        return position;
    }

    private static Finding TrailingData(ByteSource source, string? record, long position) => new(DiagnosticId.TrailingData, Severity.Warning, Verdict.Suspicious,
        FormattableString.Invariant($"{source.Length - position:N0} bytes follow the pickle and are none themselves"), new CheckpointLocation(source.Name, record, position));
}
