using System.Security.Cryptography;

namespace SafeLoad.Cli.Commands;

/// <summary>The SHA-256 of every byte of a file.</summary>
internal static class FileHash
{
    /// <summary>The hash in hex; null if <paramref name="isOver"/> says so before the file ends.</summary>
    /// <exception cref="IOException">The file cannot be read, or became shorter meanwhile.</exception>
    public static string? Compute(ByteSource source, Func<bool> isOver, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long position = 0; position < source.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (isOver()) return null;
            int read = source.Read(position, buffer);
            if (read <= 0) throw new IOException("the file became shorter while it was read");
            hash.AppendData(buffer, 0, read);
            position += read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
