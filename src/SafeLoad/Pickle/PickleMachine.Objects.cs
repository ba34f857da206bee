using SafeLoad.Diagnostics;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

// Names, calls and state: questions to the host.
internal sealed partial class PickleMachine
{
    private void PushGlobal(ref PickleReader reader)
    {
        Keep(ObjectBytes);
        string module = Name(reader.Argument), name = Name(reader.Second);
        Push(_host.Global(module, name, Here));
    }

    private void StackGlobal()
    {
        Need(2);
        Keep(ObjectBytes);
        PyValue name = _stack.Pop(), module = _stack.Pop();
        if (module.Is(PyKind.Str) && name.Is(PyKind.Str)) Push(_host.Global(Name(module.AsBytes()), Name(name.AsBytes()), Here));
        else Push(_host.ComputedGlobal(module, name, Here));
    }

    private void PushPersistent()
    {
        Need(1);
        Keep(ObjectBytes);
        Push(_host.Persistent(_stack.Pop(), Here));
    }

    private void Reduce()
    {
        Need(2);
        Keep(ObjectBytes);
        PyValue arguments = _stack.Pop(), callable = _stack.Pop();
        Push(_host.Reduce(callable, Arguments(arguments), Here));
    }

    private void NewObject()
    {
        Need(2);
        Keep(ObjectBytes);
        PyValue arguments = _stack.Pop(), type = _stack.Pop();
        Push(_host.NewObject(type, Arguments(arguments), PyValue.None, Here));
    }

    private void Build(ref PickleReader reader)
    {
        Need(2);
        Keep(ObjectBytes);
        PyValue state = _stack.Pop();
        _host.Build(_stack.Peek(), state, Here);
        if (_observer is null) return;
        PyValue built = _stack.Peek();
        long skipped = _observer.DataAfterBuild(ref built, _data, reader.Position, isInFrame: _frameEnd != int.MaxValue);
        _stack.Pop();
        _stack.TryPush(built);
        if (skipped > 0 && !reader.TrySkip(skipped))
            throw Problems.PickleTruncated("the array behind BUILD", (ulong)skipped, _data.End - reader.Position, Here);
    }

    private PyTuple Arguments(PyValue value) =>
        value.Is(PyKind.Tuple) ? (PyTuple)value.RawReference! : throw Problems.BadOperand("a tuple of arguments", value.TypeName, Here);

    // Opcodes that torch.save never writes: executed if the host agrees.
    private void ExecuteUnusual(ref PickleReader reader)
    {
        Keep(ObjectBytes);
        _host.Unusual(_opcode, Here);
        switch (_opcode)
        {
            case PickleOpcode.Pop:
                if (!_stack.TryPopTopOrMark()) throw Underflow(1);
                break;
            case PickleOpcode.PopMark:
                PopToMark();
                break;
            case PickleOpcode.Dup:
                Need(1);
                PushAgain(_stack.Peek());
                break;
            case PickleOpcode.PersId:
                // The line is a str without further ado; ASCII in CPython.
                if (!Utf8Text.IsValid(reader.Argument)) throw Problems.BadText(Here);
                Push(_host.Persistent(PyValue.FromBuffer(_data.Text, reader.ArgumentStart, reader.ArgumentLength), Here));
                break;
            case PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4:
                Push(_host.Extension(reader.Number, Here));
                break;
            case PickleOpcode.Inst:
                Instantiate(_host.Global(Name(reader.Argument), Name(reader.Second), Here), PopToMark());
                break;
            case PickleOpcode.Obj:
                ReadOnlySpan<PyValue> items = PopToMark();
                if (items.IsEmpty) throw Problems.StackUnderflow(1, 0, Here);
                Instantiate(items[0], items[1..]);
                break;
            case PickleOpcode.NewObjEx:
                Need(3);
                PyValue keywords = _stack.Pop(), arguments = _stack.Pop(), type = _stack.Pop();
                Push(_host.NewObject(type, Arguments(arguments), keywords, Here));
                break;
            case PickleOpcode.NextBuffer or PickleOpcode.ReadOnlyBuffer:
                throw Problems.NoBuffers(Here);
        }
    }

    private void Instantiate(PyValue type, ReadOnlySpan<PyValue> arguments)
    {
        Keep(TupleBytes + arguments.Length * ValueBytes);
        var tuple = new PyTuple(arguments.ToArray());
        Push(_host.Reduce(type, tuple, Here));
    }
}
