using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SafeLoad.Writing;

/// <summary>Names of shards and their index, as Hugging Face's libraries write and look for them.</summary>
/// <remarks>huggingface_hub, serialization: <c>split_state_dict_into_shards_factory</c>.</remarks>
internal static class ShardNames
{
    /// <summary>The path of a shard: <c>model-00001-of-00003.safetensors</c>.</summary>
    public static string Of(string path, int number, int count) => count == 1 ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}-{number:D5}-of-{count:D5}{Path.GetExtension(path)}"));

    /// <summary>The path of the index: <c>model.safetensors.index.json</c>.</summary>
    public static string IndexOf(string path) => path + ".index.json";

    /// <summary>Spreads tensors over shards, in order: as many in one as fit, and at least one.</summary>
    public static List<List<T>> Split<T>(IEnumerable<T> tensors, Func<T, long> lengthOf, long? most)
    {
        var shards = new List<List<T>> { new() };
        long length = 0;
        foreach (T tensor in tensors)
        {
            long own = lengthOf(tensor);
            if (shards[^1].Count > 0 && most is { } limit && own > limit - length)
            {
                shards.Add([]);
                length = 0;
            }
            shards[^1].Add(tensor);
            length += own;
        }
        return shards;
    }

    /// <summary>The index's text.</summary>
    public static byte[] Index(long totalBytes, IEnumerable<(string Tensor, string File)> map)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber("total_size", totalBytes);
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
