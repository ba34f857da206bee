using System.Security.Cryptography;
using System.Text;

namespace SafeLoad.Scanning.Findings;

/// <summary>What a scan counts over all of a file's readings: the bytes that were decoded, and those that were not for a reason.</summary>
internal sealed class PickleTrace : IDisposable
{
    // To make one costs as much as to hash a small file: a thread that scans many files keeps its own.
    [ThreadStatic]
    private static IncrementalHash? s_spare;

    private readonly IncrementalHash _decoded = TakeSpare() ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isFinished;

    public long BytesRead { get; private set; }

    public long BytesSkippedAsStorage { get; set; }

    public void Decoded(ReadOnlySpan<byte> bytes)
    {
        BytesRead += bytes.Length;
        _decoded.AppendData(bytes);
    }

    /// <summary>Takes the first bytes of a source for decoded.</summary>
    public void Decode(ByteSource source, long length)
    {
        byte[] buffer = new byte[(int)Math.Min(1 << 20, length)];
        for (long done = 0; done < length;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done));
            source.ReadExactly(done, piece);
            Decoded(piece);
            done += piece.Length;
        }
    }

    public string FinishScanId()
    {
        _isFinished = true;
        return Hex(_decoded.GetHashAndReset());
    }

    public void Dispose()
    {
        if (!_isFinished) _decoded.GetHashAndReset();
        s_spare?.Dispose();
        s_spare = _decoded;
    }

    // The framework's own way is by vectors, which are compiled while the command runs.
    private static string Hex(byte[] bytes)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        Span<byte> text = stackalloc byte[2 * SHA256.HashSizeInBytes];
        for (int i = 0; i < bytes.Length; i++) (text[2 * i], text[2 * i + 1]) = (digits[bytes[i] >> 4], digits[bytes[i] & 0xF]);
        return Encoding.ASCII.GetString(text);
    }

    private static IncrementalHash? TakeSpare()
    {
        IncrementalHash? spare = s_spare;
        s_spare = null;
        return spare;
    }
}
