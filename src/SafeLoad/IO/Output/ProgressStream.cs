namespace SafeLoad.IO.Output;

/// <summary>Tells how many bytes have been written.</summary>
/// <param name="stream">Where they go; stays open.</param>
/// <param name="progress">Who is told.</param>
/// <param name="before">The bytes that were written elsewhere before.</param>
internal sealed class ProgressStream(Stream stream, IProgress<long> progress, long before = 0) : WriteOnlyStream
{
    private long _written = before;

    public override long Length => stream.Length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        stream.Write(buffer);
        progress.Report(_written += buffer.Length);
    }

    public override void Flush() => stream.Flush();
}
