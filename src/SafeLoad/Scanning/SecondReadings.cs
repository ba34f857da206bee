using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;
using SafeLoad.Formats.Pickles;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Opening;
using SafeLoad.Pickle;
using SafeLoad.Scanning.Archives;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Pickles;

namespace SafeLoad.Scanning;

/// <summary>
/// The other ways to read a content than the one that its first bytes suggest: loaders that look for a zip's end record at the end of a
/// file, one that looks for HDF5 behind other bytes, and loaders that unpickle whatever they are given.
/// </summary>
internal static class SecondReadings
{
    private static readonly FormatLayout.Compressed s_lzma = new(Codec.Lzma);

    private const int HeadBytes = 1024, ShortText = 512;

    /// <summary>Scans a content in the ways that its end and its first opcodes ask for.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="file">What they were read as.</param>
    /// <param name="hasZipAcross">Whether a zip near the end of a container is none of its members.</param>
    /// <param name="reading">Given what is found.</param>
    public static IEnumerable<WorkItem> Scan(
        ScanContext scan, Content content, DetectedFormat file, bool hasZipAcross, ReadingBuilder reading)
    {
        FormatLayout first = file.Row.Layout;
        if (first is FormatLayout.Zip) yield break;
        bool holdsFiles = first is FormatLayout.Parts { HoldsFiles: true };
        if ((!holdsFiles || hasZipAcross) && AsZip(scan, content, reading) is { } zip) yield return zip;
        if (!holdsFiles && !SecondFile.IsTarToo(file) && SecondFile.IsNamedTar(content.PackedName))
        {
            foreach (WorkItem item in ScanAs(scan, content, FormatTable.TarBehind, reading)) yield return item;
        }
        if (first is not FormatLayout.Compressed && LzmaAt(scan, content) is >= 0 and var start)
        {
            Content behind = content.Slice(start, content.Source.Length - start);
            foreach (WorkItem item in ScanAs(scan, behind, s_lzma, reading)) yield return item;
        }
        if (first is FormatLayout.PickleLayout or FormatLayout.Parts { BeginsWithPickle: true }) yield break;
        if (AsPickle(scan, content with { IsExpected = first is FormatLayout.OpaqueLayout && PromisesPickle(content) }, reading)
            is { } pickle) yield return pickle;
    }

    /// <summary>Bytes as who unpickles whatever it is given reads them; null if they name nothing then.</summary>
    public static WorkItem? AsPickle(ScanContext scan, Content content, ReadingBuilder reading)
    {
        if (!NamesSomething(content.Source)) return null;
        Content pickle = Apart(content);
        return new WorkItem(pickle, reading) { Way = inside => PickleScanner.Scan(scan, pickle, inside) };
    }

    // Where LZMA without a container begins that gives something; -1 if it does not. It has no magic, and begins like many a number. To
    // Python's lzma zeros are streams of it that give nothing, and the next one follows.
    private static long LzmaAt(ScanContext scan, Content content)
    {
        long start = LzmaHead.SkipEmpty(content.Source, 0);
        if (!LzmaHead.IsAt(content.Source, start) && !(start > 0 && XzReader.IsAt(content.Source, start))) return -1;
        using var stream = new SliceByteSource(content.Source, start, content.Source.Length - start);
        using ByteSource given = Codecs.Unpack(Codec.Lzma, stream, scan.Budget, content.At, out _, out _);
        return GzipHeader.SkipZeros(given, 0) < Math.Min(given.Length, HeadBytes) ? start : -1;
    }

    // Of what is nothing else, and promises by its name to be unpickled, what it names counts, however it ends. Texts are named x.dat too.
    private static bool PromisesPickle(Content content) =>
        content.IsExpected && FormatTable.Says(content.FileName, EndingUse.Promises);

    /// <summary>Whether bytes are a short text that nobody can read in another way: a file can have a million of them.</summary>
    public static bool AreRuledOut(Content content)
    {
        if (content.Source.Length > ShortText || content.IsExpected) return false;
        Span<byte> bytes = stackalloc byte[(int)content.Source.Length];
        content.Source.ReadExactly(0, bytes);
        foreach (byte b in bytes)
        {
            // A map of JSON.
            if (b is (byte)'{' or < (byte)' ' and not ((byte)'\n' or (byte)'\r' or (byte)'\t') or > (byte)'~') return false;
        }
        return BreaksAtOnce(bytes) || !NamesSomething(content.Source);
    }

