using SafeLoad.Diagnostics;

namespace SafeLoad.IO;

/// <summary>Reads a stream that cannot seek into memory, no further than the limit.</summary>
internal static class StreamBuffer
{
    public static byte[] ReadToEnd(Stream stream, CheckpointOptions options)
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        long limit = Math.Min(options.Limits.MaxBufferedBytes, Array.MaxLength);
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > limit) throw new Budget(options.Limits).StreamExceeded(new CheckpointLocation(options.FileName));
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
