namespace SafeLoad.Formats.Hdf5;

/// <summary>The elements of a dataset that was never written: its fill value again and again.</summary>
internal sealed class Hdf5FillSource(ByteSource content, byte[] fill, long length) : ByteSource
{
    public override long Length { get; } = length;

    public override string? Name => content.Name;

    public override int Read(long offset, Span<byte> destination)
    {
        // No bytes are read, but a file that is closed says so.
        content.Read(0, []);
        if (offset < 0 || offset >= Length) return 0;
        if (destination.Length > Length - offset) destination = destination[..(int)(Length - offset)];
        Fill(destination, fill, (int)(offset % Math.Max(1, fill.Length)));
        return destination.Length;
    }

    /// <summary>Repeats a value, from one of its bytes on; nothing to repeat means zeros.</summary>
    public static void Fill(Span<byte> destination, ReadOnlySpan<byte> value, int start)
    {
        if (value.IsEmpty)
        {
            destination.Clear();
            return;
        }
        for (int i = 0, at = start; i < destination.Length; i++)
        {
            destination[i] = value[at];
            if (++at == value.Length) at = 0;
        }
    }
}
