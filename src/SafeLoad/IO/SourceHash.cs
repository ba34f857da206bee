using System.Security.Cryptography;
using SafeLoad.Diagnostics;

namespace SafeLoad.IO;

/// <summary>The SHA-256 of a whole source.</summary>
internal static class SourceHash
{
    public static void Check(ByteSource source, string expected)
    {
        if (expected.Length != 64 || !expected.All(char.IsAsciiHexDigit))
            throw new ArgumentException("A SHA-256 has 64 hexadecimal digits.", nameof(CheckpointOptions.ExpectedSha256));
        string found = Compute(source);
        if (!found.Equals(expected, StringComparison.OrdinalIgnoreCase))
            throw Problems.HashMismatch(found, expected.ToLowerInvariant(), source.Name);
    }

    private static string Compute(ByteSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long position = 0; position < source.Length;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, source.Length - position));
            source.ReadExactly(position, piece);
            hash.AppendData(piece);
            position += piece.Length;
        }
        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }
}
