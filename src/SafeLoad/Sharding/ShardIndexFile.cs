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

    private readonly JsonTokens _json;
    private readonly CheckpointLocation _at;
    private readonly NameTable _names = new();
    private readonly List<int> _fileOf = [];
    private readonly List<string> _files = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private ShardIndexFile(ByteSource source, CheckpointLocation at)
    {
        _json = new JsonTokens(source, MaxDepth);
        _at = at;
    }

    /// <summary>Every tensor's name with the number of its file in <see cref="Files"/>, in the order of the index; no name twice. Made as
    /// they are asked for. Chosen by the file.</summary>
    public IEnumerable<(string Name, int File)> Weights
    {
        get
        {
            for (int i = 0; i < _fileOf.Count; i++) yield return (Utf8Text.Decode(_names[i]), _fileOf[i]);
        }
    }

    /// <summary>The files' names, once each, in the order in which they are first named. Chosen by the file.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The members of <c>metadata</c>: text as it is, everything else as it stands in the JSON. Chosen by the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Whether a file is named like such an index.</summary>
    public static bool IsNamedLike(string path) => path.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The number of the file to which a tensor's name is given; -1 for none.</summary>
    public int FileOf(string name) => _names.Find(Utf8Text.Encode(name)) is >= 0 and var number ? _fileOf[number] : -1;

    /// <summary>Reads an index, piece by piece.</summary>
    /// <exception cref="MalformedCheckpointException">It breaks a rule of the format (SL1306).</exception>
    /// <exception cref="LimitExceededException">It is larger than <see cref="CheckpointLimits.MaxDirectoryBytes"/> allows.</exception>
    public static ShardIndexFile Read(ByteSource source, Budget budget)
    {
        var at = new CheckpointLocation(source.Name);
        budget.CheckDirectoryBytes(source.Length, at);
        return Read(source, at);
    }

    /// <summary>Reads an index whose length is the caller's to judge.</summary>
    /// <exception cref="MalformedCheckpointException">It breaks a rule of the format (SL1306).</exception>
    public static ShardIndexFile Read(ByteSource source, CheckpointLocation at)
    {
        var index = new ShardIndexFile(source, at);
        try
        {
            index.Read();
        }
        catch (JsonException problem)
        {
            throw Problems.ShardIndex("the index is no JSON: " + Printable.Escape(problem.Message), at);
        }
        // Text that is invalid UTF-8, or has lone surrogates as escapes.
        catch (InvalidOperationException)
        {
            throw Problems.ShardIndex("the index holds text that is not valid Unicode", at);
        }
        return index;
    }

    private void Read()
    {
        if (!_json.Read() || _json.Type != JsonTokenType.StartObject) throw Bad("the index is no JSON object");
        var members = new HashSet<string>(StringComparer.Ordinal);
        while (_json.Read() && _json.Type == JsonTokenType.PropertyName)
        {
            string name = Utf8Text.Decode(_json.Text);
            if (!members.Add(name)) throw Bad($"the index has '{Printable.Escape(name)}' twice");
            _json.Read();
            if (name == "weight_map") ReadWeights();
            else if (name == "metadata") ReadMetadata();
            else _json.Skip();
        }
        // The reader itself refuses everything but white space behind the object.
        _json.Read();
        if (!members.Contains("weight_map")) throw Bad("the index has no weight_map");
        if (_files.Count == 0) throw Bad("the index names no shard: its weight_map is empty");
    }

    private void ReadWeights()
    {
        if (_json.Type != JsonTokenType.StartObject) throw Bad("weight_map is no object");
        var files = new NameTable();
        while (_json.Read() && _json.Type == JsonTokenType.PropertyName)
        {
            if (!_names.Add(_json.Text, out int number)) throw Bad($"weight_map has '{NameOf(number)}' twice");
            _json.Read();
            if (_json.Type != JsonTokenType.String) throw Bad($"weight_map gives '{NameOf(number)}' something else than a file's name");
            if (files.Add(_json.Text, out int file)) _files.Add(Utf8Text.Decode(_json.Text));
            _fileOf.Add(file);
        }
    }

    private void ReadMetadata()
    {
        if (_json.Type == JsonTokenType.Null) return;
        if (_json.Type != JsonTokenType.StartObject) throw Bad("metadata is no object");
        while (_json.Read() && _json.Type == JsonTokenType.PropertyName)
        {
            string name = Utf8Text.Decode(_json.Text);
            _json.Read();
            string text = _json.Type == JsonTokenType.String ? Utf8Text.Decode(_json.Text)
                : Utf8Text.Decode(_json.ReadRaw(), lenient: true);
            if (!_metadata.TryAdd(name, text)) throw Bad($"metadata has '{Printable.Escape(name)}' twice");
        }
    }

    private string NameOf(int number) => Printable.Escape(Utf8Text.Decode(_names[number]));

    private MalformedCheckpointException Bad(string problem) => Problems.ShardIndex(problem, _at);
}
