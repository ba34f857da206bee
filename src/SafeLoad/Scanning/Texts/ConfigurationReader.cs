using System.Text;
using SafeLoad.Scanning.Configurations;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Scanning.Python;
using SafeLoad.Scanning.Templates;
using SafeLoad.Text;

namespace SafeLoad.Scanning.Texts;

/// <summary>Looks through a configuration, JSON or YAML, for what has a loader import, call or run something. One walk, and a list of what
/// is open instead of recursion.</summary>
/// <param name="reading">Given what is found.</param>
/// <param name="locate">The place of an offset.</param>
/// <param name="pickles">Given each value, which may be a pickle.</param>
internal sealed class ConfigurationReader(ReadingBuilder reading, Func<long, CheckpointLocation> locate, EncodedPickles pickles)
    : IKeyValueSink
{
    // No name is longer than the last: what is cut there is none that is known.
    private const int ShortestJson = 8, LongestName = CodeNames.LongestKnown + 1;

    private readonly CodeNames _names = new(reading, locate);
    private readonly ConfigurationFiles _files = new();
    private readonly List<Level> _open = new() { new Level { IsMap = true } };

    private ConfigurationDocument? _document;

    // The keys of all maps of a document, where one can bring those of another.
    private ConfigurationMap? _merged;

    // Whether lists of two can become maps: the first of each is a key then.
    private bool _isOfPairs;

    // The tag that stands before the next value.
    private string? _tag;

    /// <summary>What the file is called.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Whether the file is called like the index of a pipeline.</summary>
    public bool IsPipelineIndex { get; init; }

    /// <summary>Whether it is in a language whose readers evaluate arguments: logging/config.py, fileConfig.</summary>
    public bool IsOfLines { get; init; }

    /// <summary>Whether a map can bring keys of another one.</summary>
    public bool MayMerge { get; init; }

    /// <summary>Where the text stands in another one; null if it does not.</summary>
    public long? Around { get; init; }

    /// <summary>Texts in it that are JSON themselves, and where they stand.</summary>
    public List<(byte[] Text, long At)> Inner { get; } = [];

    /// <summary>Whether there was more than a single value.</summary>
    public bool IsStructured { get; private set; }

    /// <summary>How many of the findings are from documents that have ended.</summary>
    public int FindingsOfWholeDocuments { get; private set; }

    private ConfigurationDocument Document => _document ??= new ConfigurationDocument(_names, FileName);

    public void OpenMap() => Open(isMap: true);

    public void OpenList() => Open(isMap: false);

    public void Close()
    {
        if (_open.Count == 1) return;
        _files.End(_names, isBroken: false, depth: _open.Count);
        Level level = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (!level.IsMap)
        {
            if (level is { Count: >= 2, First: { } first, Second: { } second } && _open[^1].IsMap) TakePair(first, second, level);
            return;
        }
        if (level.Values != _merged) level.Values?.Report(_names, Document, level.Count, IsPipelineIndex && _open.Count == 1);
        if (level.Default is { } text && _open[^1].IsMap) TakeDefault(Encoding.UTF8.GetBytes(text), level.At);
    }

    public void Key(ReadOnlySpan<byte> key, long at)
    {
        _files.End(_names, isBroken: false, depth: _open.Count);
        pickles.Look(key, Around ?? at, Around is null ? -1 : at, isPromised: false);
        Level level = _open[^1];
        level.At = at;
        level.Key = ConfigurationKey.Find(key);
        level.IsEvaluated = IsOfLines && (key.SequenceEqual("args"u8) || key.SequenceEqual("kwargs"u8)
            || key.SequenceEqual("class"u8));
        // jsonpickle/tags.py, JSON_KEY: an object can be a key.
        if (key.StartsWith("json://"u8)) Inner.Add((key["json://".Length..].ToArray(), at));
        level.IsDefault = key.SequenceEqual("="u8);
        level.Count++;
        _open[^1] = level;
        if (level.Key is { Use: KeyUse.Files } && level.FilesKey is null) _files.Start(level.Key, _open.Count, at);
        if (level.Key is { IsBeside: true }) ValuesOf(_open.Count - 1).AddKey(level.Key.Name);
        if (level.Key is { IsAround: true }) Document.AddKey(level.Key.Name);
        if (level.InsideKey is { Use: KeyUse.CalledInside } named) TakeName(named, Text(key), at);
    }

    public void Value(ReadOnlySpan<byte> value, long at, bool isQuoted)
    {
        Level level = _open[^1];
        JinjaTemplate.ReportIfEscaping(reading, locate(at), value);
        pickles.Look(value, Around ?? at, Around is null ? -1 : at, isPromised: level.Key is { Use: KeyUse.Pickled });
        long place = level.IsMap ? level.At : at;
        if (!level.IsMap && _open[^2].IsMap)
        {
            level.Add(value);
            _open[^1] = level;
        }
        if (level.IsDefault)
        {
            level.Default = Text(value);
            _open[^1] = level;
        }
        // What stands in such a map or list is of its kind, and can be of another kind beside.
        if (level.FilesKey is not null) AddFile(value);
        ReadOnlySpan<byte> inner = value.TrimStart(" \t\r\n"u8);
        if (inner.Length > ShortestJson && inner[0] is (byte)'{' or (byte)'[' && inner.Contains((byte)'"'))
            Inner.Add((inner.ToArray(), at));
        if (level.InsideKey is { } around) TakeInside(around, level, value, place);
        if (level.IsMap && _open.Count > 1 && _open[^2].Key is { Use: KeyUse.BesideInside } inside && !IsNothing(value))
            ValuesOf(_open.Count - 2).Add(inside.Name, Text(value), place);
        if (level.IsMap && _open.Count > 1 && _open[^2].Key is { Use: KeyUse.FetchedForParts } parts && value.Contains((byte)'/'))
            Run(parts, value, place)();
        bool isText = _tag is null ? isQuoted : YamlTags.IsText(_tag);
        if (_tag is not null) YamlTags.CheckValue(_tag, Text(value), _names, place);
        _tag = null;
        if (PythonText.IsMarked(value, out bool isSure))
        {
            string expression = Text(value);
            if (isSure) _names.Expression(expression, place);
            else Document.When(PythonText.Bundle, place, () => _names.Expression(expression, place));
        }
        if (PythonText.IsResolved(value)) _names.Runs("a value", Text(value), "resolvers of OmegaConf evaluate", place);
        if (level.IsEvaluated && PythonText.Calls(value)) _names.Runs("an argument", Text(value), "logging.config evaluates", place);
        else if (_open.Count > 1 && PythonText.Leaves(value)) _names.Runs("a value", Text(value), "runs code where it is evaluated", place);
        if (level.IsTemplate && value.IndexOfAny("{%"u8) >= 0) ReportTemplate(value, place);
        if (level.Key is { } key) Take(key, level, value, isText, place);
        if (_isOfPairs && !level.IsMap && !_open[^2].IsMap) TakePairsKey(value, at);
    }

    public void Tag(string tag, long at)
    {
        YamlTags.Check(tag, _names, at);
        _isOfPairs |= YamlTags.IsOfPairs(tag);
        _tag = tag;
    }

    public void EndDocument()
    {
        FinishDocument(isBroken: false);
        FindingsOfWholeDocuments = reading.FindingCount;
    }

    /// <summary>Says what is left to say when the text has ended.</summary>
    /// <param name="isBroken">Whether it ended in the middle.</param>
    public void Finish(bool isBroken)
    {
        FinishDocument(isBroken);
        _names.Finish();
    }

    private void FinishDocument(bool isBroken)
    {
        _files.End(_names, isBroken, depth: 0);
        if (isBroken)
        {
            while (_open.Count > 1) Close();
        }
        if (_open[0].Values != _merged) _open[0].Values?.Report(_names, Document, _open[0].Count, IsPipelineIndex);
        _merged?.Report(_names, Document, keyCount: 0, isPipelineIndex: false);
        _document?.Finish();
        (_open[0], _merged, _document, _isOfPairs) = (new Level { IsMap = true }, null, null, false);
    }

    private void Take(ConfigurationKey key, Level level, ReadOnlySpan<byte> value, bool isText, long place)
    {
        if (key.IsBeside && level.IsMap && !IsNothing(value)) ValuesOf(_open.Count - 1).Add(key.Name, Text(value), place);
        switch (key.Use)
        {
            case KeyUse.Files when level.FilesKey is null: AddFile(value); break;
            case KeyUse.Trust when IsTrue(value, isText): ReportTrust(key, place); break;
            case KeyUse.Template when !level.IsTemplate && !IsNothing(value): ReportTemplate(value, place); break;
            case KeyUse.Called when !IsNothing(value):
            case KeyUse.CalledIfDotted when CodeNames.Has(Text(value).Replace('-', '_'), NameShape.Path):
                if (Text(value) is var name && !key.IsOwn(name)) _names.Called(key.Name, name, key.Does, place);
                break;
            case KeyUse.ImportedInside when !IsNothing(value): Document.When(key.Around, place, Run(key, value, place)); break;
            case KeyUse.ScriptsInside: TakeScript(key, value, place); break;
            case KeyUse.Configuration when PythonConfiguration.Of(value).Imports: Run(key, value, place)(); break;
            case KeyUse.CalledInside: TakeName(key, Text(value), place); break;
            case KeyUse.Fetched or KeyUse.FetchedForParts when value.Contains((byte)'/'):
            case KeyUse.Evaluated when PythonText.Calls(value):
            case KeyUse.EvaluatedPlain when PythonText.DoesMore(value):
                Document.When(key.Around, place, Run(key, value, place));
                break;
        }
    }

    private void TakeInside(ConfigurationKey key, Level level, ReadOnlySpan<byte> value, long place)
    {
        string text = Text(value);
        if (key.Use == KeyUse.Trust) ReportTrust(key, place);
        else if (level.IsMap) return;
        else if (key.Use == KeyUse.ImportedInside) Document.When(key.Around, place, Run(key, value, place));
        else if (key.Use == KeyUse.CalledInside) TakeName(key, text, place);
        else if (key.Use == KeyUse.ScriptsInside) TakeScript(key, value, place);
        else if (PythonText.Calls(value) || PythonText.IsFunction(value)) Document.When(key.Around, place, Run(key, value, place));
        else if (PythonText.LayerOf(text) is { } name)
            Document.When(key.Around, place, () => _names.Called(key.Name, name, key.Does, place));
    }

    private void TakeName(ConfigurationKey key, string name, long place)
    {
        if (CodeNames.Has(name, NameShape.Path) && !key.IsOwn(name))
            Document.When(key.Around, place, () => _names.Called(key.Name, name, key.Does, place));
    }

    // scope::file is one of an installed package.
    private void TakeScript(ConfigurationKey key, ReadOnlySpan<byte> value, long place)
    {
        if (CodeNames.Has(Text(value), NameShape.Script) && value.IndexOf("::"u8) < 0) Run(key, value, place)();
    }

    private Action Run(ConfigurationKey key, ReadOnlySpan<byte> value, long place)
    {
        string text = Text(value);
        return () => _names.Runs(key.Name, text, key.Does, place);
    }

    private void TakePair(string first, string second, Level list)
    {
        if (_open[^1].Key is { Use: KeyUse.Pair } key)
        {
            if (!ConfigurationMap.IsLibrary(first) && !ConfigurationMap.IsType(first))
                _names.Called(key.Name, first + "." + second, key.Does, list.At);
        }
        else if (list.Count == 2) ValuesOf(_open.Count - 1).AddPair(first, second, list.At);
    }

    // What stands in a list of a list may be the key of what follows it there, and is a value all the same.
    private void TakePairsKey(ReadOnlySpan<byte> value, long at)
    {
        Level level = _open[^1];
        if (level.Count++ == 0) (level.Key, level.At) = (ConfigurationKey.Find(value), at);
        _open[^1] = level;
        if (level.Count > 1 || level.Key is null) return;
        if (level.Key.Use == KeyUse.Files && level.FilesKey is null) _files.Start(level.Key, _open.Count, at);
        if (level.Key.IsAround) Document.AddKey(level.Key.Name);
    }

    // YAML 1.1: a map with the key = stands for that key's value, where a single value is asked for; also as a key.
    private void TakeDefault(byte[] text, long at)
    {
        Value(text, at, isQuoted: false);
        Key(text, at);
    }

    private void Open(bool isMap)
    {
        IsStructured = true;
        Level outer = _open[^1];
        ConfigurationKey? files = outer.FilesKey ?? (outer.Key is { Use: KeyUse.Files } key ? key : null);
        // A pipeline of its own is a list: its file, and the class in it.
        if (!isMap && files is null && outer.Key is { Name: "_class_name" })
        {
            files = ConfigurationKey.CustomClass;
            _files.Start(files, _open.Count, outer.At);
        }
        ConfigurationKey? inside = outer.InsideKey
            ?? (outer.Key is { IsInside: true } around ? around : null);
        bool isTemplate = outer.IsTemplate || outer.Key is { Use: KeyUse.Template };
        _open.Add(new Level { IsMap = isMap, FilesKey = files, InsideKey = inside, IsTemplate = isTemplate, At = outer.At });
    }

    private ConfigurationMap ValuesOf(int index)
    {
        Level level = _open[index];
        if (level.Values is { } values) return values;
        level.Values = values = MayMerge ? _merged ??= new ConfigurationMap() : new ConfigurationMap();
        _open[index] = level;
        return values;
    }

    private void AddFile(ReadOnlySpan<byte> value)
    {
        if (!IsNothing(value)) _files.Add(Text(value));
    }

    private void ReportTrust(ConfigurationKey key, long place) => Document.When(key.Around, place,
        () => _names.Custom($"the configuration sets {key.Name}, which lets loaders run code of its own", place));

    private void ReportTemplate(ReadOnlySpan<byte> value, long place) =>
        JinjaTemplate.Report(reading, locate(place), Encoding.UTF8.GetString(value));

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestName)]).Trim();

    private static bool IsNothing(ReadOnlySpan<byte> value) =>
        value.Length <= 5 && Encoding.UTF8.GetString(value).ToUpperInvariant() is "" or "~" or "NULL" or "NONE" or "TRUE" or "FALSE"
            or "YES" or "NO" or "ON" or "OFF" or "Y" or "N";

    // Loaders ask whether the value is true, and nearly all are: every text but the empty one.
    private static bool IsTrue(ReadOnlySpan<byte> value, bool isText) => value.Length > 0 && (isText || value.Length > 5
        || Encoding.UTF8.GetString(value) is not ("~" or "null" or "Null" or "NULL" or "false" or "False" or "FALSE" or "no" or "No" or "NO"
            or "off" or "Off" or "OFF" or "0" or "0.0" or "-0" or "-0.0"));

    private struct Level
    {
        public bool IsMap, IsTemplate, IsDefault, IsEvaluated;
        public ConfigurationKey? Key, FilesKey, InsideKey;
        public ConfigurationMap? Values;
        public long At;
        public int Count;

        // The first two values of a list, and the value of the key = of a map.
        public string? First, Second, Default;

        public void Add(ReadOnlySpan<byte> value)
        {
            if (Count++ == 0) First = Text(value);
            else if (Count == 2) Second = Text(value);
        }
    }
}
