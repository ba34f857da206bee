using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary>Compares a file with the hash that its name holds: 64 hexadecimal digits anywhere, or 8 and more of them between a dash and the
/// extension, as in <c>resnet18-5c106cde.pth</c>.</summary>
/// <remarks>torch/hub.py, HASH_REGEX: such names are how torch.hub itself checks a download.</remarks>
internal static class NameHash
{
    private const int WholeDigits = 64, FewestDigits = 8;

    /// <summary>What the comparison says; null if the name holds no hash.</summary>
    public static Finding? Check(string path, string sha256)
    {
        string name = Path.GetFileName(path);
        if (Find(name) is not { } expected) return null;
        CheckpointLocation at = new(path);
        if (sha256.StartsWith(expected, StringComparison.OrdinalIgnoreCase))
            return Finding.Of(DiagnosticId.HashInName, $"the SHA-256 begins with {expected}, as the file's name says", at);
        // Digits alone are rather a date or a number of steps.
        if (expected.Length < WholeDigits && expected.All(char.IsAsciiDigit)) return null;
        return Finding.Of(DiagnosticId.HashMismatch, $"the file's name holds the hash {expected}; its SHA-256 is {sha256}", at);
    }

    private static string? Find(string name)
    {
        string? beforeExtension = null;
        for (int start = 0; start < name.Length; start++)
        {
            int end = start;
            while (end < name.Length && char.IsAsciiHexDigit(name[end])) end++;
            if (end - start == WholeDigits) return name[start..end];
            bool isBeforeExtension = start > 0 && name[start - 1] == '-' && end < name.Length && name[end] == '.';
            if (isBeforeExtension && end - start is >= FewestDigits and < WholeDigits
                && !name.AsSpan(start, end - start).ContainsAnyInRange('A', 'F')) beforeExtension ??= name[start..end];
            start = end;
        }
        return beforeExtension;
    }
}
