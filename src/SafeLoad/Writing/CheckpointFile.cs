using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>A value as the file that <c>torch.save</c> would write, and <c>torch.load(weights_only=True)</c> opens.</summary>
internal static class CheckpointFile
{
    /// <summary>Writes a value with its tensors.</summary>
    /// <param name="root">The value; what the safe loader refuses must have been taken out of it.</param>
    /// <param name="stream">Where to write; need not seek.</param>
    /// <param name="name">The folder inside of the archive: the file's name without its ending, for PyTorch.</param>
    /// <param name="isLegacy">Whether as the stream of PyTorch before 1.6, not as a zip.</param>
    /// <param name="compact">Whether bytes of storages that no tensor views are left out.</param>
    /// <param name="cancellation">Ends it.</param>
    public static void Write(PyValue root, Stream stream, string name, bool isLegacy, bool compact, CancellationToken cancellation = default)
    {
        StoragePlan plan = StorageCollector.Plan(root, compact);
        byte[] pickle = PickleWriter.Write(root, plan, isLegacy);
        if (isLegacy)
        {
            LegacyStream.Write(pickle, plan, stream, cancellation);
            return;
        }
        WriteZip(new TorchZip(stream, name), pickle, plan, (zip, record, part) => StorageBytes.Copy(part, bytes => zip.Write(record, bytes), cancellation));
    }

    /// <summary>The number of bytes that <see cref="Write"/> would write; no tensor is read for it.</summary>
    public static long LengthOf(PyValue root, string name, bool isLegacy, bool compact)
    {
        StoragePlan plan = StorageCollector.Plan(root, compact);
        byte[] pickle = PickleWriter.Write(root, plan, isLegacy);
        if (isLegacy) return LegacyStream.LengthOf(pickle, plan);
        var counted = new TorchZip(Stream.Null, name);
        WriteZip(counted, pickle, plan, static (zip, record, part) => zip.Skip(record, part.Length));
        return counted.Length;
    }

    private static void WriteZip(TorchZip zip, byte[] pickle, StoragePlan plan, Action<TorchZip, TorchZip.Record, StoragePart> writePart)
    {
        zip.Add("data.pkl", pickle);
        zip.Add(".format_version", "1"u8);
        zip.Add(".storage_alignment", "64"u8);
        zip.Add("byteorder", "little"u8);
        foreach (StoragePart part in plan.Parts)
        {
            TorchZip.Record record = zip.Begin("data/" + part.KeyText, part.Length);
            writePart(zip, record, part);
            zip.End(record);
        }
        zip.Finish();
    }
}
