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

    /// <summary>Scans a part of a content, and adds what is found to the reading of the whole.</summary>
    public void Scan(Content content, ReadingBuilder whole)
    {
        var reading = new ReadingBuilder(content.Record);
        try
        {
            Scan(reading, content);
        }
        finally
        {
            whole.Add(reading.ToReading());
        }
    }

    /// <summary>Scans content.</summary>
    public void Scan(ReadingBuilder reading, Content content)
    {
        if (content.Source.Length == 0) return;
        // Archives in archives and tails behind tails are scanned by recursion: the stack bounds it, whatever the caller allows.
        if (content.Depth > DeepestPart)
        {
            reading.NotScanned("a part behind many others", content.At);
            return;
        }
        try
        {
            reading.Format = FormatDetector.Detect(content.Source);
            reading.Format = ScanAs(reading.Format, content, reading);
            // A configuration is what its name says to whoever loads the repository, whatever else its bytes are.
            if (reading.Format is not (CheckpointFormat.Other or CheckpointFormat.Onnx)) ModelConfiguration.Scan(this, content, reading);
            SecondReadings.Scan(this, content, reading.Format, reading);
        }
        catch (SafeLoadException problem)
        {
            reading.Add(problem);
        }
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

    private CheckpointFormat ScanAs(CheckpointFormat format, Content content, ReadingBuilder reading)
    {
        switch (format)
        {
            case CheckpointFormat.Zip: return ZipScanner.Scan(this, content, reading);
            case CheckpointFormat.Pickle: return PickleScanner.Scan(this, content, reading);
            case CheckpointFormat.Legacy: LegacyScanner.Scan(this, content, reading); break;
            case CheckpointFormat.Tar: TarScanner.Scan(this, content, reading); break;
            case CheckpointFormat.Npy: NpyScanner.Scan(this, content, reading); break;
            case CheckpointFormat.Gzip: CompressedScanner.Scan(this, content, reading, Codec.Gzip); break;
            case CheckpointFormat.Bzip2: CompressedScanner.Scan(this, content, reading, Codec.Bzip2); break;
            case CheckpointFormat.Zlib: CompressedScanner.Scan(this, content, reading, Codec.Zlib); break;
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
            case CheckpointFormat.Safetensors: Trace.Decode(content.Source, FormatDetector.SafetensorsHeader(content.Source)); break;
        }
        return format;
    }
}
