namespace SafeLoad.Sharding;

/// <summary>The elements of a tensor in order, read from the blocks that it was saved in, as far as they are asked for.</summary>
internal sealed class JoinedByteSource(long[] size, int itemSize, ChunkTree tree, JoinedPart[] parts) : ByteSource
{
    public override long Length { get; } = size.Aggregate((long)itemSize, static (bytes, length) => bytes * length);

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        if (destination.Length > Length - offset) destination = destination[..(int)(Length - offset)];
        long[] place = new long[size.Length];
        int done = 0;
        while (done < destination.Length)
        {
            long element = (offset + done) / itemSize, rest = element;
            int skip = (int)((offset + done) % itemSize);
            for (int i = size.Length - 1; i >= 0; i--) (rest, place[i]) = Math.DivRem(rest, size[i]);
            JoinedPart part = parts[tree.Find(place)];
            long index = part.IndexOf(place);
            long left = (part.RunElements - index % part.RunElements) * itemSize - skip;
            done += part.Read(index, skip, destination.Slice(done, (int)Math.Min(left, destination.Length - done)));
        }
        return done;
    }
}