    // Words begin like opcodes. The first of these needs what no opcode has left before it; or it names what is not known to be bad, which
    // is chance where nothing follows it that could use it.
    private static bool BreaksAtOnce(ReadOnlySpan<byte> text)
    {
        var reader = new PickleReader(text, 0);
        if (reader.Read() != PickleStatus.Read) return !reader.HasCutName;
        if (NeedsStack(reader.Opcode)) return true;
        if (reader.Opcode is not (PickleOpcode.Global or PickleOpcode.Inst)) return false;
        string module = Encoding.ASCII.GetString(reader.Argument), name = Encoding.ASCII.GetString(reader.Second);
        return GlobalCatalog.Judge(module, name).Judgement != GlobalJudgement.Dangerous && reader.Read() == PickleStatus.Unknown;
    }

    // INST is none of them: pickle.py looks its name up before it asks for the mark.
    private static bool NeedsStack(PickleOpcode opcode) => opcode is PickleOpcode.Stop or PickleOpcode.Pop or PickleOpcode.PopMark
        or PickleOpcode.Dup or PickleOpcode.BinPersId or PickleOpcode.Reduce or PickleOpcode.Append or PickleOpcode.Build
        or PickleOpcode.Dict or PickleOpcode.Appends or PickleOpcode.Get or PickleOpcode.BinGet or PickleOpcode.LongBinGet
        or PickleOpcode.List or PickleOpcode.Obj or PickleOpcode.Put or PickleOpcode.BinPut or PickleOpcode.LongBinPut
        or PickleOpcode.SetItem or PickleOpcode.Tuple or PickleOpcode.SetItems;

    // Nearly always the first bytes are no opcodes, or break before they name anything: then nothing can run, and the machine need not try.
    private static bool NamesSomething(ByteSource source)
    {
        Span<byte> buffer = stackalloc byte[HeadBytes];
        Span<byte> head = buffer[..(int)Math.Min(HeadBytes, source.Length)];
        source.ReadExactly(0, head);
        var reader = new PickleReader(head, 0);
        PickleStatus status;
        while ((status = reader.Read()) == PickleStatus.Read && reader.Opcode != PickleOpcode.Stop)
        {
            if (reader.Opcode is PickleOpcode.Global or PickleOpcode.Inst or PickleOpcode.StackGlobal
                or PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4) return true;
        }
        // Nothing has a name with a NUL in it; the first file of many archives has one behind its own.
        if (status == PickleStatus.Truncated && reader.Opcode is PickleOpcode.Global or PickleOpcode.Inst
            && head[reader.Position..].IndexOf((byte)0) >= 0) return false;
        // A name that the end of the file cuts, an argument that is longer than what was looked at, or a pickle behind this one.
        bool goesOn = status == PickleStatus.Truncated
            ? reader.HasCutName
                || (head.Length < source.Length && reader.Needed <= (ulong)(source.Length - reader.Position))
            : status == PickleStatus.Read && reader.Position < source.Length;
        return goesOn && PickleHead.CanName(source);
    }

    // The first reading accounts for every byte; what others take them for changes nothing in that, but for what they know to be missing.
    private static Content Apart(Content content) => content with { Ledger = new Ledger(content.Source.Length), Start = 0 };

    // What counts of the zip; then what it knows to be missing counts too.
    private static Reading Judge(Content content, Content apart, Reading zip, bool isAtEnd)
    {
        Reading found = Readings.OfZipInside(zip, isAtEnd);
        if (found != Reading.Nothing) content.Ledger.EnterMissing(apart.Ledger, content.Start);
        return found;
    }

    /// <summary>Scans a content as a format that it is besides.</summary>
    public static IEnumerable<WorkItem> ScanAs(ScanContext scan, Content content, FormatLayout layout, ReadingBuilder reading)
    {
        // One can stand in the values of another, over the same bytes.
        if (!scan.MaySweep(content, reading, content.Source.Length)) yield break;
        Content apart = Apart(content);
        yield return new WorkItem(apart, reading)
        {
            Way = inside => layout is FormatLayout.Compressed packed
                ? CompressedScanner.Scan(scan, apart, inside, packed.Codec, isBeside: true)
                : PartScanner.Scan(scan, apart, inside, ((FormatLayout.Parts)layout).Read),
            Meaning = found =>
            {
                content.Ledger.EnterMissing(apart.Ledger, content.Start);
                return layout is FormatLayout.Compressed ? Readings.OfStreamBeside(found) : found;
            },
        };
    }

    // Python's zipfile takes the last end record near the end, whatever follows it.
    private static WorkItem? AsZip(ScanContext scan, Content content, ReadingBuilder reading)
    {
        if (ZipEnd.FindAtEnd(content.Source) is not { } bytesAfter) return null;
        if (bytesAfter == 0) reading.Add(Problems.TwoFormats(SecondFile.ZipAtTheEnd, content.At));
        Content apart = Apart(content);
        return new WorkItem(apart, reading)
        {
            Way = inside => ZipScanner.Scan(scan, apart, inside, FormatDetector.DetectZip(content.Source, scan.Budget)),
            Meaning = zip => Judge(content, apart, zip, isAtEnd: bytesAfter == 0),
        };
    }
}
