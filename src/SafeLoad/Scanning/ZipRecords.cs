using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Scans the records that a zip's directory lists. Those that data.pkl validly refers to as storages are tensor data and no program, even if
/// their bytes spell one.</summary>
internal sealed class ZipRecords(ContentScanner scanner, Content content, ReadingBuilder reading, ZipContainer zip)
{
    private readonly HashSet<int> _storages = [];

    // Bytes of the records that were opened. Where they are more than the archive has, records share them: 5,000 of the directory can lead to one.
    private long _opened;

    /// <summary>Scans all records.</summary>
    /// <returns>The records that are storages.</returns>
    public HashSet<int> Scan()
    {
        int data = zip.Find("data.pkl"), constants = zip.Format == CheckpointFormat.TorchScript ? zip.Find("constants.pkl") : -1;
        if (data >= 0) ScanPickle(data, "data/");
        if (constants >= 0) ScanPickle(constants, "constants/");
        ZipRecord[] records = zip.Directory.Records;
        for (int i = 0; i < records.Length; i++)
        {
            if (i == data || i == constants) continue;
            // numpy.load opens x.npy of any zip, and others x.pkl: a tensor's bytes have no such name.
            if (!_storages.Contains(i) || IsProgramName(zip.Directory.NameBytes(i))) Guard(i, member => scanner.Scan(member, reading));
            else if (records[i].Method == 0) scanner.Trace.BytesSkippedAsStorage += records[i].Size;
            else CheckInflates(i);
        }
        return _storages;
    }

    private static bool IsProgramName(ReadOnlySpan<byte> name) => name.EndsWith(".npy"u8) || name.EndsWith(".pkl"u8) || name.EndsWith(".pickle"u8);

    private void ScanPickle(int index, string folder) => Guard(index, member =>
    {
        // Whatever it is named: if it is no pickle after all, it is scanned as what it is.
        if (FormatDetector.Detect(member.Source) == CheckpointFormat.Pickle) PickleScanner.Scan(scanner, member, reading, id => Reference(id, folder));
        else scanner.Scan(member, reading);
    });

    private void Reference(PyValue id, string folder)
    {
        if (id.Reference is PyTuple { Count: 5 } fields && fields[0].Is(PyKind.Str) && fields[0].AsBytes().SequenceEqual("storage"u8) && fields[2].Is(PyKind.Str)
            && zip.Find(folder + fields[2].AsString()) is >= 0 and var index)
            _storages.Add(index);
    }

    private void Guard(int index, Action<Content> scan)
    {
        try
        {
            Content member = content.Member(new MemoryByteSource(default), zip.Directory.NameOf(index));
            if (Open(index, member.At) is { Length: > 0 } source) scan(member with { Source = source });
        }
        catch (SafeLoadException problem)
        {
            reading.Add(problem);
        }
    }

    private ByteSource? Open(int index, CheckpointLocation at)
    {
        ZipRecord record = zip.Directory.Records[index];
        if (record.Method is not (0 or 8 or 12))
        {
            reading.NotScanned(FormattableString.Invariant($"a record compressed by method {record.Method}"), at);
            return null;
        }
        _opened += record.CompressedSize;
        if (_opened > content.Source.Length && !scanner.MaySweep(content, reading, record.Size)) return null;
        ByteSource source = record.Method == 0 ? zip.Open(index) : Unpack(record, at);
        // The flag alone does not encrypt: PyTorch ignores it. Plain data have the right CRC.
        if ((record.Flags & ZipSignature.Unreadable) != 0 && Codecs.ChecksumOf(source) != record.Crc) reading.NotScanned("an encrypted record", at);
        return source;
    }

    private ByteSource Unpack(ZipRecord record, CheckpointLocation at)
    {
        var compressed = new SliceByteSource(content.Source, record.DataOffset, record.CompressedSize);
        ByteSource source = Codecs.Unpack(record.Method == 8 ? Codec.Deflate : Codec.Bzip2, compressed, scanner.Budget, at, out long end, out SafeLoadException? problem);
        // Encrypted data are no broken ones: their CRC tells.
        if ((record.Flags & ZipSignature.Unreadable) != 0 && problem is not null) return source;
        if (problem is not null) reading.Add(problem);
        else if (end < record.CompressedSize)
        {
            reading.Add(Throw.Zip(DiagnosticId.HiddenRecord, "bytes stand behind the compressed data of the record, inside of its size", at));
            scanner.Scan(content.Part(record.DataOffset + end, record.CompressedSize - end, "(behind " + at.Record + ")"), reading);
        }
        else if (source.Length != record.Size) reading.Add(Throw.BadCompressedData(FormattableString.Invariant($"gives {source.Length:N0} bytes; the directory states {record.Size:N0}"), at));
        return source;
    }

    // A compressed storage is tensor data only if it inflates to what the directory states.
    private void CheckInflates(int index)
    {
        try
        {
            if (zip.Directory.Records[index].Size > 0) zip.Open(index).ReadExactly(0, stackalloc byte[1]);
            scanner.Trace.BytesSkippedAsStorage += zip.Directory.Records[index].Size;
        }
        catch (SafeLoadException problem)
        {
            reading.Add(problem);
        }
    }
}
