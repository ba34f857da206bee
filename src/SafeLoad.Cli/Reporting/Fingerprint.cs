using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Hashes by which report viewers know a finding again.</summary>
internal static class Fingerprint
{
    /// <summary>The same for the same finding in the same content, wherever the file lies and whenever it is scanned.</summary>
    public static string Of(string scanId, Finding finding) =>
        Of(scanId, ReportText.Number(finding), finding.Location.Record, finding.Global);

    /// <summary>SHA-256, in hex, of several texts. Each goes in with its length,
    /// so that no two lists run together to the same bytes.</summary>
    public static string Of(params string?[] texts)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (string? text in texts)
        {
            // Lone surrogates become U+FFFD; two names that differ in nothing else share a fingerprint.
            byte[] bytes = text is null ? [] : Encoding.Unicode.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
            sha.AppendData(length);
            sha.AppendData(bytes);
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
