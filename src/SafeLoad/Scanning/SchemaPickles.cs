using System.Text;
using SafeLoad.Diagnostics;

namespace SafeLoad.Scanning;

/// <summary>Types in the schema of a table that a library makes by unpickling. In Arrow's own
/// files the schema stands at the beginning and at the end, in Parquet at the end and in base64.</summary>
/// <remarks>pyarrow/types.pxi, <c>PyExtensionType</c>; parquet's <c>ARROW:schema</c>.</remarks>
internal static class SchemaPickles
{
    private const int Head = 1 << 20, Tail = 1 << 24;

    /// <summary>Looks for such a type.</summary>
    /// <param name="content">The table.</param>
    /// <param name="sign">The name of the type, as the schema has it.</param>
    /// <param name="reading">Given what is found.</param>
    public static void Search(Content content, string sign, ReadingBuilder reading)
    {
        byte[][] forms = [Encoding.ASCII.GetBytes(sign), .. Enumerable.Range(0, 3).Select(before => InBase64(sign, before))];
        long length = content.Source.Length, tail = Math.Max(Math.Min(Head, length), length - Tail);
        long at = Find(content, 0, Math.Min(Head, length), forms);
        if (at < 0) at = Find(content, tail, length, forms);
        if (at >= 0)
            reading.Add(Finding.Of(DiagnosticId.CustomCode, $"the schema has a type {sign}, which releases of its library unpickle",
                content.AtOffset(at)));
    }

    private static long Find(Content content, long start, long end, byte[][] forms)
    {
        byte[] bytes = new byte[end - start];
        content.Source.ReadExactly(start, bytes);
        foreach (byte[] form in forms)
        {
            if (bytes.AsSpan().IndexOf(form) is >= 0 and var at) return start + at;
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
