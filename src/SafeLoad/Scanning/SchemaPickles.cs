using System.Text;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>Types in the schema of a table that a library makes by unpickling. In Arrow's own
/// files the schema stands at the beginning and at the end, in Parquet at the end and in base64.</summary>
/// <remarks>pyarrow/types.pxi, <c>PyExtensionType</c>; parquet's <c>ARROW:schema</c>.</remarks>
internal static class SchemaPickles
{
    private const int Head = 1 << 20, Tail = 1 << 24;

    /// <summary>Looks for such types.</summary>
    /// <param name="content">The table.</param>
    /// <param name="signs">The names of the types, as the schema has them.</param>
    /// <param name="reading">Given what is found.</param>
    public static void Search(Content content, string[] signs, ReadingBuilder reading)
    {
        long length = content.Source.Length, tail = Math.Max(Math.Min(Head, length), length - Tail);
        var open = new List<string>(signs);
        SearchIn(content, 0, Math.Min(Head, length), open, reading);
        SearchIn(content, tail, length, open, reading);
    }

    // What is found is said once.
    private static void SearchIn(Content content, long start, long end, List<string> open, ReadingBuilder reading)
    {
        byte[] bytes = new byte[end - start];
        content.Source.ReadExactly(start, bytes);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            if (Find(bytes, open[i]) is not (>= 0 and var at)) continue;
            reading.Add(Finding.Of(DiagnosticId.CustomCode, $"the schema has a type {open[i]}, which releases of its library unpickle",
                content.AtOffset(start + at)));
            open.RemoveAt(i);
        }
    }

    private static int Find(ReadOnlySpan<byte> bytes, string sign)
    {
        foreach (byte[] form in (byte[][])[Encoding.ASCII.GetBytes(sign), InBase64(sign, 0), InBase64(sign, 1), InBase64(sign, 2)])
        {
            if (bytes.IndexOf(form) is >= 0 and var at) return at;
        }
        return -1;
    }

    // The letters that are the same whatever stands around the text, where as many bytes stand before it in their group of three.
    private static byte[] InBase64(string text, int before)
    {
        byte[] bytes = [.. new byte[before], .. Encoding.ASCII.GetBytes(text)];
        string letters = Convert.ToBase64String(bytes);
        return Encoding.ASCII.GetBytes(letters[((before * 8 + 5) / 6)..(bytes.Length * 8 / 6)]);
    }
}
