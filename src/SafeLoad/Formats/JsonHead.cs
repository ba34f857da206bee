using System.Text.Json;

namespace SafeLoad.Formats;

/// <summary>Tells JSON by the keys near its beginning.</summary>
internal static class JsonHead
{
    /// <summary>What its files begin with.</summary>
    public static string[] Magics { get; } = [.. TextHead.Blanks, "{", "["];

    /// <summary>Whether bytes begin as a JSON object or array does.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = TextHead.Trim(head);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[') || !TextHead.IsAt(head)) return false;
        ReadOnlySpan<byte> second = text[1..].TrimStart(" \t\r\n"u8);
        // A key, a value, the end, or the beginning of another object or array.
        return second.IsEmpty || second[0] is >= (byte)'0' and <= (byte)'9' || "\"}]{[-tfn"u8.Contains(second[0]);
    }

    /// <summary>Whether an object near the beginning has this key, at whatever depth.</summary>
    public static bool HasKey(ReadOnlySpan<byte> head, ReadOnlySpan<byte> key) => Find(head, key, depth: int.MaxValue);

    /// <summary>Whether the outermost object has this key near the beginning.</summary>
    public static bool HasOuterKey(ReadOnlySpan<byte> head, ReadOnlySpan<byte> key) => Find(head, key, depth: 1);

    private static bool Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> key, int depth)
    {
        if (!IsAt(head)) return false;
        // What was read of it is cut somewhere, and need not go on.
        var reader = new Utf8JsonReader(TextHead.Trim(head), isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000 }));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth <= depth
                    && reader.Is(key)) return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }
}
