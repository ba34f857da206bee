namespace SafeLoad.IO;

/// <summary>Sources one after the other, as one; they are closed with it.</summary>
internal sealed class ConcatenatedByteSource : ByteSource
{
    private readonly ByteSource[] _parts;
    private readonly long[] _starts;

    /// <summary>Puts sources together.</summary>
    /// <param name="parts">The sources, in order; they belong to this one from now on.</param>
    /// <param name="name">What messages call it; null for nothing.</param>
    public ConcatenatedByteSource(IEnumerable<ByteSource> parts, string? name)
    {
        // An empty part holds no byte that could be asked for.
        _parts = [.. parts];
        _starts = new long[_parts.Length];
        for (int i = 0; i < _parts.Length; i++)
        {
            _starts[i] = Length;
            Length += _parts[i].Length;
        }
        Name = name;
    }

    public override long Length { get; }

    public override string? Name { get; }

    internal override IEnumerable<string> Files => _parts.SelectMany(static part => part.Files);

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        int part = PartAt(offset);
        return _parts[part].Read(offset - _starts[part], destination);
    }

    internal override bool TryLocate(long offset, out string path, out long position)
    {
        (path, position) = ("", 0);
        if (offset < 0 || offset >= Length) return false;
        int part = PartAt(offset);
        return _parts[part].TryLocate(offset - _starts[part], out path, out position);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (ByteSource part in _parts) part.Dispose();
    }

    // The last part that begins there or before: of several that begin at one place all but the last are empty.
    private int PartAt(long offset)
    {
        int low = 0, high = _starts.Length - 1;
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (_starts[middle] <= offset) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
