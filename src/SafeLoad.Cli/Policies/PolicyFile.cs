using System.Security.Cryptography;
using System.Text;

namespace SafeLoad.Cli.Policies;

/// <summary>Opens policies.</summary>
internal static class PolicyFile
{
    private const int MaxBytes = 1_000_000;

    /// <summary>Reads a policy.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="today">Entries that expire before it do not count.</param>
    /// <exception cref="UsageException">It cannot be read, or something in it makes no sense.</exception>
    public static Policy Load(string path, DateOnly today)
    {
        string name = Checkpoint.Escape(path);
        try
        {
            byte[] bytes = ReadBytes(path);
            string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return new PolicyReader(today).Read(YamlTree.Read(text.TrimStart('\ufeff')), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (PolicyFormatException problem)
        {
            throw new UsageException(FormattableString.Invariant($"{name}:{problem.Line}:{problem.Column}: {problem.Message}"));
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{name}: the policy is not UTF-8");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{name}: the policy cannot be read: {problem.Message}");
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] bytes = new byte[MaxBytes + 1];
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= MaxBytes ? bytes[..count] : throw new IOException($"it is larger than {MaxBytes} bytes");
    }
}
