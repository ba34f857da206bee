using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Sharding;

/// <summary>
/// The index of a sharded model (<c>*.index.json</c>): which file holds which tensor. Strict JSON in which nothing stands twice;
/// whether the files' names are good is for the reader to judge (<see cref="ShardFileName"/>).
/// </summary>
/// <remarks>huggingface_hub/serialization and transformers/modeling_utils.py:
/// <c>{"metadata": {"total_size": …}, "weight_map": {tensor: file}}</c>.</remarks>
internal sealed class ShardIndexFile
{
    private const int MaxDepth = 64;

    private readonly byte[] _json;
    private readonly CheckpointLocation _at;
    private readonly List<(string Name, int File)> _weights = [];
    private readonly List<string> _files = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private ShardIndexFile(byte[] json, CheckpointLocation at)
    {
        _json = json;
        _at = at;
    }

    /// <summary>Every tensor's name with the number of its file in <see cref="Files"/>, in the order of the index; no name twice.
    /// Chosen by the file.</summary>
    public IReadOnlyList<(string Name, int File)> Weights => _weights;

    /// <summary>The files' names, once each, in the order in which they are first named. Chosen by the file.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The members of <c>metadata</c>: text as it is, everything else as it stands in the JSON. Chosen by the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Whether a file is named like such an index.</summary>
    public static bool IsNamedLike(string path) => path.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an index.</summary>
    /// <exception cref="MalformedCheckpointException">It breaks a rule of the format (SL1306).</exception>
    /// <exception cref="LimitExceededException">It is larger than <see cref="CheckpointLimits.MaxDirectoryBytes"/> allows.</exception>
    public static ShardIndexFile Read(ByteSource source, Budget budget)
    {
        var at = new CheckpointLocation(source.Name);
        budget.CheckDirectoryBytes(source.Length, at);
        byte[] json = new byte[Math.Min(source.Length, Array.MaxLength)];
        source.ReadExactly(0, json);
        return Parse(json, at);
    }

    /// <summary>Reads an index out of its bytes.</summary>
    /// <exception cref="MalformedCheckpointException">It breaks a rule of the format (SL1306).</exception>
    public static ShardIndexFile Parse(byte[] json, CheckpointLocation at)
    {
        var index = new ShardIndexFile(json, at);
        try
        {
            index.Parse();
        }
        catch (JsonException problem)
        {
            throw Problems.ShardIndex("the index is no JSON: " + Printable.Escape(problem.Message), at);
        }
        // GetString on invalid UTF-8 or lone surrogate escapes.
        catch (InvalidOperationException)
        {
            throw Problems.ShardIndex("the index holds text that is not valid Unicode", at);
        }
        return index;
    }

    private void Parse()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Bad("the index is no JSON object");
        var members = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!members.Add(name)) throw Bad($"the index has '{Printable.Escape(name)}' twice");
            reader.Read();
            if (name == "weight_map") ReadWeights(ref reader);
            else if (name == "metadata") ReadMetadata(ref reader);
            else reader.Skip();
        }
        // The reader itself refuses everything but white space behind the object.
        reader.Read();
        if (!members.Contains("weight_map")) throw Bad("the index has no weight_map");
        if (_files.Count == 0) throw Bad("the index names no shard: its weight_map is empty");
    }

    private void ReadWeights(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad("weight_map is no object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int file = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw Bad($"weight_map has '{Printable.Escape(name)}' twice");
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Bad($"weight_map gives '{Printable.Escape(name)}' something else than a file's name");
            // Neighbours mostly lie in one file.
            if (file < 0 || !reader.ValueTextEquals(_files[file]))
            {
                string text = reader.GetString()!;
                if (!numbers.TryGetValue(text, out file))
                {
                    file = _files.Count;
                    numbers.Add(text, file);
                    _files.Add(text);
                }
            }
            _weights.Add((name, file));
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad("metadata is no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (!_metadata.TryAdd(name, TextOf(ref reader))) throw Bad($"metadata has '{Printable.Escape(name)}' twice");
        }
    }

    private string TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Utf8Text.Decode(_json.AsSpan(start, (int)reader.BytesConsumed - start), lenient: true);
    }

    private MalformedCheckpointException Bad(string problem) => Problems.ShardIndex(problem, _at);
}
