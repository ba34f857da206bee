using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Zip;

namespace SafeLoad.Opening;

/// <summary>Tells what a file is from its content, never from its name.</summary>
internal static class FormatDetector
{
    /// <summary>What a file is. The only place where that is decided: for opening, scanning and whatever else asks.</summary>
    /// <param name="source">The file.</param>
    /// <param name="budget">What reading may cost; a zip's directory counts.</param>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public static DetectedFormat Detect(ByteSource source, Budget budget)
    {
        Span<byte> buffer = stackalloc byte[FileHead.MostBytes];
        Span<byte> bytes = buffer[..(int)Math.Min(FileHead.MostBytes, source.Length)];
        source.ReadExactly(0, bytes);
        var head = new FileHead(bytes, source, budget.Limits);
        DetectedFormat file = FormatTable.IsZip(head) ? DetectZip(source, budget) : new DetectedFormat(FormatTable.Of(head), source);
        FormatRow[] also = FormatTable.AlsoAt(head, file.Row);
        return also.Length == 0 ? file : file with { Also = also };
    }

    /// <summary>What a file is for a reader that looks for the end of a zip, whatever it begins with.</summary>
    public static DetectedFormat DetectZip(ByteSource source, Budget budget)
    {
        if (ZipSeries.Find(source, budget.Limits.MaxRecords) is { } series) return new DetectedFormat(FormatTable.Series,
            source) { Series = series };
        ZipReading zip = ZipReading.Of(source, budget);
        if (zip.Container is null) return new DetectedFormat(FormatTable.TorchZip, source) { Zip = zip };
        return new DetectedFormat(FormatTable.Of(new ZipLook(zip.Container)), source) { Zip = zip };
    }
}
