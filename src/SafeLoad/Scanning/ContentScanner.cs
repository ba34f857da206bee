using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.Opening;
using SafeLoad.Scanning.Archives;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Scanning.Texts;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Scans a file, or a part of one, as what its content says it is, and in every other way in which some loader could read
/// it.</summary>
internal sealed class ContentScanner(ScanContext scan)
{
    private const int DeepestPart = 40;

    // Of what holds no program only the beginning is read: it is told apart by that.
    private const long MostOfOther = 1 << 16, MostOfFree = 1 << 20;

    /// <summary>Scans a file.</summary>
    public void Scan(Content file, ReadingBuilder reading) => new WorkList(this, scan).Run(file, reading);

    /// <summary>Reads content in every way that it asks for, and gives what it holds.</summary>
    public IEnumerable<WorkItem> Read(WorkItem work, ReadingBuilder reading)
    {
        Content content = work.Content;
        // Tails behind tails make as many readings of the same bytes.
        if (content.Depth > DeepestPart)
        {
            reading.NotScanned("a part behind many others", content.At);
            content.Enter(Account.NotLookedAt);
            yield break;
        }
        content = content.Buffered();
        DetectedFormat file = FormatDetector.Detect(content.Source, scan.Budget);
        (reading.File, reading.Kind) = (file, file.Row);
        if (content.Source.Length == 0) yield break;
        long hdf5 = SecondFile.FindHdf5(file);
        ZipSpan? zip = SecondFile.FindZipInMembers(file);
        bool isHidden = hdf5 > 0 && SecondFile.HidesHdf5(file), isMember = false;
        foreach (WorkItem item in ReadAs(file, content, reading, work.References))
        {
            if ((hdf5 > 0 || zip is not null) && item.Way is null && item.Content.Ledger == content.Ledger)
            {
                long start = item.Content.Start - content.Start;
                isMember |= start == hdf5;
                // Then it is found there, as the member's own.
                if (start <= zip?.Start && zip?.End <= start + item.Content.Source.Length) zip = null;
            }
            yield return item;
        }
        if (hdf5 > 0 && (isHidden || !isMember)) reading.Add(Problems.TwoFormats(SecondFile.Hdf5At(hdf5), content.At));
        // Of what is taken apart, its parts say it.
        if (file.Row is { Mark: FormatMark.NotLookedAt, Layout: not FormatLayout.Parts } && !ShelfFiles.HasValues(content))
        {
            reading.NotScanned(file.Row.Words, content.At);
            content.Enter(Account.NotLookedAt);
        }
        // A text is what its loader takes it for, whatever else its bytes are.
        ScannedText text = MayBeText(content, reading) ? ConfigurationScanner.Scan(content, reading) : ScannedText.None;
        if (file.Row.UnpickledTypes.Length > 0) SchemaPickles.Search(content, file.Row.UnpickledTypes, reading);
        if (file.Row.Layout is FormatLayout.OpaqueLayout) Enter(file.Row, content, text.Bytes);
        foreach (WorkItem item in text.Pickles?.Items(scan, content, reading) ?? []) yield return item;
        if (hdf5 > 0 && !isMember)
        {
            foreach (WorkItem item in SecondReadings.ScanAs(scan, content, FormatTable.Hdf5Behind.Layout, reading)) yield return item;
        }
        if (SecondFile.IsTarToo(file)) reading.Add(Problems.TwoFormats(SecondFile.TarAtTheStart, content.At));
        foreach (FormatRow row in file.Also)
        {
            foreach (WorkItem item in SecondReadings.ScanAs(scan, content, row.Layout, reading)) yield return item;
        }
        foreach (WorkItem item in SecondReadings.Scan(scan, content, file, zip is not null, reading)) yield return item;
        if (content.Record is not null) LoaderCheck.RunInside(file, scan.ChecksInside, reading);
    }

    private IEnumerable<WorkItem> ReadAs(
        DetectedFormat file, Content content, ReadingBuilder reading, Action<PyValue>? references)
    {
        switch (file.Row.Layout)
        {
            case FormatLayout.Zip: return ZipScanner.Scan(scan, content, reading, file);
            case FormatLayout.PickleLayout: return PickleScanner.Scan(scan, content, reading, references);
            case FormatLayout.Parts layout: return PartScanner.Scan(scan, content, reading, layout.Read);
            case FormatLayout.Compressed layout: return CompressedScanner.Scan(scan, content, reading, layout.Codec);
            default: return [];
        }
    }

    // A few bytes of an archive unpack to as much text as one likes.
    private bool MayBeText(Content content, ReadingBuilder reading) =>
        content.Record is null || content.Source.Length < MostOfFree || (!content.HasEnding && TextForm.Of(content.Source) is null)
            || scan.MaySweep(content, reading, content.Source.Length);

    // A text was read; of others the beginning tells one file from another, and all of it where that is no answer.
    private void Enter(FormatRow row, Content content, byte[] text)
    {
        scan.Decoded(content, 0, text);
        long length = content.Source.Length, most = row.Mark == FormatMark.NotLookedAt ? length : Math.Min(length, MostOfOther);
        scan.DecodeHead(content.Slice(text.Length, length - text.Length), Math.Max(0, most - text.Length));
    }
}
