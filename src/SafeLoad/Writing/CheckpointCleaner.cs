using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>
/// Takes out of a checkpoint what <c>torch.load(weights_only=True)</c> would refuse, and nothing else:
/// the same weights under the same keys.
/// Whole modules become their state dicts, objects and dict subclasses with tensors in them dicts, NumPy numbers numbers and NumPy arrays
/// tensors; attributes of tensors stay; other objects go, and are listed.
/// </summary>
internal sealed class CheckpointCleaner
{
    private readonly IReadOnlySet<string> _dropped;
    private readonly HashSet<string> _notFound;
    private readonly int _longestDropped;
    private readonly Budget _budget = new(CheckpointLimits.Default);
    private readonly PlainContents _plain;
    private readonly List<(string Path, string Was, string Became)> _changes = [];
    private readonly Dictionary<PyReference, PyValue> _done = new(ReferenceEqualityComparer.Instance);

    // Objects without a tensor in them, and what was kept with one.
    private readonly HashSet<PyReference> _empty = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<PyReference> _full = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<CleanFrame> _open = new();
    private bool _hasTensors;

    /// <param name="dropped">Paths that are left out.</param>
    public CheckpointCleaner(IReadOnlySet<string> dropped)
    {
        _dropped = dropped;
        _notFound = [.. dropped];
        _longestDropped = dropped.Count == 0 ? 0 : dropped.Max(static path => path.Length);
        _plain = new PlainContents(_budget);
    }

    /// <summary>What is not as it was, in the checkpoint's order.</summary>
    public IReadOnlyList<(string Path, string Was, string Became)> Changes => _changes;

    /// <summary>Paths that were to be left out, and are not there.</summary>
    public IReadOnlyList<string> NotFound => [.. _notFound.Order(StringComparer.Ordinal)];

    /// <summary>Whether a tensor is in what is left.</summary>
    public bool HasTensors => _hasTensors;

    /// <summary>Cleans a value.</summary>
    /// <param name="root">The value.</param>
    /// <returns>What is left; null for nothing.</returns>
    public PyValue? Run(PyValue root)
    {
        PyValue? result = Begin(root, null);
        _hasTensors = result is { Kind: PyKind.Tensor };
        while (_open.TryPeek(out CleanFrame? frame))
        {
            _budget.CheckNesting(_open.Count, default);
            if (frame.Next(out PyValue child))
            {
                if (_longestDropped > 0 && frame.PathUpTo(_longestDropped) is { } path && _dropped.Contains(path))
                {
                    _notFound.Remove(path);
                    Change("left out as asked for", "nothing");
                    frame.Take(null);
                    continue;
                }
                int depth = _open.Count;
                PyValue? value = Begin(child, frame);
                if (_open.Count > depth) continue;
                // What occurs again stays one thing, and is looked at once.
                if (value is { } kept && child.Reference is { } reference) _done[reference] = kept;
                Take(frame, value);
                continue;
            }
            _open.Pop();
            PyValue? finished = Finish(frame);
            if (_open.TryPeek(out CleanFrame? outer)) Take(outer, finished);
            else (result, _hasTensors) = (finished, frame.HasTensors || finished is { Kind: PyKind.Tensor });
        }
        return result;
    }

    private void Take(CleanFrame frame, PyValue? value)
    {
        if (value is { } kept && (kept.Kind is PyKind.Tensor or PyKind.Storage || (kept.Reference is { } inner && _full.Contains(inner))))
            frame.HasTensors = true;
        frame.Take(value);
    }

    // An object stays for the tensors in it, as what it holds; without one it goes, and so does what was said of it.
    private PyValue? Finish(CleanFrame frame)
    {
        if (frame.Instead is { } instead && !frame.HasTensors)
        {
            _empty.Add(frame.Source);
            _changes.RemoveRange(frame.ChangesBefore, _changes.Count - frame.ChangesBefore);
            return Drop(instead, _open.TryPeek(out CleanFrame? outer) ? outer : null);
        }
        PyValue finished = frame.Finish();
        if (frame.HasTensors && finished.Reference is { } result) _full.Add(result);
        _done[frame.Source] = finished;
        return finished;
    }

