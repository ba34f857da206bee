using System.Text;
using System.Text.Json;

namespace SafeLoad.Cli.Policies;

/// <summary>Reads one entry of a baseline.</summary>
internal static class BaselineEntryReader
{
    /// <summary>Reads the members of an entry, behind its brace.</summary>
    /// <exception cref="JsonException">It is no entry.</exception>
    public static BaselineEntry Read(ref Utf8JsonReader json)
    {
        string? scanId = null, rule = null, record = null, global = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("scan_id"u8)) scanId = Value(ref json, scanId);
            else if (json.ValueTextEquals("rule"u8)) rule = Value(ref json, rule);
            else if (json.ValueTextEquals("record"u8)) record = Value(ref json, record);
            else if (json.ValueTextEquals("global"u8)) global = Value(ref json, global);
            else throw BaselineFile.Error("an entry has scan_id, rule, record and global", json);
        }
        if (json.TokenType != JsonTokenType.EndObject || scanId is null || rule is null)
            throw BaselineFile.Error("an entry needs scan_id and rule", json);
        if (scanId.Length != 64 || !scanId.All(char.IsAsciiHexDigitLower))
            throw BaselineFile.Error("a scan_id has 64 hexadecimal digits", json);
        return new BaselineEntry(scanId, rule, record ?? "", global ?? "");
    }

    private static string Value(ref Utf8JsonReader json, string? earlier)
    {
        if (earlier is not null || !json.Read() || json.TokenType != JsonTokenType.String)
            throw BaselineFile.Error("expected one text for each name", json);
        try
        {
            return BaselineEntry.Escape(json.GetString());
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: GetString refuses it, and its escape is already what is compared.
            return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }
}
