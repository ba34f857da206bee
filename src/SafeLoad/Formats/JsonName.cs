using System.Text.Json;

namespace SafeLoad.Formats;

/// <summary>Names and texts of JSON, compared.</summary>
internal static class JsonName
{
    /// <summary>Whether the name or text that a reader stands at is a certain one. Half of a surrogate pair, written as an escape, is valid
    /// in JSON, and no text that the framework would compare.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
