using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>A value as the file that <c>torch.save</c> would write, and <c>torch.load(weights_only=True)</c> opens.</summary>
internal static class CheckpointFile
{
    private const int Piece = 1 << 20;

    /// <summary>Writes a value with its tensors.</summary>
    /// <param name="root">The value; what the safe loader refuses must have been taken out of it.</param>
    /// <param name="stream">Where to write; need not seek.</param>
    /// <param name="name">The folder inside of the archive: the file's name without its ending, for PyTorch.</param>
    /// <param name="compact">Whether bytes of storages that no tensor views are left out.</param>
    /// <param name="cancellation">Ends it.</param>
    public static void Write(PyValue root, Stream stream, string name, bool compact, CancellationToken cancellation = default)
    {
        StoragePlan plan = StorageCollector.Plan(root, compact);
        byte[] pickle = PickleWriter.Write(root, plan);
        var zip = new TorchZip(stream, name);
        zip.Add("data.pkl", pickle);
        zip.Add(".format_version", "1"u8);
        zip.Add(".storage_alignment", "64"u8);
        zip.Add("byteorder", "little"u8);
        foreach (StoragePart part in plan.Parts) WritePart(zip, part, cancellation);
        zip.Finish();
    }

    private static void WritePart(TorchZip zip, StoragePart part, CancellationToken cancellation)
    {
        TorchZip.Record record = zip.Begin("data/" + part.KeyText, part.Length);
        if (part.Source.IsBigEndian && part.Length > 0)
        {
            DType dtype = part.DType ?? throw new NotSupportedException($"Storage '{part.Source.Key}' is big-endian and viewed in several dtypes; which bytes change places is not known.");
            var elements = new TensorInfo(dtype, [part.Length / dtype.ItemSize], [1], part.Start / dtype.ItemSize, part.Source);
            TensorBytes.Copy(elements, dtype, bytes => zip.Write(record, bytes));
        }
        else
        {
            byte[] buffer = new byte[(int)Math.Min(Piece, part.Length)];
            for (long done = 0; done < part.Length; done += buffer.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, part.Length - done));
                part.Source.Read(part.Start + done, bytes);
                zip.Write(record, bytes);
            }
        }
        zip.End(record);
    }
}
