using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;
using SafeLoad.Formats.Zip;
using SafeLoad.Opening;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Archives;

/// <summary>Scans the records that a zip's directory lists. Those that data.pkl validly refers to as storages are tensor data and no
/// program, even if their bytes spell one.</summary>
/// <param name="scan">The scan.</param>
/// <param name="content">The archive.</param>
/// <param name="reading">Given what is found.</param>
/// <param name="zip">Its directory.</param>
/// <param name="layout">How its records are read.</param>
/// <param name="isContradicted">Whether the archive contradicts itself.</param>
internal sealed class ZipRecords(
    ScanContext scan, Content content, ReadingBuilder reading, ZipContainer zip, FormatLayout.Zip layout, bool isContradicted)
{
    // APPNOTE 4.4.5; Python's zipfile reads it.
    private const ushort LzmaMethod = 14;

    // Records that were compared with their checksums, if these are asked for.
    private readonly ZipContainer _compared = scan.VerifiesStorages ? zip.With(scan.Budget, verify: true) : zip;
    private readonly bool[] _isStorage = new bool[zip.Directory.Records.Length], _isOpened = new bool[zip.Directory.Records.Length];

    // Bytes of the records that were opened. Where they are more than the archive has, records share them: 5,000 of the directory can lead
    // to one.
    private long _opened;

    // Those that share all of their bytes are decoded once for each way in which a name has them read. Records that share any contradict
    // each other; where none does there is nothing to look for.
    private readonly HashSet<(long Start, long Length, ushort Method, bool IsExpected)>? _seen = isContradicted ? [] : null;

    /// <summary>Where the headers of the records are that are storages; known when all were scanned.</summary>
    public HashSet<long> StorageHeaders()
    {
        var headers = new HashSet<long>();
        for (int i = 0; i < _isStorage.Length; i++)
        {
            if (_isStorage[i]) headers.Add(zip.Directory.Records[i].HeaderOffset);
        }
        return headers;
    }

    /// <summary>Gives all records; first the pickles that say which of the others are storages.</summary>
    public IEnumerable<WorkItem> Scan()
    {
        foreach (var (name, folder) in layout.StoragePickles)
        {
            int index = zip.Find(name);
            if (index < 0) continue;
            _isOpened[index] = true;
            foreach (WorkItem item in Open(index, folder)) yield return item;
        }
        ZipRecord[] records = zip.Directory.Records;
        for (int i = 0; i < records.Length; i++)
        {
            if (_isOpened[i]) continue;
            // numpy.load opens an array of any name in any zip, and others x.pkl: a tensor's bytes have no such beginning or name.
            bool? isFile = !_isStorage[i] || IsNamedAsFile(zip.Directory.NameBytes(i)) ? true : IsArray(i);
            if (isFile == true)
            {
                foreach (WorkItem item in Open(i, storages: null)) yield return item;
            }
            else if (isFile == false) Skip(i);
        }
    }

    // Asked for each storage: writers name it by a number, torch.package with an ending of its own. Any other ending is that of a file,
    // which some loader opens by its name.
    private static bool IsNamedAsFile(ReadOnlySpan<byte> name)
    {
        // Two digits, or one that is the whole name, are no ending.
        if (name is [.., (byte)'/' or (>= (byte)'0' and <= (byte)'9'), >= (byte)'0' and <= (byte)'9']) return false;
        for (int i = name.Length - 1; i >= 0 && name[i] != (byte)'/'; i--)
        {
            if (name[i] == (byte)'.') return !name.EndsWith(".storage"u8);
        }
        return false;
    }

    // A record, and what is hidden behind its compressed data. Whose pickle refers to storages, in that folder.
    private IEnumerable<WorkItem> Open(int index, string? storages)
    {
        ZipRecord record = zip.Directory.Records[index];
        if (TryOpen(index, out WorkItem? hidden) is not { } member) yield break;
        if (hidden is not null) yield return hidden;
        if (storages is null && WriterText.IsIn(zip.Directory.NameBytes(index), member.Source))
            scan.Decode(member, member.Source.Length);
        else if (member.Source.Length > 0)
        {
            yield return new WorkItem(member, reading)
            {
                References = storages is null ? null : id => Reference(id, storages),
            };
        }
        if (record.Method != 0) content.Enter(member, record.DataOffset, record.CompressedSize);
    }

    private Content? TryOpen(int index, out WorkItem? hidden)
    {
        hidden = null;
        try
        {
            return Unpack(index, ref hidden);
        }
        catch (SafeLoadException problem)
        {
            reading.Add(problem);
            return null;
        }
    }

    private void Reference(PyValue id, string folder)
    {
        if (id.RawReference is PyTuple { Count: 5 } fields && fields[0].Is(PyKind.Str) && fields[0].AsBytes().SequenceEqual("storage"u8)
            && fields[2].Is(PyKind.Str) && zip.Find(folder, fields[2].AsBytes()) is >= 0 and var index)
            _isStorage[index] = true;
    }

    private Content? Unpack(int index, ref WorkItem? hidden)
    {
        ZipRecord record = zip.Directory.Records[index];
        string name = zip.Directory.NameOf(index);
        if (_seen?.Add((record.DataOffset, record.CompressedSize, record.Method, Content.IsPickleName(name))) == false) return null;
        Content packed = content.Member(record.DataOffset, record.CompressedSize, name);
        if (record.Method is not (0 or 8 or 12) && !(record.Method == LzmaMethod && LzmaHead.IsInZip(packed.Source)))
        {
            reading.NotScanned(FormattableString.Invariant($"a record compressed by method {record.Method}"), packed.At);
            packed.Enter(Account.NotLookedAt);
            return null;
        }
        _opened += record.CompressedSize;
        if (_opened > content.Source.Length && !scan.MaySweep(content, reading, record.Size)) return null;
        Content member = record.Method == 0
            ? packed with { Source = zip.Open(index) }
            : content.Unpacked(Unpack(record, packed, ref hidden), name);
        // The flag alone does not encrypt: PyTorch ignores it. Plain data have the right CRC.
        if ((record.Flags & ZipSignature.Unreadable) != 0 && Codecs.ChecksumOf(member.Source) != record.Crc)
        {
            reading.NotScanned("an encrypted record", packed.At);
            packed.Enter(Account.NotLookedAt);
        }
        return member;
    }

    private ByteSource Unpack(ZipRecord record, Content packed, ref WorkItem? hidden)
    {
        CheckpointLocation at = packed.At;
        ByteSource stream = packed.Source;
        if (record.Method == LzmaMethod)
            stream = LzmaHead.OfZip(stream, (record.Flags & ZipSignature.EndMark) != 0 ? -1 : record.Size);
        Codec codec = record.Method switch { 8 => Codec.Deflate, LzmaMethod => Codec.Lzma, _ => Codec.Bzip2 };
        ByteSource source = Codecs.Unpack(codec, stream, scan.Budget, at, out long end, out SafeLoadException? problem);
        end += record.CompressedSize - stream.Length;
        // Encrypted data are no broken ones: their CRC tells.
        if ((record.Flags & ZipSignature.Unreadable) != 0 && problem is not null) return source;
        if (problem is not null) reading.Add(problem);
        else if (end < record.CompressedSize)
        {
            string found = "bytes stand behind the compressed data of the record, inside of its size";
            reading.Add(Problems.Zip(DiagnosticId.HiddenRecord, found, at));
            Content behind = content.Part(record.DataOffset + end, record.CompressedSize - end, "(behind " + at.Record + ")");
            hidden = new WorkItem(behind, reading);
        }
        else if (source.Length != record.Size)
        {
            string sizes = FormattableString.Invariant($"gives {source.Length:N0} bytes; the directory states {record.Size:N0}");
            reading.Add(Problems.BadCompressedData(sizes, at));
        }
        return source;
    }

    // A compressed storage is tensor data only if it inflates to what the directory states; null if it does not.
    private bool? IsArray(int index)
    {
        ref ZipRecord record = ref zip.Directory.Records[index];
        if (record.Size == 0) return false;
        return record.Method == 0 ? SecondFile.IsArray(record.Head) : InflatesToArray(index, record.Size);
    }

    private bool? InflatesToArray(int index, long size)
    {
        try
        {
            Span<byte> head = stackalloc byte[sizeof(ulong)];
            _compared.Open(index).ReadExactly(0, head[..(int)Math.Min(head.Length, size)]);
            return SecondFile.IsArray(BinaryPrimitives.ReadUInt64LittleEndian(head));
        }
        catch (SafeLoadException problem)
        {
            reading.Add(problem);
            return null;
        }
    }

    private void Skip(int index)
    {
        ZipRecord record = zip.Directory.Records[index];
        if (scan.VerifiesStorages) Compare(index, record);
        scan.Trace.BytesSkippedAsStorage += record.Size;
        content.Enter(Account.Storage, record.DataOffset, record.CompressedSize);
    }

    // The first byte is given when all were compared. Of those that are compressed that was asked for already.
    private void Compare(int index, ZipRecord record)
    {
        if (record.Size == 0 || record.Method != 0) return;
        try
        {
            Span<byte> first = stackalloc byte[1];
            _compared.Open(index).ReadExactly(0, first);
        }
        catch (SafeLoadException problem)
        {
            reading.Add(problem);
        }
    }
}
