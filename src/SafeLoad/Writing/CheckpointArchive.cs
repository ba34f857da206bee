namespace SafeLoad.Writing;

/// <summary>The records of PyTorch's zip: the pickle, what describes the archive, a record for each storage.</summary>
/// <param name="pickle">The value's pickle.</param>
/// <param name="plan">The storages.</param>
/// <param name="name">The folder inside of the archive.</param>
/// <remarks>torch/serialization.py, <c>_save</c>.</remarks>
internal sealed class CheckpointArchive(byte[] pickle, StoragePlan plan, string name) : IFileContent
{
    private long? _length;

    public long Length => _length ??= Count();

    public void Write(Stream stream, CancellationToken cancellation = default) =>
        WriteTo(new TorchZip(stream, name),
            (zip, record, part) => StorageBytes.Copy(part, bytes => zip.Write(record, bytes), cancellation));

    private long Count()
    {
        var counted = new TorchZip(Stream.Null, name);
        WriteTo(counted, static (zip, record, part) => zip.Skip(record, part.Length));
        return counted.Length;
    }

    private void WriteTo(TorchZip zip, Action<TorchZip, TorchZip.Record, StoragePart> writePart)
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
