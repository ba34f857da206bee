using System.Text;

namespace SafeLoad.Text;

/// <summary>Bytes as a text of Latin-1, a letter each: how pickles below protocol 3 hold them.</summary>
internal static class Latin1Text
{
    /// <summary>The bytes of a text; null if it has letters that Latin-1 lacks.</summary>
    public static byte[]? BytesOf(string text)
    {
        foreach (char letter in text)
        {
            if (letter > 0xFF) return null;
        }
        return Encoding.Latin1.GetBytes(text);
    }
}
