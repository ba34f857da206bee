using SafeLoad.Containers;

namespace SafeLoad.Scanning;

/// <summary>
/// The other ways to read a content than the one that its first bytes suggest: loaders that look for a zip's end record at the end of a
/// file, and loaders that unpickle whatever they are given.
/// </summary>
internal static class SecondReadings
{
    public static void Scan(ContentScanner scanner, Content content, CheckpointFormat first)
    {
        if (first is CheckpointFormat.Zip or CheckpointFormat.TorchScript or CheckpointFormat.Package or CheckpointFormat.Pt2 or CheckpointFormat.Npz or CheckpointFormat.OrdinaryZip or CheckpointFormat.Keras or CheckpointFormat.Dcp) return;
        ScanAsZip(scanner, content);
        if (first is not (CheckpointFormat.Pickle or CheckpointFormat.Joblib or CheckpointFormat.Legacy)) PickleScanner.Scan(scanner, content with { IsExpected = false });
    }

    // Python's zipfile takes the last end record near the end, whatever follows it.
    private static void ScanAsZip(ContentScanner scanner, Content content)
    {
        if (ZipEnd.FindAtEnd(content.Source) is not { } bytesAfter) return;
        TraceMark mark = scanner.Trace.Mark();
        if (bytesAfter == 0)
            scanner.Trace.Add(new Finding(DiagnosticId.TwoFormats, Severity.Warning, Verdict.Suspicious, "a zip archive ends where the file ends, and the file begins as something else: two loaders can see two files", content.At));
        ZipScanner.Scan(scanner, content);
        // A zip as a value inside of a pickle, or in a member of a tar, is no archive to anybody, unless somebody has made it one.
        if (bytesAfter != 0 && scanner.Trace.WorstSince(mark) < Verdict.Dangerous) scanner.Trace.GoBack(mark);
    }
}
