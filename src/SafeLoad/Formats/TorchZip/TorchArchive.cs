using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Formats.TorchZip;

/// <summary>What all archives of PyTorch's own zip writer have in common: one top folder, a version, a byte order,
/// pickles and storages as records.</summary>
/// <remarks>caffe2/serialize/inline_container.cc.</remarks>
internal sealed class TorchArchive
{
    private const int ShownRecords = 5;

    private readonly ByteSource _source;
    private readonly LoadContext _context;

    private TorchArchive(ByteSource source, ZipContainer zip, LoadContext context)
    {
        _source = source;
        _context = context;
        Zip = zip;
        context.Try(() => Version = ReadVersion(zip));
        context.Try(() => IsBigEndian = ReadByteOrder(zip));
    }

    public ZipContainer Zip { get; }

    public int Version { get; private set; }

    public bool IsBigEndian { get; private set; }

    /// <summary>Proves that all records stand in one folder, and reads version and byte order.</summary>
    public static TorchArchive Open(ByteSource source, ZipContainer zip, LoadContext context)
    {
        zip.CheckTopFolder(context.Refuse);
        return new TorchArchive(source, zip, context);
    }

    /// <summary>The storages of the records <c>data/KEY</c>.</summary>
    public ZipStorages Storages() => Storages(static key => "data/" + key);

    /// <summary>The storages, by the record that a key means.</summary>
    public ZipStorages Storages(Func<string, string> recordOf) => new(Zip, IsBigEndian, recordOf, Open);

    /// <summary>Runs the pickle of a record.</summary>
    public PyValue Run(int record, RebuildHost host)
    {
        CheckpointLocation at = Zip.Location(record);
        _context.Budget.ChargePickle(Zip.Directory.Records[record].Size, at);
        byte[] bytes = Zip.ReadPickle(record);
        var data = new PickleData(bytes, 0, bytes.Length, 0, _source.Name, at.Record);
        PyValue value = PickleRun.Run(data, host, _context, out int end);
        if (end != data.End && !host.HasRefused) _context.Refuse(Problems.TrailingData(data.End - end, data.At(end)));
        return value;
    }

    /// <summary>The names of the records that pass, without the top folder, in the archive's order.</summary>
    public List<(int Index, string Name)> Records(Func<string, bool> filter)
    {
        var records = new List<(int, string)>();
        for (int i = 0; i < Zip.Directory.Records.Length; i++)
        {
            string name = Zip.Directory.NameOf(i)[Zip.TopFolder.Length..];
            if (filter(name)) records.Add((i, name));
        }
        return records;
    }

    /// <summary>Names the records of code, which are listed and never run.</summary>
    /// <param name="notes">Gets the note; nothing if there are no such records.</param>
    /// <param name="what">What they are.</param>
    /// <param name="filter">Which records are code.</param>
    public void NoteCode(List<string> notes, string what, Func<string, bool> filter)
    {
        List<(int Index, string Name)> code = Records(filter);
        if (code.Count == 0) return;
        string names = ListText.Of(code, ShownRecords, static record => Printable.Escape(record.Name));
        notes.Add(FormattableString.Invariant($"{what}, not run: {code.Count} records ({names})"));
    }

    /// <summary>What is worth knowing of every archive.</summary>
    public List<string> Notes()
    {
        var notes = new List<string>();
        ZipRecord[] records = Zip.Directory.Records;
        int withoutCrc = 0;
        while (withoutCrc < records.Length && (records[withoutCrc].Crc == 0 || records[withoutCrc].Size == 0)) withoutCrc++;
        if (records.Length > 0 && withoutCrc == records.Length)
            notes.Add("no record has a CRC (torch.serialization.set_crc32_options(False) writes none), so damage cannot be noticed");
        if (Zip.Directory.End.TrailingBytes > 0)
            notes.Add(FormattableString.Invariant($"{Zip.Directory.End.TrailingBytes:N0} bytes follow the archive and were not read"));
        return notes;
    }

    /// <summary>What the file tells about its writer.</summary>
    /// <param name="description">What wrote it.</param>
    public CheckpointWriterInfo Describe(string description) =>
        new(FormattableString.Invariant($"{description} (zip, version {Version})"), Zip.TopFolder.TrimEnd('/'), Version, IsBigEndian ? "big"
            : "little", Zip.ReadText(".data/serialization_id"));

    // Of a storage that cannot be unpacked all can be proven that does not depend on its bytes.
    private ByteSource? Open(int record)
    {
        try
        {
            return Zip.Open(record);
        }
        catch (UnsupportedCheckpointException problem) when (_context.IsCheck)
        {
            _context.Refuse(problem);
            return null;
        }
    }

    // version >= 6 is written as .data/version, and that name is looked for first.
    private static int ReadVersion(ZipContainer zip)
    {
        string name = zip.Find(".data/version") >= 0 ? ".data/version" : "version";
        string text = zip.ReadText(name)
            ?? throw Problems.RecordMissing(zip.TopFolder + "version", "every PyTorch archive has one", zip.Location("version"));
        return int.TryParse(text.AsSpan().Trim("\r\n "), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            && version is >= 1 and <= 10
            ? version : throw Problems.BadVersion(text, zip.Location(name));
    }

    private static bool ReadByteOrder(ZipContainer zip) => zip.ReadText("byteorder") switch
    {
        null or "little" => false,
        "big" => true,
        var text => throw Problems.BadByteOrder(text, zip.Location("byteorder")),
    };
}
