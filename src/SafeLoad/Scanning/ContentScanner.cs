using SafeLoad.Common;
using SafeLoad.Containers;

namespace SafeLoad.Scanning;

/// <summary>Scans a file, or a part of one, as what its content says it is, and in every other way in which some loader could read
/// it.</summary>
internal sealed class ContentScanner(Budget budget, PickleTrace trace, int maxDepth, long fileLength)
{
    private const int DeepestPart = 40;

    // Archives that contradict themselves are read again and again, from each local header on: no more than this times their size.
    private const long MostReadings = 16, FreeSweep = 64 << 20;

    private long _swept;

    public Budget Budget { get; } = budget;

    public PickleTrace Trace { get; } = trace;

    /// <summary>Scans a file.</summary>
    public void Scan(Content file, ReadingBuilder reading) => new WorkList(this).Run(file, reading);

    /// <summary>Reads content in every way that it asks for, and gives what it holds.</summary>
    public IEnumerable<WorkItem> Read(Content content, ReadingBuilder reading)
    {
        if (content.Source.Length == 0) yield break;
        // Tails behind tails make as many readings of the same bytes.
        if (content.Depth > DeepestPart)
        {
            reading.NotScanned("a part behind many others", content.At);
            yield break;
        }
        reading.Format = FormatDetector.Detect(content.Source);
        foreach (WorkItem item in ReadAs(reading.Format, content, reading)) yield return item;
        // A configuration is what its name says to whoever loads the repository, whatever else its bytes are.
        if (reading.Format is not (CheckpointFormat.Other or CheckpointFormat.Onnx)) ModelConfiguration.Scan(this, content, reading);
        foreach (WorkItem item in SecondReadings.Scan(this, content, reading.Format, reading)) yield return item;
    }

    /// <summary>Whether an archive is nested too deep to be opened; then it is reported as not scanned.</summary>
    public bool IsTooDeep(Content content, ReadingBuilder reading)
    {
        if (content.Depth < maxDepth) return false;
        reading.NotScanned("an archive nested deeper than --max-depth", content.At);
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

    private IEnumerable<WorkItem> ReadAs(CheckpointFormat format, Content content, ReadingBuilder reading)
    {
        switch (format)
        {
            case CheckpointFormat.Zip: return ZipScanner.Scan(this, content, reading);
            case CheckpointFormat.Pickle: return PickleScanner.Scan(this, content, reading);
            case CheckpointFormat.Legacy: return LegacyScanner.Scan(this, content, reading);
            case CheckpointFormat.Tar: return TarScanner.Scan(this, content, reading);
            case CheckpointFormat.Npy: return NpyScanner.Scan(this, content, reading);
            case CheckpointFormat.Gzip: return CompressedScanner.Scan(this, content, reading, Codec.Gzip);
            case CheckpointFormat.Bzip2: return CompressedScanner.Scan(this, content, reading, Codec.Bzip2);
            case CheckpointFormat.Zlib: return CompressedScanner.Scan(this, content, reading, Codec.Zlib);
            case CheckpointFormat.Gguf: GgufScanner.Scan(this, content, reading); break;
            case CheckpointFormat.Hdf5: KerasScanner.ScanHdf5(this, content, reading); break;
            case CheckpointFormat.Other or CheckpointFormat.Onnx:
                Trace.Decode(content.Source, Math.Min(content.Source.Length, 1 << 16));
                ModelConfiguration.Scan(this, content, reading);
                break;
            case CheckpointFormat.Xz or CheckpointFormat.SevenZip or CheckpointFormat.OtherArchive or CheckpointFormat.Torch7:
                Trace.Decode(content.Source, content.Source.Length);
                reading.NotScanned(FormatDetector.Name(format), content.At);
                break;
            case CheckpointFormat.Safetensors:
                Trace.Decode(content.Source, FormatDetector.SafetensorsHeader(content.Source));
                break;
        }
        return [];
    }
}
