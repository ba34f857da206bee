namespace SafeLoad.IO;

/// <summary>A part of another source; disposing it leaves the other one open.</summary>
internal sealed class SliceByteSource(ByteSource parent, long start, long length) : ByteSource
{
    public override long Length { get; } = length;

    public override string? Name => parent.Name;

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        if (destination.Length > Length - offset) destination = destination[..(int)(Length - offset)];
        return parent.Read(start + offset, destination);
    }

    internal override bool TryLocate(long offset, out string path, out long position) =>
        parent.TryLocate(start + offset, out path, out position);

    public override bool TryGetMemory(long offset, int count, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return offset >= 0 && offset <= Length && count <= Length - offset && parent.TryGetMemory(start + offset, count, out memory);
    }
}
