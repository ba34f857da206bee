using System.Buffers.Text;
using System.Text;

namespace SafeLoad.Formats.Tar;

/// <summary>The records of a pax header: a length, a key and a value in each line.</summary>
/// <remarks>POSIX.1-2017, pax, "pax Header File Format".</remarks>
internal static class PaxRecords
{
    /// <summary>Reads records up to the first that is none.</summary>
    /// <param name="text">The header's bytes.</param>
    /// <param name="take">Given the key and the value of each.</param>
    /// <returns>Whether there is nothing else: not to every reader are other bytes the end.</returns>
    public static bool Read(ReadOnlySpan<byte> text, Action<string, string> take)
    {
        while (!text.IsEmpty && text[0] != 0)
        {
            if (!Utf8Parser.TryParse(text, out int length, out int digits) || text[0] is < (byte)'0' or > (byte)'9'
                || length > text.Length || length < digits + 2 || text[digits] != ' ' || text[length - 1] != '\n') return false;
            ReadOnlySpan<byte> record = text[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0) return false;
            take(Encoding.UTF8.GetString(record[..equals]), Encoding.UTF8.GetString(record[(equals + 1)..]));
            text = text[length..];
        }
        return text.IndexOfAnyExcept((byte)0) < 0;
    }
}
