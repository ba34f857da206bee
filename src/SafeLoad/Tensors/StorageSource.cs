namespace SafeLoad.Tensors;

/// <summary>A part of a storage as a source of bytes: what a storage view reads.</summary>
internal sealed class StorageSource(StorageInfo storage, long start, long length) : ByteSource
{
    public override long Length { get; } = length;

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        if (destination.Length > Length - offset) destination = destination[..(int)(Length - offset)];
        storage.Read(start + offset, destination);
        return destination.Length;
    }
}