    // The value itself where it stays; null where it goes. A container opens a frame instead.
    private PyValue? Begin(PyValue value, CleanFrame? frame)
    {
        if (value.Reference is { } reference && _done.TryGetValue(reference, out PyValue known)) return known;
        switch (value.Kind)
        {
            case PyKind.None or PyKind.Bool or PyKind.Int or PyKind.Float or PyKind.Complex or PyKind.Str or PyKind.Bytes
                or PyKind.ByteArray:
            case PyKind.Constant or PyKind.Storage or PyKind.Size:
            case PyKind.Tensor when value.RawReference is PyTensor { Attributes: null or { Count: 0 } }:
                return value;
            case PyKind.BigInt: return value.AsBigInteger().GetByteCount() <= 255 ? value : Drop("int of more than 255 bytes", frame);
            case PyKind.Array: return Array((PyArray)value.RawReference!, frame);
            case PyKind.Dict or PyKind.List or PyKind.Tuple or PyKind.Tensor: return Open(value);
            case PyKind.Set or PyKind.FrozenSet when ((PySet)value.RawReference!).All(PlainKeys.IsPlain): return Set(value);
            case PyKind.Global: return Drop(((PyGlobal)value.RawReference!).FullName, frame);
            default: return OpenObject(value, frame);
        }
    }

    private PyValue? Open(PyValue value)
    {
        PyReference source = value.RawReference!;
        if (Self(source) is { } self)
            return self.Target is PyDict or PyList ? new PyValue(self.Target) : Drop($"{value.TypeName} inside of itself", _open.Peek());
        if (source is PyDict { TypeName: PyDict.DefaultDictType } or PyList { TypeName: not "list" })
            Change(value.TypeName, source is PyDict ? "a dict" : "a list");
        _open.Push(new CleanFrame(source, source, _open.TryPeek(out CleanFrame? parent) ? parent : null, Change));
        return null;
    }

    // In progress: a list or dict inside of itself stays one; a tuple or tensor cannot be named before it is there.
    private CleanFrame? Self(PyReference source) => _open.FirstOrDefault(frame => ReferenceEquals(frame.Source, source));

    private PyValue? OpenObject(PyValue value, CleanFrame? frame)
    {
        PyReference source = value.RawReference!;
        if (Self(source) is { Target: PyDict or PyList } self) return new PyValue(self.Target);
        string name = source is PyObject inert ? inert.ClassName : value.TypeName;
        if (_empty.Contains(source) || _plain.Of(source) is not { } content) return Drop(name, frame);
        int before = _changes.Count;
        Change(name, content.Words);
        _open.Push(new CleanFrame(source, content.Container, _open.TryPeek(out CleanFrame? parent) ? parent : null, Change)
        {
            Instead = content.IsKept ? null : name,
            ChangesBefore = before,
        });
        return null;
    }

    private PyValue? Array(PyArray array, CleanFrame? frame)
    {
        if (array.Objects is not null) return OpenObject(new PyValue(array), frame);
        if (NumpyTensors.Number(array) is { } number)
        {
            Change(array.TypeName, "a number");
            return number;
        }
        if (NumpyTensors.Tensor(array) is not { } tensor) return Drop($"{array.TypeName} of {array.DType.Text}", frame);
        Change(array.TypeName, "a tensor");
        return new PyValue(new PyTensor(tensor));
    }

    private PyValue? Set(PyValue value)
    {
        if (value.Kind == PyKind.Set) return value;
        Change("frozenset", "a set");
        var copy = new PySet(PyKind.Set);
        foreach (PyValue item in (PySet)value.RawReference!) copy.Add(item);
        return new PyValue(copy);
    }

    private PyValue? Drop(string was, CleanFrame? frame)
    {
        Change(was, frame is null || frame.IsDict ? "nothing" : "None");
        return null;
    }

    private void Change(string was, string became) =>
        _changes.Add((_open.TryPeek(out CleanFrame? frame) ? frame.ShownPath : "", was, became));
}
