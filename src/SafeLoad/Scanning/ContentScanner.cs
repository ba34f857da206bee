using SafeLoad.Common;
using SafeLoad.Containers;

namespace SafeLoad.Scanning;

/// <summary>Scans a file, or a part of one, as what its content says it is, and in every other way in which some loader could read it.</summary>
internal sealed class ContentScanner(Budget budget, PickleTrace trace, int maxDepth)
{
    public Budget Budget { get; } = budget;

    public PickleTrace Trace { get; } = trace;

    /// <summary>The file itself, if it is a zip that does not contradict itself: the loader's checks need not open it again.</summary>
    public ZipContainer? OpenedZip { get; set; }

    /// <summary>Scans content and says what it is.</summary>
    public CheckpointFormat Scan(Content content)
    {
        CheckpointFormat format = CheckpointFormat.Other;
        try
        {
            if (content.Source.Length == 0) return format;
            format = FormatDetector.Detect(content.Source);
            format = ScanAs(format, content);
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
            case CheckpointFormat.Other: ModelConfiguration.Scan(this, content); break;
            case CheckpointFormat.Xz or CheckpointFormat.SevenZip or CheckpointFormat.OtherArchive or CheckpointFormat.Torch7:
                Trace.NotScanned(FormatDetector.Describe(format), content.At);
                break;
        }
        return format;
    }
}
