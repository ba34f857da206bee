using SafeLoad.IO;

namespace SafeLoad.Cli.Input;

/// <summary>A file that comes in on stdin: all of it in memory, once, because archives are read from their end.</summary>
internal static class StandardInput
{
    /// <exception cref="IOException">It cannot be read, or holds more than <see cref="CheckpointLimits.MaxBufferedBytes"/>.</exception>
    public static ByteSource Read(Stream stream, string name, CheckpointLimits limits, CancellationToken cancellation)
    {
        var bytes = new ChunkedByteSource(name);
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (bytes.Length + read > limits.MaxBufferedBytes)
                throw new IOException(
                    FormattableString.Invariant($"stdin holds more than {limits.MaxBufferedBytes:N0} bytes; save it as a file first"));
            bytes.Append(buffer.AsSpan(0, read));
        }
        return bytes;
    }
}
