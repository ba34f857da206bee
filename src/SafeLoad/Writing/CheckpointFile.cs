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
    public static void Write(PyValue root, Stream stream, string name, bool compact, CancellationToken cancellation = default) =>
        Write(root, new TorchZip(stream, name), compact, (zip, part) => WritePart(zip, part, cancellation));

    /// <summary>The number of bytes that <see cref="Write(PyValue, Stream, string, bool, CancellationToken)"/> would write; no tensor is read for it.</summary>
    public static long LengthOf(PyValue root, string name, bool compact)
    {
        var zip = new TorchZip(Stream.Null, name);
        Write(root, zip, compact, static (zip, part) =>
        {
            TorchZip.Record record = zip.Begin("data/" + part.KeyText, part.Length);
            zip.Skip(record, part.Length);
            zip.End(record);
        });
        return zip.Length;
    }

    private static void Write(PyValue root, TorchZip zip, bool compact, Action<TorchZip, StoragePart> writePart)
    {
        StoragePlan plan = StorageCollector.Plan(root, compact);
        zip.Add("data.pkl", PickleWriter.Write(root, plan));
        zip.Add(".format_version", "1"u8);
        zip.Add(".storage_alignment", "64"u8);
        zip.Add("byteorder", "little"u8);
        foreach (StoragePart part in plan.Parts) writePart(zip, part);
        zip.Finish();
    }

    private static void WritePart(TorchZip zip, StoragePart part, CancellationToken cancellation)
    {
        TorchZip.Record record = zip.Begin("data/" + part.KeyText, part.Length);
        if (part.Source.IsBigEndian && part.Length > 0)
        {
            DType dtype = part.View ?? throw new NotSupportedException($"Storage '{part.Source.Key}' is big-endian and viewed in several dtypes; which bytes change places is not known.");
            var elements = new TensorInfo(dtype, [part.Length / dtype.ItemSize], [1], part.Start / dtype.ItemSize, part.Source);
            TensorBytes.Copy(elements, bytes => zip.Write(record, bytes), cancellation);
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
