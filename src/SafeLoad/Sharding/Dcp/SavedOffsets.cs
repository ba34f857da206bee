using System.Globalization;
using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Sharding.Dcp;

/// <summary>Where the tensors of a safetensors file, which one process of several wrote, begin in the wholes:
/// JSON in its metadata.</summary>
/// <remarks>torch/distributed/checkpoint/_hf_utils.py and hf_storage.py:
/// <c>DCP_SHARDING_INFO</c> = <c>{name: {"saved_offsets": [0, 3]}}</c>.</remarks>
internal static class SavedOffsets
{
    /// <summary>The key in the metadata.</summary>
    public const string Key = "DCP_SHARDING_INFO";

    private const string FileStart = "shard-", FileMiddle = "-model-";

    /// <summary>The offsets by the tensors' names.</summary>
    /// <exception cref="MalformedCheckpointException">It is something else (SL1309).</exception>
    public static Dictionary<string, long[]> Parse(string text, Budget budget, CheckpointLocation at)
    {
        var offsets = new Dictionary<string, long[]>(StringComparer.Ordinal);
        try
        {
            var json = new Utf8JsonReader(Utf8Text.Encode(text));
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Bad("is no JSON object", at);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                if (!offsets.TryAdd(name, ParseEntry(ref json, name, budget, at))) throw Bad($"has {Problems.Name(name)} twice", at);
            }
            json.Read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Bad("is no JSON: " + Printable.Escape(problem.Message), at);
        }
        return offsets;
    }

    /// <summary>The number of the process in a file's name, <c>shard-00001-model-00001-of-00001.safetensors</c>, from 1;
    /// 0 for none.</summary>
    public static int ShardOf(string name)
    {
        int end = name.IndexOf(FileMiddle, StringComparison.Ordinal);
        return end > FileStart.Length && name.StartsWith(FileStart, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(FileStart.Length, end - FileStart.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out int number) ? number : 0;
    }

    private static long[] ParseEntry(ref Utf8JsonReader json, string name, Budget budget, CheckpointLocation at)
    {
        long[]? offsets = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Bad($"gives {Problems.Name(name)} no object", at);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isOffsets = json.ValueTextEquals("saved_offsets"u8);
            json.Read();
            if (!isOffsets) json.Skip();
            else if (offsets is null && json.TokenType == JsonTokenType.StartArray) offsets = Numbers(ref json, name, budget, at);
            else throw Bad($"gives {Problems.Name(name)} offsets that are no list, or several", at);
        }
        return offsets ?? throw Bad($"gives {Problems.Name(name)} no saved_offsets", at);
    }

    private static long[] Numbers(ref Utf8JsonReader json, string name, Budget budget, CheckpointLocation at)
    {
        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                throw Bad($"gives {Problems.Name(name)} an offset that is no whole number", at);
            numbers.Add(number);
            budget.CheckDimensions(numbers.Count, at);
        }
        return [.. numbers];
    }

    private static MalformedCheckpointException Bad(string problem, CheckpointLocation at) => Problems.Dcp($"{Key} {problem}", at);
}
