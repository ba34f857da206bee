using SafeLoad.Common;
using SafeLoad.Containers;

namespace SafeLoad.Scanning;

/// <summary>Scans a file, or a part of one, as what its content says it is, and in every other way in which some loader could read it.</summary>
internal sealed class ContentScanner(Budget budget, PickleTrace trace, int maxDepth)
{
    private const int DeepestPart = 40;

    // Archives that contradict themselves are read again and again, from each local header on: no more than this times their size.
    private const long MostReadings = 16, FreeSweep = 64 << 20;

    private long _swept;

    public Budget Budget { get; } = budget;

    public PickleTrace Trace { get; } = trace;

    /// <summary>The file itself, if it is a zip that does not contradict itself: the loader's checks need not open it again.</summary>
    public ZipContainer? OpenedZip { get; set; }

    /// <summary>Scans content and says what it is.</summary>
    public CheckpointFormat Scan(Content content)
    {
        CheckpointFormat format = CheckpointFormat.Other;
        if (content.Source.Length == 0) return format;
        // Archives in archives and tails behind tails are scanned by recursion: the stack bounds it, whatever the caller allows.
        if (content.Depth > DeepestPart)
        {
            Trace.NotScanned("a part behind many others", content.At);
            return format;
        }
        try
        {
            format = FormatDetector.Detect(content.Source);
            format = ScanAs(format, content);
            // A configuration is what its name says to whoever loads the repository, whatever else its bytes are.
            if (format is not (CheckpointFormat.Other or CheckpointFormat.Onnx)) ModelConfiguration.Scan(this, content);
            SecondReadings.Scan(this, content, format);
        }
        catch (SafeLoadException problem)
        {
            Trace.Add(problem);
        }
        return format;
    }

    /// <summary>Whether an archive is nested too deep to be opened; then it is reported as not scanned.</summary>
    public bool IsTooDeep(Content content)
    {
        if (content.Depth < maxDepth) return false;
        Trace.NotScanned("an archive nested deeper than --max-depth", content.At);
        return true;
    }

    /// <summary>Whether an archive, or a record of it that can overlap others, may be read once more; if not, that is reported.</summary>
    public bool MaySweep(Content content, long length)
    {
        _swept += length;
        if (_swept <= FreeSweep || _swept <= MostReadings * FileLength) return true;
        Trace.NotScanned("an archive inside of ever more readings of another one", content.At);
        return false;
    }

    /// <summary>Whether the file itself is a tar that PyTorch wrote.</summary>
    public bool IsTorchTar { get; set; }

    /// <summary>Bytes of the file.</summary>
    public long FileLength { get; init; }

    private CheckpointFormat ScanAs(CheckpointFormat format, Content content)
    {
        switch (format)
        {
            case CheckpointFormat.Zip: return ZipScanner.Scan(this, content);
            case CheckpointFormat.Pickle: return PickleScanner.Scan(this, content);
            case CheckpointFormat.Legacy: LegacyScanner.Scan(this, content); break;
            case CheckpointFormat.Tar: TarScanner.Scan(this, content); break;
            case CheckpointFormat.Npy: NpyScanner.Scan(this, content); break;
            case CheckpointFormat.Gzip: CompressedScanner.Scan(this, content, Codec.Gzip); break;
            case CheckpointFormat.Bzip2: CompressedScanner.Scan(this, content, Codec.Bzip2); break;
            case CheckpointFormat.Zlib: CompressedScanner.Scan(this, content, Codec.Zlib); break;
            case CheckpointFormat.Gguf: GgufScanner.Scan(this, content); break;
            case CheckpointFormat.Hdf5: KerasScanner.ScanHdf5(this, content); break;
            case CheckpointFormat.Other or CheckpointFormat.Onnx:
                Trace.Decode(content.Source, Math.Min(content.Source.Length, 1 << 16));
                ModelConfiguration.Scan(this, content);
                break;
            case CheckpointFormat.Xz or CheckpointFormat.SevenZip or CheckpointFormat.OtherArchive or CheckpointFormat.Torch7:
                Trace.Decode(content.Source, content.Source.Length);
                Trace.NotScanned(FormatDetector.Name(format), content.At);
                break;
            case CheckpointFormat.Safetensors: Trace.Decode(content.Source, FormatDetector.SafetensorsHeader(content.Source)); break;
        }
        return format;
    }
}
