namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>The bytes of a file; one of the reads after <see cref="Arm"/> cancels whoever reads, who gets the bytes all the same.</summary>
internal sealed class CancellingSource(byte[] bytes) : ByteSource
{
    private CancellationTokenSource? _cancelled;
    private int _at, _reads;

    public override long Length => bytes.Length;

    /// <summary>How often bytes were read since <see cref="Arm"/>.</summary>
    public int Reads => _reads;

    /// <summary>Counts from here on.</summary>
    /// <param name="at">The number of the read that cancels.</param>
    /// <returns>What is cancelled then.</returns>
    public CancellationToken Arm(int at)
    {
        _cancelled = new CancellationTokenSource();
        (_at, _reads) = (at, 0);
        return _cancelled.Token;
    }

    public override int Read(long offset, Span<byte> destination)
    {
        if (Interlocked.Increment(ref _reads) == _at) _cancelled!.Cancel();
        int count = (int)Math.Min(destination.Length, Math.Max(0, bytes.Length - offset));
        bytes.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _cancelled?.Dispose();
    }
}
