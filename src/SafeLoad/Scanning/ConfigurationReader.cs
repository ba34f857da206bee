using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Scanning;

/// <summary>Looks through a configuration, JSON or YAML, for what has a loader import, call or run something. One walk, and a list of what
/// is open instead of recursion.</summary>
/// <param name="reading">Given what is found.</param>
/// <param name="locate">The place of an offset.</param>
/// <param name="pickles">Given each value, which may be a pickle.</param>
/// <param name="isPipelineIndex">Whether the file is called like the index of a pipeline.</param>
internal sealed class ConfigurationReader(
    ReadingBuilder reading, Func<long, CheckpointLocation> locate, EncodedPickles pickles, bool isPipelineIndex) : IKeyValueSink
{
    private const int MostFiles = 5, LongestName = 1024;

    private readonly CodeNames _names = new(reading, locate);
    private readonly List<Level> _open = new() { new Level { IsMap = true } };

    // The key whose files are gathered, and where it stands.
    private readonly List<string> _files = [];
    private ConfigurationKey? _filesKey;
    private int _filesDepth;
    private long _filesAt;

    /// <summary>Whether there was more than a single value.</summary>
    public bool IsStructured { get; private set; }

    public void OpenMap() => Open(isMap: true);

    public void OpenList() => Open(isMap: false);

    public void Close()
    {
        if (_open.Count == 1) return;
        EndFiles(isBroken: false, depth: _open.Count);
        Level level = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (level.IsMap) level.Values?.Report(_names, isPipelineIndex && _open.Count == 1);
        else if (level is { Count: 2, First: { } first, Second: { } second } && _open[^1].IsMap)
            ValuesOf(_open.Count - 1).AddPair(first, second, level.At);
    }

    public void Key(ReadOnlySpan<byte> key, long at)
    {
        EndFiles(isBroken: false, depth: _open.Count);
        Level level = _open[^1];
        level.At = at;
        level.Key = level.Inherited ?? ConfigurationKey.Find(key);
        _open[^1] = level;
        if (level is { Inherited: null, Key.Use: KeyUse.Files }) StartFiles(level.Key, at);
        if (level.Key is { Use: KeyUse.BesideOthers }) ValuesOf(_open.Count - 1).AddKey(level.Key.Name);
    }

    public void Value(ReadOnlySpan<byte> value, long at)
    {
        Level level = _open[^1];
        JinjaTemplate.ReportIfEscaping(reading, locate(at), value);
        pickles.Look(value, at, isPromised: level.Key is { Use: KeyUse.Pickled });
        if (!level.IsMap && _open[^2].IsMap)
        {
            level.Add(value);
            _open[^1] = level;
        }
        if (level.Key is not { } key) return;
        long place = level.IsMap ? level.At : at;
        switch (key.Use)
        {
            case KeyUse.Files: AddFile(value); break;
            case KeyUse.Trust when IsTrue(value):
                _names.Custom("the configuration sets trust_remote_code, which lets loaders run code of its own", place);
                break;
            case KeyUse.Template when level.Inherited is null || value.IndexOfAny("{%"u8) >= 0:
                JinjaTemplate.Report(reading, locate(place), Encoding.UTF8.GetString(value));
                break;
            case KeyUse.Called when !IsNothing(value):
            case KeyUse.CalledIfDotted when value.Contains((byte)'.'):
                string name = Text(value);
                if (key.Own is { } own && name.StartsWith(own, StringComparison.Ordinal)) break;
                _names.Called(key.Name, name, key.Does, place);
                break;
            case KeyUse.BesideOthers when level.IsMap: ValuesOf(_open.Count - 1).Add(key.Name, Text(value), place); break;
        }
    }

    public void Tag(string tag, long at) => YamlTags.Check(tag, _names, at);

    /// <summary>Says what is left to say when the text has ended.</summary>
    /// <param name="isBroken">Whether it ended in the middle.</param>
    public void Finish(bool isBroken)
    {
        EndFiles(isBroken, depth: 0);
        if (isBroken)
        {
            while (_open.Count > 1) Close();
        }
        _open[0].Values?.Report(_names, isPipelineIndex);
        _names.Finish();
    }

    private void Open(bool isMap)
    {
        IsStructured = true;
        Level outer = _open[^1];
        ConfigurationKey? inherited = outer.Key?.Use is KeyUse.Files or KeyUse.Template ? outer.Key : null;
        // A pipeline of its own is a list: its file, and the class in it.
        if (!isMap && outer.Key is { Name: "_class_name" })
        {
            inherited = ConfigurationKey.CustomClass;
            StartFiles(inherited, outer.At);
        }
        _open.Add(new Level { IsMap = isMap, Inherited = inherited, Key = isMap ? null : inherited, At = outer.At });
    }

    private ConfigurationMap ValuesOf(int index)
    {
        Level level = _open[index];
        if (level.Values is { } values) return values;
        level.Values = values = new ConfigurationMap();
        _open[index] = level;
        return values;
    }

    private void StartFiles(ConfigurationKey key, long at)
    {
        _files.Clear();
        (_filesKey, _filesDepth, _filesAt) = (key, _open.Count, at);
    }

    private void AddFile(ReadOnlySpan<byte> value)
    {
        if (_filesKey is not null && _files.Count < MostFiles && !IsNothing(value)) _files.Add(Text(value));
    }

    // The value of the key has ended where its map does, or goes on with another key.
    private void EndFiles(bool isBroken, int depth)
    {
        if (_filesKey is null || depth > _filesDepth) return;
        if (_files.Count > 0) _names.Files(_filesKey.Name, _files, _filesKey.Does, _filesAt);
        else if (isBroken) _names.Custom($"the configuration has {_filesKey.Name} and breaks there: what code it names is not known",
            _filesAt);
        _filesKey = null;
    }

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestName)]).Trim();

    private static bool IsNothing(ReadOnlySpan<byte> value) =>
        value.Length <= 5 && Encoding.UTF8.GetString(value) is "" or "~" or "null" or "Null" or "NULL" or "true" or "false";

    private static bool IsTrue(ReadOnlySpan<byte> value) =>
        value.Length <= 4 && Encoding.UTF8.GetString(value).ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";

    private struct Level
    {
        public bool IsMap;
        public ConfigurationKey? Key, Inherited;
        public ConfigurationMap? Values;
        public long At;
        public int Count;
        public string? First, Second;

        // Of a list: how many values, and the first two.
        public void Add(ReadOnlySpan<byte> value)
        {
            if (Count++ == 0) First = Text(value);
            else if (Count == 2) Second = Text(value);
        }
    }
}
