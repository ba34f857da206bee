using System.Globalization;
using System.Text;

namespace SafeLoad.Cli.Reporting;

/// <summary>Paths as URIs (RFC 3986): relative with forward slashes where the file lies below the current folder,
/// <c>file:///</c> elsewhere.</summary>
internal static class RelativeUri
{
    public static string Of(string path)
    {
        // No file has such a name; the report of it must still be written.
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) return Escape(path);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        bool isBelow = !Path.IsPathRooted(relative) && relative != ".."
            && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        string slashes = (isBelow ? relative : Path.GetFullPath(path)).Replace(Path.DirectorySeparatorChar, '/');
        return isBelow ? Escape(slashes) : "file:///" + Escape(slashes.TrimStart('/'));
    }

    private static string Escape(string path)
    {
        var uri = new StringBuilder(path.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(path))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' or (byte)'/')
                uri.Append((char)b);
            else uri.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return uri.ToString();
    }
}
