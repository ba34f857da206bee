namespace SafeLoad.Writing;

/// <summary>A storage's bytes on their way out, little-endian, a piece at a time.</summary>
internal static class StorageBytes
{
    private const int Piece = 1 << 20;

    /// <summary>Reads all bytes of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="sink">Gets the pieces.</param>
    /// <param name="cancellation">Ends it between two pieces.</param>
    /// <exception cref="NotSupportedException">The storage is big-endian, and viewed in several dtypes.</exception>
    public static void Copy(StoragePart part, TensorBytes.Sink sink, CancellationToken cancellation)
    {
        if (part.Source.IsBigEndian && part.Length > 0)
        {
            DType dtype = part.View
                ?? throw new NotSupportedException(
                    $"Storage '{part.Source.Key}' is big-endian and viewed in several dtypes; which bytes change places is not known.");
            TensorBytes.Copy(
                new TensorInfo(dtype, [part.Length / dtype.ItemSize], [1], part.Start / dtype.ItemSize, part.Source), sink, cancellation);
            return;
        }
        byte[] buffer = new byte[(int)Math.Min(Piece, part.Length)];
        for (long done = 0; done < part.Length; done += buffer.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, part.Length - done));
            part.Source.Read(part.Start + done, bytes);
            sink(bytes);
        }
    }
}
