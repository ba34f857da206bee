using System.Globalization;
using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>The zip of PyTorch 1.6 and later.</summary>
/// <remarks>torch/serialization.py, <c>_load</c>; caffe2/serialize/inline_container.cc.</remarks>
internal static class ZipLoader
{
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context, bool verify) =>
        Load(source, ZipContainer.Open(source, context.Budget, verify, static problem => throw problem), context);

    /// <summary>Loads an archive that was opened and found to be without contradictions.</summary>
    public static LoadedCheckpoint Load(ByteSource source, ZipContainer zip, LoadContext context)
    {
        if (zip.Format == CheckpointFormat.Npz) return NpyLoader.LoadZip(zip, context);
        if (zip.Format != CheckpointFormat.Zip) throw Throw.UnsupportedFormat($"this is {FormatDetector.Describe(zip.Format)}", source.Name);
        zip.CheckTopFolder(static problem => throw problem);
        int pickle = zip.Find("data.pkl");
        if (pickle < 0) throw Throw.RecordMissing(zip.TopFolder + "data.pkl", "without it there is nothing to load", zip.Location("data.pkl"));
        int version = ReadVersion(zip);
        bool bigEndian = ReadByteOrder(zip);

        var storages = new ZipStorages(zip, bigEndian);
        var host = new LoadHost(context, new StorageIds(storages));
        PickleData data = ReadPickle(zip, pickle, source, context.Budget);
        PyValue root = PickleRun.Run(data, host, context, out int end);
        PickleRun.ThrowIfRefused(host);
        if (end != data.End) throw Throw.TrailingData(data.End - end, data.At(end));
        context.RunChecks();
        return new LoadedCheckpoint(CheckpointFormat.Zip, root, storages.All, host.Names, Notes(zip), Describe(zip, version, bigEndian)) { Budget = context.Budget };
    }

    private static PickleData ReadPickle(ZipContainer zip, int index, ByteSource source, Budget budget)
    {
        CheckpointLocation at = zip.Location(index);
        budget.ChargePickle(zip.Directory.Records[index].Size, at);
        byte[] bytes = zip.ReadPickle(index);
        return new PickleData(bytes, 0, bytes.Length, 0, source.Name, at.Record);
    }

    // version >= 6 is written as .data/version, and that name is looked for first.
    private static int ReadVersion(ZipContainer zip)
    {
        string name = zip.Find(".data/version") >= 0 ? ".data/version" : "version";
        string text = zip.ReadText(name) ?? throw Throw.RecordMissing(zip.TopFolder + "version", "every PyTorch archive has one", zip.Location("version"));
        return int.TryParse(text.AsSpan().Trim("\r\n "), NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version is >= 1 and <= 10
            ? version : throw Throw.BadVersion(text, zip.Location(name));
    }

    private static bool ReadByteOrder(ZipContainer zip) => zip.ReadText("byteorder") switch
    {
        null or "little" => false,
        "big" => true,
        var text => throw Throw.BadByteOrder(text, zip.Location("byteorder")),
    };

    private static List<string> Notes(ZipContainer zip)
    {
        var notes = new List<string>();
        ZipRecord[] records = zip.Directory.Records;
        if (records.Length > 0 && Array.TrueForAll(records, static record => record.Crc == 0 || record.Size == 0))
            notes.Add("no record has a CRC (torch.serialization.set_crc32_options(False) writes none), so damage cannot be noticed");
        if (zip.Directory.End.TrailingBytes > 0)
            notes.Add(FormattableString.Invariant($"{zip.Directory.End.TrailingBytes:N0} bytes follow the archive and were not read"));
        return notes;
    }

    private static CheckpointWriterInfo Describe(ZipContainer zip, int version, bool bigEndian)
    {
        string torch = zip.Find(".storage_alignment") >= 0 ? "PyTorch 2.7 or later" : zip.Find("byteorder") >= 0 ? "PyTorch 2.1 or later" : "PyTorch 1.6 or later";
        return new CheckpointWriterInfo(FormattableString.Invariant($"{torch} (zip, version {version})"), zip.TopFolder.TrimEnd('/'), version, bigEndian ? "big" : "little", zip.ReadText(".data/serialization_id"));
    }
}
