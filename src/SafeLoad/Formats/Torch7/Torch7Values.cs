using SafeLoad.Diagnostics;
using SafeLoad.Scanning;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>
/// Reads the objects of a Torch 7 file, without recursion: numbers, text, tables, objects of classes. A Lua function is passed over and
/// remembered; its bytecode is never looked at.
/// </summary>
/// <remarks>torch7 File.lua, <c>readObject</c>; tds hash.lua and vec.lua.</remarks>
internal sealed class Torch7Values
{
    private readonly Torch7Reader _reader;
    private readonly Budget _budget;
    private readonly Torch7Objects _objects;
    private readonly Torch7Tables _tables;
    private readonly Stack<Torch7Container> _open = new();
    private readonly List<NamedGlobal> _functions = [];

    public Torch7Values(Torch7Reader reader, Budget budget)
    {
        (_reader, _budget) = (reader, budget);
        _objects = new Torch7Objects(budget);
        _tables = new Torch7Tables(_objects);
        Tensors = new Torch7Tensors(reader, _objects, budget);
    }

    /// <summary>The storages that were read.</summary>
    public Torch7Tensors Tensors { get; }

    /// <summary>Reads the object that the file is.</summary>
    /// <exception cref="DisallowedGlobalException">It holds Lua functions. Later errors do not matter then.</exception>
    public PyValue ReadRoot()
    {
        try
        {
            PyValue root = Read();
            CheckpointLocation end = _reader.At;
            if (!_reader.IsAtEnd())
                throw Problems.Torch7(FormattableString.Invariant($"{_reader.Remaining:N0} bytes follow the object that the file is"), end);
            _tables.Finish();
            if (_functions.Count > 0) throw Problems.LuaFunctions(_functions);
            _budget.ChargePickle(_reader.Position - _reader.ElementBytes, end);
            return root;
        }
        catch (SafeLoadException) when (_functions.Count > 0)
        {
            throw Problems.LuaFunctions(_functions);
        }
    }

    private PyValue Read()
    {
        long granted = 0, count = 0;
        while (true)
        {
            if (count == granted)
            {
                _budget.ChargeOpcodes(count);
                (granted, count) = (_budget.GrantOpcodes(_reader.At), 0);
                _budget.CheckPickleSize(_reader.Position - _reader.ElementBytes, _reader.At);
            }
            count++;
            bool isComplete = TryReadOne(out PyValue value);
            // What is complete goes into what is open, and that may be complete by it.
            while (true)
            {
                if (isComplete && _open.Count == 0)
                {
                    _budget.ChargeOpcodes(count);
                    return value;
                }
                Torch7Container container = _open.Peek();
                if (isComplete) container.Add(value);
                if (container.Left > 0) break;
                _tables.Close(_open.Pop());
                value = container.Value is { } known ? new PyValue(known) : PyValue.None;
                isComplete = true;
            }
        }
    }

    // False if a container was opened, whose values come next.
    private bool TryReadOne(out PyValue value)
    {
        CheckpointLocation at = _reader.At;
        int tag = _reader.ReadInt();
        value = PyValue.None;
        switch ((Torch7Tag)tag)
        {
            case Torch7Tag.Nil: return true;
            case Torch7Tag.Number:
                value = PyValue.FromDouble(_reader.ReadDouble());
                return true;
            case Torch7Tag.String:
                byte[] text = _reader.ReadText();
                value = PyValue.FromBuffer(new PyBuffer(Utf8Text.IsValid(text) ? PyKind.Str : PyKind.Bytes, text), 0, text.Length);
                return true;
            case Torch7Tag.Boolean:
                int bit = _reader.ReadInt();
                value = bit is 0 or 1 ? PyValue.FromBool(bit == 1)
                    : throw Problems.Torch7(FormattableString.Invariant($"a boolean is {bit}"), at);
                return true;
            case Torch7Tag.OldFunction:
                OpenFunction(at);
                return false;
            case Torch7Tag.Table or Torch7Tag.Object or Torch7Tag.UnnamedFunction or Torch7Tag.Function:
                int index = _reader.ReadInt();
                return _objects.TryGet(index, out value) || TryReadNew((Torch7Tag)tag, index, at, out value);
            default: throw Problems.Torch7(FormattableString.Invariant($"an object is of kind {tag}; 0 to 8 exist"), at);
        }
    }

    private bool TryReadNew(Torch7Tag tag, int index, CheckpointLocation at, out PyValue value)
    {
        value = PyValue.None;
        if (tag == Torch7Tag.Object) return TryReadObject(index, at, out value);
        if (tag == Torch7Tag.Table)
        {
            var table = new Torch7Container(Torch7ContainerKind.Table, index, 2L * ReadCount(_reader.ReadInt()), at);
            _objects.Add(index, new PyValue(table), at);
            Open(table);
            return false;
        }
        _objects.Add(index, value, at);
        OpenFunction(at);
        return false;
    }

    private bool TryReadObject(int index, CheckpointLocation at, out PyValue value)
    {
        string name = _reader.ReadClass();
        value = PyValue.None;
        if (Torch7Class.Find(name) is { } type)
        {
            value = new PyValue(type.IsTensor ? Tensors.ReadTensor(type, index) : Tensors.ReadStorage(type, index));
            return true;
        }
        if (Torch7Class.IsOpaque(name))
            throw Problems.UnsupportedTensor($"an object is of class '{Printable.Escape(name)}', which is not read", at);
        switch (name)
        {
            case "tds.Hash": Open(Torch7ContainerKind.Hash, new PyDict(), index, 2 * ReadCount(_reader.ReadLong()), at); break;
            case "tds.Vec": Open(Torch7ContainerKind.Vector, new PyList(), index, ReadCount(_reader.ReadLong()), at); break;
            default: Open(Torch7ContainerKind.Object, NewObject(name), index, 1, at); break;
        }
        return false;
    }

    // nn.Sequential is the name Sequential in the module nn.
    private static PyObject NewObject(string name)
    {
        int dot = Math.Max(name.LastIndexOf('.'), 0);
        var type = new PyGlobal(name[..dot], dot == 0 ? name : name[(dot + 1)..]);
        return new PyObject(new PyValue(type), new PyValue(PyTuple.Empty));
    }

    // The number of things each of which takes a byte at least.
    private long ReadCount(long count) =>
        count >= 0 && count <= _reader.Remaining ? count
        : throw Problems.Torch7(
            FormattableString.Invariant($"{count:N0} values are said to follow; {_reader.Remaining:N0} bytes are left"), _reader.At);

    private void OpenFunction(CheckpointLocation at)
    {
        _functions.Add(new NamedGlobal("lua", "function", GlobalJudgement.Unknown, at));
        _reader.SkipText();
        Open(new Torch7Container(Torch7ContainerKind.Function, 0, 1, at));
    }

    private void Open(Torch7ContainerKind kind, PyReference value, int index, long values, CheckpointLocation at)
    {
        _objects.Add(index, new PyValue(value), at);
        Open(new Torch7Container(kind, index, values, at) { Value = value });
    }

    private void Open(Torch7Container container)
    {
        if (_open.Count >= _budget.Limits.MaxStackDepth) throw _budget.StackExceeded(container.At);
        _open.Push(container);
    }
}
