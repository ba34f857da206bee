using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Rebuild;

namespace SafeLoad.Scanning;

/// <summary>Scans a file, or a record of one, as what its content says it is.</summary>
internal sealed class ContentScanner(Budget budget, PickleTrace trace, int maxDepth)
{
    /// <summary>Scans content and says what it is.</summary>
    public CheckpointFormat Scan(ByteSource source, string? record, int depth)
    {
        CheckpointFormat format = FormatDetector.Detect(source);
        CheckpointLocation at = new(source.Name, record);
        try
        {
            switch (format)
            {
                case CheckpointFormat.Zip: return ScanZip(source, record, depth);
                case CheckpointFormat.Legacy: PickleScanner.Scan(source, record, most: 5, budget, trace); break;
                case CheckpointFormat.Pickle: PickleScanner.Scan(source, record, int.MaxValue, budget, trace); break;
                case CheckpointFormat.Npy: ScanNpy(source, record); break;
                case CheckpointFormat.Other or CheckpointFormat.Safetensors or CheckpointFormat.Hdf5 or CheckpointFormat.Gguf:
                    if (source.Length == 0 && record is null) trace.Add(new Finding(DiagnosticId.PickleTruncated, Severity.Warning, Verdict.Malformed, "the file is empty", at));
                    break;
                default: trace.NotScanned(FormatDetector.Describe(format), at); break;
            }
        }
        catch (SafeLoadException problem)
        {
            trace.Add(problem);
        }
        return format;
    }

    // An array of objects is a pickle behind the header; any other array is numbers.
    private void ScanNpy(ByteSource source, string? record)
    {
        NpyHeader header = NpyHeader.Read(source, record);
        if (NumpyDescription.Read(header.Description) is { HasObjects: false }) return;
        PickleScanner.Scan(new SliceByteSource(source, header.DataOffset, source.Length - header.DataOffset), record, int.MaxValue, budget, trace);
    }

    private CheckpointFormat ScanZip(ByteSource source, string? record, int depth)
    {
        CheckpointLocation at = new(source.Name, record);
        if (depth >= maxDepth)
        {
            trace.NotScanned("an archive nested deeper than --max-depth", at);
            return CheckpointFormat.OrdinaryZip;
        }
        ZipContainer zip;
        try
        {
            zip = ZipContainer.Open(source, budget, verify: false, problem => trace.Add(problem));
        }
        catch (MalformedCheckpointException problem)
        {
            // Another reader may make more of it: say that not all of it was looked at.
            trace.Add(problem);
            trace.NotScanned("an archive whose directory cannot be read", at);
            return CheckpointFormat.Zip;
        }
        trace.Decoded(zip.Directory.Bytes);
        if (zip.Format is CheckpointFormat.TorchScript or CheckpointFormat.Package)
            trace.Add(new Finding(DiagnosticId.CodeInFile, Severity.Warning, Verdict.Suspicious, $"this is {FormatDetector.Describe(zip.Format)}", at));
        if (zip.Format == CheckpointFormat.Zip) zip.CheckTopFolder(problem => trace.Add(problem));
        HashSet<int> storages = zip.Format == CheckpointFormat.Zip ? StorageRecords.Find(zip, budget) : [];
        for (int i = 0; i < zip.Directory.Records.Length; i++)
        {
            if (storages.Contains(i) && zip.Directory.Records[i].Method == 0) trace.BytesSkippedAsStorage += zip.Directory.Records[i].Size;
            else if (storages.Contains(i)) CheckInflates(zip, i);
            else ScanRecord(zip, i, record, depth);
        }
        return zip.Format;
    }

    // A compressed storage is tensor data only if it inflates to what the directory states.
    private void CheckInflates(ZipContainer zip, int index)
    {
        try
        {
            if (zip.Directory.Records[index].Size > 0) zip.Open(index).ReadExactly(0, stackalloc byte[1]);
            trace.BytesSkippedAsStorage += zip.Directory.Records[index].Size;
        }
        catch (SafeLoadException problem)
        {
            trace.Add(problem);
        }
    }

    private void ScanRecord(ZipContainer zip, int index, string? outer, int depth)
    {
        string name = zip.Directory.NameOf(index);
        string record = outer is null ? name : outer + "!" + name;
        try
        {
            ByteSource content = zip.Open(index);
            if (content.Length > 0) Scan(content, record, depth + 1);
        }
        catch (SafeLoadException problem)
        {
            trace.Add(problem);
        }
    }
}
