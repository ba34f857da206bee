using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Scans bytes that some loader could read as pickles: one after the other, as long as another begins where one ends.</summary>
internal static class PickleScanner
{
    private const int MostPickles = 100_000;

    /// <summary>Scans the pickles at the start of a content, and what stands behind them.</summary>
    /// <param name="scanner">The scan.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
    /// <returns>What kind of pickle it is.</returns>
    public static CheckpointFormat Scan(ContentScanner scanner, Content content, Action<PyValue>? persistent = null)
    {
        TraceMark mark = scanner.Trace.Mark();
        var host = new ScanHost(scanner.Trace, persistent) { DoubtsText = !content.IsExpected && !HasProtocol(content.Source) };
        var memo = new Memo(scanner.Budget.Limits.MaxMemoEntries);
        var ahead = new AheadReading(scanner, content, host);
        int pickles = 0;
        long position = 0;
        while (position < content.Source.Length)
        {
            if (pickles == MostPickles)
            {
                scanner.Trace.NotScanned(FormattableString.Invariant($"what follows the first {MostPickles:N0} pickles"), content.AtOffset(position));
                break;
            }
            PickleData data = PickleEnd.Read(content.Source, position, content.Record, scanner.Budget);
            scanner.Trace.Decoded(data.Bytes.AsSpan(0, data.End));
            int end = 0;
            TraceMark before = scanner.Trace.Mark();
            try
            {
                if (pickles == 0) PickleMachine.Run(data, host, scanner.Budget, memo, out end);
                else PickleMachine.Run(data, host, scanner.Budget, out end);
                // One unpickler that reads several pickles keeps its memo: read that way too, names may be others.
                if (pickles > 0)
                {
                    // Several dumps of one pickler refer to each other: read alone they take false steps, read together none.
                    bool isAlone = scanner.Trace.WorstSince(before) != Verdict.Malformed;
                    if (!isAlone) scanner.Trace.GoBack(before);
                    TryRun(scanner, data, host, memo, keepsFaults: !isAlone);
                }
                ahead.Read(position);
                position += end;
                pickles++;
            }
            catch (MalformedCheckpointException problem)
            {
                ahead.Read(position);
                // Where no pickle is expected, other bytes behind one are no fault, and names in them are chance.
                if (!content.IsExpected) break;
                if (pickles > 0)
                {
                    // False steps on the way are none of a pickle's.
                    if (scanner.Trace.WorstSince(before) < Verdict.Suspicious) scanner.Trace.GoBack(before);
                    TryRun(scanner, data, host, memo);
                }
                // Between the opcodes of joblib stand raw bytes; it is read as such below.
                if (!host.HasJoblibArrays) PickleSweep.Sweep(scanner, content, position + end, host);
                // Behind a whole pickle other bytes are data after the end, not a broken pickle.
                scanner.Trace.Add(pickles > 0 ? TrailingData(content, position) : PickleTrace.FindingOf(problem));
                break;
            }
        }
        if (host.HasGivenUp) scanner.Trace.NotScanned("what follows thousands of opcodes that cannot be executed", content.At);
        if (host.HasJoblibArrays) ScanJoblib(scanner, content);
        // Bytes that merely begin like a pickle are no program, unless something was named before the break that is known to be bad.
        else if (!content.IsExpected && !host.HasGivenUp && IsChance(content, scanner.Trace.WorstSince(mark), pickles))
        {
            scanner.Trace.GoBack(mark);
            // Nor is it a checkpoint that the loader could find fault with.
            if (host.DoubtsText) return CheckpointFormat.Other;
        }
        return host.HasJoblibArrays ? CheckpointFormat.Joblib : CheckpointFormat.Pickle;
    }

    // The same holds where a STOP was met behind opcodes that could not be executed, and nothing worse.
    private static bool IsChance(Content content, Verdict worst, int pickles) =>
        pickles > 0 ? worst == Verdict.Malformed && !HasProtocol(content.Source) : worst < (HasProtocol(content.Source) ? Verdict.Suspicious : Verdict.Dangerous);

    /// <summary>Whether a source begins with PROTO, as every pickle since protocol 2 does.</summary>
    public static bool HasProtocol(ByteSource source)
    {
        Span<byte> head = stackalloc byte[2];
        return source.Read(0, head) == 2 && head[0] == (byte)PickleOpcode.Proto && head[1] <= 5;
    }

    private static void TryRun(ContentScanner scanner, PickleData data, ScanHost host, Memo memo, bool keepsFaults = false)
    {
        TraceMark before = scanner.Trace.Mark();
        try
        {
            PickleMachine.Run(data, host, scanner.Budget, memo, out _);
        }
        catch (MalformedCheckpointException)
        {
            // Readable with a memo of its own, or not at all.
        }
        // What is no fault in one of the readings is none.
        if (!keepsFaults && scanner.Trace.WorstSince(before) < Verdict.Suspicious) scanner.Trace.GoBack(before);
    }

    // The same bytes as joblib reads them: raw arrays between the opcodes. What plain pickle saw of them counts as far as it named something;
    // that it broke at the first array is no fault.
    private static void ScanJoblib(ContentScanner scanner, Content content)
    {
        scanner.Trace.Forget(content.Record, static finding => finding.Verdict == Verdict.Malformed || finding.Id is DiagnosticId.TrailingData);
        scanner.Budget.CheckPickleSize(content.Source.Length, content.At);
        byte[] bytes = new byte[content.Source.Length];
        content.Source.ReadExactly(0, bytes);
        var data = new PickleData(bytes, 0, bytes.Length, 0, content.Source.Name, content.Record);
        var host = new ScanHost(scanner.Trace) { Joblib = new JoblibArrays(scanner.Trace, scanner.Budget) };
        try
        {
            PickleMachine.Run(data, host, scanner.Budget, out int end);
            if (end < bytes.Length) scanner.Scan(content.Part(end, bytes.Length - end, "(after the end)"));
            if (end < bytes.Length) scanner.Trace.Add(TrailingData(content, end));
        }
        catch (MalformedCheckpointException problem)
        {
            PickleSweep.Sweep(scanner, content, 0, host);
            scanner.Trace.Add(problem);
        }
    }

    private static Finding TrailingData(Content content, long position) => new(DiagnosticId.TrailingData, Severity.Warning, Verdict.Suspicious,
        FormattableString.Invariant($"{content.Source.Length - position:N0} bytes follow the pickle and are none themselves"), content.AtOffset(position));
}
