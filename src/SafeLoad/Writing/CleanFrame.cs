using System.Globalization;
using System.Text;
using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>A container that is being cleaned: where in it the walk stands, and what has come out so far.</summary>
internal sealed class CleanFrame
{
    private const int ShownSteps = 20, ShownBytes = 100;

    private readonly CleanFrame? _parent;
    private readonly PyReference _content;
    private readonly Action<string, string> _change;
    private readonly IReadOnlyList<PyValue>? _items;
    private readonly PyDict? _dict;
    private readonly PyValue[]? _tuple;
    private int _at = -1;
    private bool _isAttributes;

    public CleanFrame(PyReference source, PyReference content, CleanFrame? parent, Action<string, string> change)
    {
        Source = source;
        _parent = parent;
        _change = change;
        _content = content;
        _dict = content as PyDict;
        _items = content as IReadOnlyList<PyValue>;
        if (content is PyTuple tuple) _tuple = new PyValue[tuple.Count];
        Target = content switch
        {
            PyDict { TypeName: PyDict.OrderedDictType or PyDict.CounterType } dict => new PyDict(dict.TypeName),
            PyDict => new PyDict(),
            PyList => new PyList(),
            PyTensor tensor => new PyTensor(tensor.Info),
            _ => null,
        };
    }

    /// <summary>What is being cleaned.</summary>
    public PyReference Source { get; }

    /// <summary>What stands in its place if there is no tensor in it: the name of an object that goes; null for what stays.</summary>
    public string? Instead { get; init; }

    /// <summary>How many changes there were before it.</summary>
    public int ChangesBefore { get; init; }

    /// <summary>Whether a tensor is in it.</summary>
    public bool HasTensors { get; set; }

    /// <summary>What the container becomes; null for a tuple, which is made when all its items are there.</summary>
    public PyReference? Target { get; }

    public bool IsDict => _dict is not null;

    /// <summary>Where the walk stands, for people: keys and indexes from the root, long ones cut.</summary>
    public string ShownPath
    {
        get
        {
            var parts = new List<string>();
            for (CleanFrame? frame = this; frame is not null && parts.Count <= ShownSteps; frame = frame._parent)
            {
                parts.Add(parts.Count == ShownSteps ? "…"
                    : frame.StepBytes > ShownBytes ? Encoding.UTF8.GetString(frame._dict!.At(frame._at).Key.AsBytes()[..ShownBytes]) + "…"
                    : frame.Step);
            }
            parts.Reverse();
            return string.Join('.', parts);
        }
    }

    /// <summary>Where the walk stands; null if that is longer than a number of characters.</summary>
    public string? PathUpTo(int characters)
    {
        var parts = new List<string>();
        // In UTF-8 a character takes up to three bytes, half of a pair two.
        long left = 3L * characters;
        for (CleanFrame? frame = this; frame is not null; frame = frame._parent)
        {
            left -= frame.StepBytes + 1;
            if (left < -1) return null;
            parts.Add(frame.Step);
        }
        parts.Reverse();
        return string.Join('.', parts);
    }

    private int StepBytes =>
        _dict is not null && _at >= 0 && !_isAttributes && _dict.At(_at).Key is var key && key.Is(PyKind.Str) ? key.Length : 1;

    private string Step => _isAttributes ? "@"
        : _dict is null ? _at.ToString(CultureInfo.InvariantCulture)
        : _at < 0 ? "" : new ValueStep(ValueStepKind.Key, _dict.At(_at).Key, 0).Text;

    /// <summary>The next item or entry; false if there is none.</summary>
    public bool Next(out PyValue child)
    {
        child = default;
        while (++_at < (_dict?.Count ?? _items?.Count ?? 0))
        {
            if (_dict is null)
            {
                child = _items![_at];
                return true;
            }
            var (key, value) = _dict.At(_at);
            if (!PlainKeys.IsPlain(key))
            {
                _change($"an entry whose key is a {key.TypeName}", "nothing");
                continue;
            }
            if (_parent?.Source is PyTensor && (!key.Is(PyKind.Str) || TensorAttributes.IsOwn(key.AsString())))
            {
                _change("an attribute that belongs to the tensor itself", "nothing");
                continue;
            }
            if (_parent is { _isAttributes: true } && key.Is(PyKind.Str)
                && AttributeNames.Of(key.AsBytes()) is AttributeKind.Hook or AttributeKind.Attributes)
            {
                _change("an attribute that Python would call by itself", "nothing");
                continue;
            }
            child = value;
            return true;
        }
        return NextIsAttributes(out child);
    }

    /// <summary>Takes what has become of the child; null if it goes: an entry vanishes, an item leaves its place.</summary>
    public void Take(PyValue? value)
    {
        var attributes = _isAttributes ? value?.RawReference as PyDict : null;
        if (_isAttributes && Target is PyTensor tensor) tensor.Attributes = attributes is { Count: > 0 } ? attributes : null;
        else if (_isAttributes) ((PyDict)Target!).Attributes = attributes;
        else if (_dict is not null)
        {
            if (value is { } entry) ((PyDict)Target!).Add(_dict.At(_at).Key, entry);
        }
        else if (_tuple is not null) _tuple[_at] = value ?? PyValue.None;
        else ((PyList)Target!).Add(value ?? PyValue.None);
    }

    /// <summary>The container as it is now.</summary>
    public PyValue Finish() => new(Target ?? new PyTuple(_tuple!));

    // Attributes are kept where a loader sets them: on a tensor, and on an OrderedDict, such as a state dict's _metadata.
    private bool NextIsAttributes(out PyValue child)
    {
        child = default;
        if (_isAttributes || (_dict?.Attributes ?? (_content as PyTensor)?.Attributes) is not { Count: > 0 } attributes) return false;
        _isAttributes = true;
        if (_dict is not null && _dict.TypeName != PyDict.OrderedDictType)
        {
            _change("attributes of a dict", "nothing");
            return false;
        }
        child = new PyValue(attributes);
        return true;
    }
}
