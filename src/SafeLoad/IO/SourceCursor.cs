namespace SafeLoad.IO;

/// <summary>Walks forward through a source by a small window that grows while the bytes are read in a row and begins anew behind what is
/// skipped, so that headers between tensors cost few bytes and long runs of values few reads.</summary>
internal sealed class SourceCursor(ByteSource source)
{
    private const int FirstWindow = 512;

    private byte[] _window = [];
    private long _windowStart;
    private int _windowLength;
    private int _next = FirstWindow;

    /// <summary>The most bytes that <see cref="Peek"/> shows at once.</summary>
    public const int MaxPeek = 1 << 16;

    /// <summary>Where the next byte is.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes from here to the end.</summary>
    public long Remaining => source.Length - Position;

    /// <summary>The next bytes, fewer only at the end of the source. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        count = (int)Math.Min(Math.Min(count, MaxPeek), Remaining);
        long at = Position - _windowStart;
        if (at > _windowLength - count)
        {
            Fill(count);
            at = 0;
        }
        return _window.AsSpan((int)at, count);
    }

    /// <summary>Goes on by as many bytes; the caller has proven that they are there.</summary>
    public void Advance(long count) => Position += count;

    /// <summary>Reads bytes that the caller has proven to be there.</summary>
    public void Read(Span<byte> destination)
    {
        if (destination.Length <= FirstWindow) Peek(destination.Length).CopyTo(destination);
        else source.ReadExactly(Position, destination);
        Position += destination.Length;
    }

    private void Fill(int count)
    {
        bool isInARow = Position <= _windowStart + _windowLength;
        _next = isInARow && _windowLength > 0 ? Math.Min(_next * 2, MaxPeek) : FirstWindow;
        int wanted = (int)Math.Min(Math.Max(count, _next), Remaining);
        if (_window.Length < wanted) _window = new byte[wanted];
        // Nothing is kept of a window that could not be filled.
        _windowLength = 0;
        source.ReadExactly(Position, _window.AsSpan(0, wanted));
        (_windowStart, _windowLength) = (Position, wanted);
    }
}
