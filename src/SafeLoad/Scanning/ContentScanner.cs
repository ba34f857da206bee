using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;
using SafeLoad.Formats.Safetensors;
using SafeLoad.Opening;

namespace SafeLoad.Scanning;

/// <summary>Scans a file, or a part of one, as what its content says it is, and in every other way in which some loader could read
/// it.</summary>
internal sealed class ContentScanner(Budget budget, PickleTrace trace, int maxDepth, long fileLength)
{
    private const int DeepestPart = 40;

    // Archives that contradict themselves are read again and again, from each local header on: no more than this times their size.
    private const long MostReadings = 16, FreeSweep = 64 << 20;

    // Of what holds no program only the beginning is read: it is told apart by that.
    private const long MostOfOther = 1 << 16;

    private long _swept;

    public Budget Budget { get; } = budget;

    public PickleTrace Trace { get; } = trace;

    /// <summary>Takes bytes of a content for decoded.</summary>
    /// <param name="content">The content.</param>
    /// <param name="start">Where the bytes begin in it.</param>
    /// <param name="bytes">The bytes.</param>
    public void Decoded(Content content, long start, ReadOnlySpan<byte> bytes)
    {
        Trace.Decoded(bytes);
        content.Enter(Account.Decoded, start, bytes.Length);
    }

    /// <summary>Takes the first bytes of a content for decoded.</summary>
    public void Decode(Content content, long length)
    {
        Trace.Decode(content.Source, length);
        content.Enter(Account.Decoded, 0, length);
    }

    /// <summary>Takes the first bytes of a content for decoded, and the others for data that are no program.</summary>
    public void DecodeHead(Content content, long length)
    {
        Decode(content, length);
        content.Enter(Account.Storage, length, content.Source.Length - length);
    }

    /// <summary>Scans a file.</summary>
    public void Scan(Content file, ReadingBuilder reading) => new WorkList(this).Run(file, reading);

    /// <summary>Reads content in every way that it asks for, and gives what it holds.</summary>
    public IEnumerable<WorkItem> Read(Content content, ReadingBuilder reading)
    {
        // Tails behind tails make as many readings of the same bytes.
        if (content.Depth > DeepestPart)
        {
            reading.NotScanned("a part behind many others", content.At);
            content.Enter(Account.NotLookedAt);
            yield break;
        }
        DetectedFormat file = FormatDetector.Detect(content.Source, Budget);
        (reading.File, reading.Kind) = (file, file.Row);
        if (content.Source.Length == 0) yield break;
        foreach (WorkItem item in ReadAs(file, content, reading)) yield return item;
        if (file.Row.Mark == FormatMark.NotLookedAt)
        {
            reading.NotScanned(file.Row.Words, content.At);
            content.Enter(Account.NotLookedAt);
        }
        // A configuration is what its name says to whoever loads the repository, whatever else its bytes are.
        ModelConfiguration.Scan(this, content, reading);
        foreach (WorkItem item in SecondReadings.Scan(this, content, file.Row.Reading, reading)) yield return item;
    }

    /// <summary>Whether an archive is nested too deep to be opened; then it is reported as not scanned.</summary>
    public bool IsTooDeep(Content content, ReadingBuilder reading)
    {
        if (content.Depth < maxDepth) return false;
        reading.NotScanned("an archive nested deeper than --max-depth", content.At);
        content.Enter(Account.NotLookedAt);
        return true;
    }

    /// <summary>Whether an archive, or a record of it that can overlap others, may be read once more; if not, that is reported.</summary>
    public bool MaySweep(Content content, ReadingBuilder reading, long length)
    {
        _swept += length;
        if (_swept <= FreeSweep || _swept <= MostReadings * fileLength) return true;
        reading.NotScanned("an archive inside of ever more readings of another one", content.At);
        return false;
    }

    private IEnumerable<WorkItem> ReadAs(DetectedFormat file, Content content, ReadingBuilder reading)
    {
        switch (file.Row.Reading)
        {
            case FormatReading.Zip or FormatReading.ZipSeries: return ZipScanner.Scan(this, content, reading, file);
            case FormatReading.Pickle: return PickleScanner.Scan(this, content, reading);
            case FormatReading.Legacy: return LegacyScanner.Scan(this, content, reading);
            case FormatReading.Tar: return TarScanner.Scan(this, content, reading);
            case FormatReading.Npy: return NpyScanner.Scan(this, content, reading);
            case FormatReading.Gzip: return CompressedScanner.Scan(this, content, reading, Codec.Gzip);
            case FormatReading.Bzip2: return CompressedScanner.Scan(this, content, reading, Codec.Bzip2);
            case FormatReading.Zlib: return CompressedScanner.Scan(this, content, reading, Codec.Zlib);
            case FormatReading.Gguf: GgufScanner.Scan(this, content, reading); break;
            case FormatReading.Hdf5: KerasScanner.ScanHdf5(this, content, reading); break;
            case FormatReading.Safetensors: DecodeHead(content, SafetensorsHeader.EndOf(content.Source)); break;
            case FormatReading.TorchSharp: TorchSharpScanner.Scan(this, content); break;
            default: DecodeHead(content, LengthToDecode(file.Row, content)); break;
        }
        return [];
    }

    private static long LengthToDecode(FormatRow row, Content content) =>
        row.Mark == FormatMark.NotLookedAt ? content.Source.Length : Math.Min(content.Source.Length, MostOfOther);
}
