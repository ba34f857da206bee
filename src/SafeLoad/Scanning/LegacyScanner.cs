using SafeLoad.Formats.Legacy;

namespace SafeLoad.Scanning;

/// <summary>Scans the stream of PyTorch 0.1.10 to 1.5: five pickles, then the storages that they refer to, then nothing.</summary>
internal static class LegacyScanner
{
    public static IEnumerable<WorkItem> Scan(ScanContext scan, Content content, ReadingBuilder reading)
    {
        var storages = new ScannedStorages();
        var cursor = new PickleCursor(scan, content, reading, id => storages.Refer(id, content.At));
        var stream = new LegacyReader(content.Source);
        if (!stream.ReadPickles(cursor.Run)) yield break;
        long start = stream.Parts.End;
        try
        {
            stream.ReadStorages(storages.Table);
        }
        catch (MalformedCheckpointException problem)
        {
            reading.Add(problem);
            cursor.Sweep(stream.Parts.End);
            yield break;
        }
        finally
        {
            content.Enter(stream.Parts);
        }
        long end = stream.Parts.End, left = content.Source.Length - end;
        scan.Trace.BytesSkippedAsStorage += end - start;
        if (left == 0) yield break;
        string message = FormattableString.Invariant($"{left:N0} bytes follow the last storage");
        reading.Add(Finding.OfOther(DiagnosticId.TrailingData, Verdict.Suspicious, message, content.AtOffset(end)));
        yield return new WorkItem(content.Part(end, left, "(after the end)"), reading);
    }
}
