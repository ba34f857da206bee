using SafeLoad.IO;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>
/// What is open while a file is scanned: archives in archives, tails behind tails. Each scanner goes on where it stopped when the part
/// that it gave has been scanned, so that findings stay in the order of the bytes. It is a list, so no depth of a file costs stack.
/// </summary>
/// <param name="scanner">Scans each of them.</param>
/// <param name="scan">The scan: told how much of what is open stands in memory, and perhaps looking for one of the contents.</param>
internal sealed class WorkList(ContentScanner scanner, ScanContext scan)
{
    private readonly Stack<OpenItem> _open = [];

    /// <summary>Scans a file and everything in it.</summary>
    public void Run(Content file, ReadingBuilder reading)
    {
        Open(new WorkItem(file, reading), reading);
        try
        {
            while (_open.TryPeek(out OpenItem? item))
            {
                if (Next(item) is { } inner) Open(inner, new ReadingBuilder(inner.Content.Record));
                else Close();
            }
        }
        finally
        {
            // The clock or the caller has ended the scan in the middle: what was seen until then counts.
            while (_open.Count > 0) Close();
        }
    }

    // Of what is unpacked, every reading of the same bytes has them once.
    private void Open(WorkItem work, ReadingBuilder reading)
    {
        bool isOpen = _open.TryPeek(out OpenItem? around) && around.Work.Content.Source == work.Content.Source;
        bool isHeld = !isOpen && work.Content.Source is ChunkedByteSource;
        var item = new OpenItem(work, reading) { Held = isHeld ? work.Content.Source.Length : 0 };
        scan.Budget.Held += item.Held;
        _open.Push(item);
    }

    // What a scanner cannot read ends that scanner alone.
    private WorkItem? Next(OpenItem item)
    {
        try
        {
            if (item.Steps is null) scan.Sought?.See(item.Work.Content);
            item.Steps ??= (item.Work.Way?.Invoke(item.Reading) ?? scanner.Read(item.Work, item.Reading)).GetEnumerator();
            return item.Steps.MoveNext() ? item.Steps.Current : null;
        }
        catch (SafeLoadException problem)
        {
            item.Reading.Add(problem);
            return null;
        }
    }

    private void Close()
    {
        OpenItem item = _open.Pop();
        scan.Budget.Held -= item.Held;
        item.Steps?.Dispose();
        if (item.Reading == item.Work.Into) return;
        Reading reading = item.Reading.ToReading();
        item.Work.Into.Add(item.Work.Meaning?.Invoke(reading) ?? reading);
    }

    private sealed class OpenItem(WorkItem work, ReadingBuilder reading)
    {
        public WorkItem Work => work;

        public ReadingBuilder Reading => reading;

        public IEnumerator<WorkItem>? Steps { get; set; }

        /// <summary>How many of its bytes stand in memory for as long as it is open.</summary>
        public long Held { get; init; }
    }
}
