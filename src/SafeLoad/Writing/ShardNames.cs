using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SafeLoad.Writing;

/// <summary>Names of shards and their index, as Hugging Face's libraries write and look for them.</summary>
/// <remarks>huggingface_hub, serialization: <c>split_state_dict_into_shards_factory</c>.</remarks>
internal static class ShardNames
{
    private const string TotalSize = "total_size";

    /// <summary>The path of a shard: <c>model-00001-of-00003.safetensors</c>, <c>model_part_0.pt</c>.</summary>
    /// <param name="path">The path that it is made of.</param>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="count">How many there are; one alone has the path itself.</param>
    /// <param name="isPart">Whether there is no index that would name them.</param>
    public static string Of(string path, int index, int count, bool isPart)
    {
        if (count == 1) return path;
        string stem = Path.GetFileNameWithoutExtension(path), extension = Path.GetExtension(path);
        string name = isPart
            ? string.Create(CultureInfo.InvariantCulture, $"{stem}_part_{index}{extension}")
            : string.Create(CultureInfo.InvariantCulture, $"{stem}-{index + 1:D5}-of-{count:D5}{extension}");
        return Path.Combine(Path.GetDirectoryName(path) ?? "", name);
    }

    /// <summary>The path of the index: <c>model.safetensors.index.json</c>.</summary>
    public static string IndexOf(string path) => path + ".index.json";

    /// <summary>Spreads tensors over shards, in order: as many in one as fit, and at least one.</summary>
    public static List<List<T>> Split<T>(IReadOnlyCollection<T> tensors, Func<T, long> lengthOf, SaveOptions options)
    {
        var shards = new List<List<T>> { new() };
        long length = 0, before = 0, all = options.ShardCount is null ? 0 : tensors.Sum(lengthOf);
        foreach (T tensor in tensors)
        {
            long own = lengthOf(tensor);
            bool isFull = options.MaxShardBytes is { } most && own > most - length;
            // Of a number of shards: a tensor goes where its middle lies.
            if (options.ShardCount is { } count)
                isFull |= shards.Count < count && (before + own / 2.0) * count >= (double)all * shards.Count;
            if (isFull && shards[^1].Count > 0)
            {
                shards.Add([]);
                length = 0;
            }
            shards[^1].Add(tensor);
            length += own;
            before += own;
        }
        return shards;
    }

    /// <summary>The index's text.</summary>
    /// <param name="totalBytes">The bytes of all tensors.</param>
    /// <param name="map">The file of each tensor.</param>
    /// <param name="metadata">Free text by key.</param>
    public static byte[] Index(long totalBytes, IEnumerable<(string Tensor, string File)> map,
        IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber(TotalSize, totalBytes);
            foreach (var (key, value) in metadata.Where(static entry => entry.Key != TotalSize)) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach (var (tensor, file) in map) json.WriteString(tensor, file);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.Write(Encoding.UTF8.GetBytes("\n"));
        return stream.ToArray();
    }
}
