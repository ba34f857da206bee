using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>
/// Values as a pickle of protocol 2 that <c>torch.load(weights_only=True)</c> reads: only its opcodes, only the names on its list. Without
/// recursion; objects that occur twice are written once, and a list inside of itself stays one.
/// </summary>
internal sealed class PickleWriter
{
    // As CPython writes them: a reader's stack stays small.
    private const int Batch = 1000;

    private readonly PickleOutput _output = new();
    private readonly TensorPickle _tensors;
    private readonly StoragePlan _storages;
    private readonly Dictionary<PyReference, int> _memo = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(PyReference, long), int> _buffers = [];
    private readonly HashSet<PyReference> _open = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Step> _steps = new();

    private PickleWriter(StoragePlan storages, bool isLegacy)
    {
        _storages = storages;
        _tensors = new TensorPickle(_output, storages, isLegacy);
    }

    /// <summary>The pickle of a value of which <see cref="CleanedCheckpoint"/> leaves nothing out.</summary>
    /// <exception cref="NotSupportedException">It holds something that the safe loader would refuse.</exception>
    public static byte[] Write(PyValue root, StoragePlan storages, bool isLegacy = false)
    {
        var writer = new PickleWriter(storages, isLegacy);
        writer._steps.Push(new Step(StepKind.Value, root));
        while (writer._steps.TryPop(out Step step)) writer.Run(step);
        writer._output.Op('.');
        return writer._output.Bytes.ToArray();
    }

    private void Run(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Value: Write(step.Value); break;
            case StepKind.Op: _output.Op((byte)step.Index); break;
            case StepKind.Put: _memo[step.Value.RawReference!] = _output.Put(); break;
            case StepKind.TupleEnd: EndTuple(step.Value); break;
            case StepKind.Items: WriteItems((PyList)step.Value.RawReference!, step.Index); break;
            default: WriteEntries((PyDict)step.Value.RawReference!, step.Index); break;
        }
    }

    private void Write(PyValue value)
    {
        if (value.Reference is { } reference && _memo.TryGetValue(reference, out int index))
        {
            _output.Get(index);
            return;
        }
        switch (value.Kind)
        {
            case PyKind.None: _output.Op('N'); break;
            case PyKind.Bool: _output.Bool(value.AsBool()); break;
            case PyKind.Int or PyKind.BigInt: _output.Int(value.AsBigInteger()); break;
            case PyKind.Float: _output.Double(value.AsDouble()); break;
            case PyKind.Str or PyKind.Bytes: WriteBuffer(value); break;
            case PyKind.ByteArray: Call("__builtin__", "bytearray", () => WriteBytes(value.AsBytes())); break;
            case PyKind.Complex:
                Call("__builtin__", "complex", () => {
                    _output.Double(value.AsComplex().Real); _output.Double(value.AsComplex().Imaginary); }, 2);
                break;
            case PyKind.Tuple: BeginTuple(value, (PyTuple)value.RawReference!); break;
            case PyKind.Size:
                _output.Global("torch", "Size");
                Then(new Step(StepKind.TupleEnd, new PyValue(new PyTuple(((PyTuple)value.RawReference!).Items))), Op(0x85), Op((byte)'R'),
                    new Step(StepKind.Put, value));
                BeginItems(((PyTuple)value.RawReference!).Items);
                break;
            case PyKind.List: WriteList(value); break;
            case PyKind.Dict: WriteDict(value, (PyDict)value.RawReference!); break;
            case PyKind.Set: WriteSet(value, (PySet)value.RawReference!); break;
            case PyKind.Constant: WriteConstant((PyConstant)value.RawReference!); break;
            case PyKind.Tensor: WriteTensor((PyTensor)value.RawReference!); break;
            case PyKind.Storage: WriteStorage((PyStorage)value.RawReference!); break;
            default: throw new NotSupportedException($"A {value.TypeName} cannot be written: PyTorch's safe loader refuses it.");
        }
    }

    // Texts and bytes can be long, and are cheap to repeat.
    private void WriteBuffer(PyValue value)
    {
        if (_buffers.TryGetValue((value.RawReference!, value.Bits), out int index))
        {
            _output.Get(index);
            return;
        }
        bool isKnown = value.Kind == PyKind.Str && value.Length <= PickleOutput.LongestKnownText;
        if (value.Kind == PyKind.Str) _output.Text(value.AsBytes());
        else WriteBytes(value.AsBytes());
        if (!isKnown) _buffers.Add((value.RawReference!, value.Bits), _output.Put());
    }

    // bytes are _codecs.encode of their Latin-1 text, as Python 3 writes them for protocol 2.
    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _output.Global("_codecs", "encode");
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        _output.Text(text);
        _output.Text("latin1");
        _output.SmallTuple(2);
        _output.Op('R');
    }

    private void Call(string module, string name, Action arguments, int count = 1)
    {
        _output.Global(module, name);
        arguments();
        _output.SmallTuple(count);
        _output.Op('R');
    }

    private void BeginTuple(PyValue value, PyTuple tuple)
    {
        // CPython writes it by taking half of it back; nobody saves one.
        if (!_open.Add(tuple)) throw new NotSupportedException("A tuple inside of itself cannot be written.");
        Then(new Step(StepKind.TupleEnd, value));
        BeginItems(tuple.Items);
    }

    private void BeginItems(PyValue[] items)
    {
        if (items.Length > 3) _output.Op('(');
        for (int i = items.Length - 1; i >= 0; i--) _steps.Push(new Step(StepKind.Value, items[i]));
    }

    private void EndTuple(PyValue value)
    {
        var tuple = (PyTuple)value.RawReference!;
        _open.Remove(tuple);
        if (tuple.Count > 3) _output.Op('t');
        else _output.SmallTuple(tuple.Count);
        if (tuple.Count > 0) _memo[tuple] = _output.Put();
    }

    private void WriteList(PyValue value)
    {
        _output.Op(']');
        _memo[value.RawReference!] = _output.Put();
        if (((PyList)value.RawReference!).Count > 0) Then(new Step(StepKind.Items, value));
    }

    private void WriteItems(PyList list, int from)
    {
        int until = Math.Min(list.Count, from + Batch);
        _output.Op('(');
        if (until < list.Count) _steps.Push(new Step(StepKind.Items, new PyValue(list), until));
        _steps.Push(Op((byte)'e'));
        for (int i = until - 1; i >= from; i--) _steps.Push(new Step(StepKind.Value, list[i]));
    }

    private void WriteDict(PyValue value, PyDict dict)
    {
        if (dict.TypeName is PyDict.OrderedDictType or PyDict.CounterType)
        {
            _output.Global("collections", dict.TypeName[(dict.TypeName.LastIndexOf('.') + 1)..]);
            _output.SmallTuple(0);
            _output.Op('R');
        }
        else _output.Op('}');
        _memo[dict] = _output.Put();
        // Only an OrderedDict can have attributes that a loader sets: a state dict's _metadata.
        if (dict is { TypeName: PyDict.OrderedDictType, Attributes: { } attributes })
            Then(new Step(StepKind.Value, new PyValue(attributes)), Op((byte)'b'));
        if (dict.Count > 0) Then(new Step(StepKind.Entries, value));
    }

    private void WriteEntries(PyDict dict, int from)
    {
        int until = Math.Min(dict.Count, from + Batch);
        _output.Op('(');
        if (until < dict.Count) _steps.Push(new Step(StepKind.Entries, new PyValue(dict), until));
        _steps.Push(Op((byte)'u'));
        for (int i = until - 1; i >= from; i--)
        {
            var (key, entry) = dict.At(i);
            _steps.Push(new Step(StepKind.Value, entry));
            _steps.Push(new Step(StepKind.Value, key));
        }
    }

    private void WriteSet(PyValue value, PySet set)
    {
        _output.Global("__builtin__", "set");
        Then(new Step(StepKind.Value, new PyValue(new PyList([.. set]))), Op(0x85), Op((byte)'R'), new Step(StepKind.Put, value));
    }

    private void WriteConstant(PyConstant constant)
    {
        switch (constant.TypeName)
        {
            case PyConstant.DeviceName:
                string[] parts = constant.Text.Split(':');
                _output.Global("torch", "device");
                _output.Text(parts[0]);
                if (parts.Length > 1) _output.Int(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
                _output.SmallTuple(parts.Length > 1 ? 2 : 1);
                _output.Op('R');
                break;
            case PyConstant.LayoutName:
                Call("torch.serialization", "_get_layout", () => _output.Text(constant.Text));
                break;
            default:
                _output.Global("torch", constant.Text["torch.".Length..]);
                break;
        }
    }

    // Attributes that somebody has set on the Python object travel as the state of another call.
    private void WriteTensor(PyTensor tensor)
    {
        if (tensor.Attributes is not { Count: > 0 } attributes)
        {
            _tensors.Write(tensor.Info);
            _memo[tensor] = _output.Put();
            return;
        }
        if (!_open.Add(tensor)) throw new NotSupportedException("A tensor inside of itself cannot be written.");
        if (tensor.Info.IsParameter)
        {
            _output.Global("torch._utils", "_rebuild_parameter_with_state");
            _output.Op('(');
            _tensors.WriteParameterParts(tensor.Info);
        }
        else
        {
            _output.Global("torch._tensor", "_rebuild_from_type_v2");
            _output.Op('(');
            _tensors.WriteFunction(tensor.Info);
            _output.Global("torch", "Tensor");
            _tensors.WriteArguments(tensor.Info, tensor.Info.RequiresGrad);
        }
        Then(new Step(StepKind.Value, new PyValue(attributes)), Op((byte)'t'), Op((byte)'R'), new Step(StepKind.Put, new PyValue(tensor)));
    }

    private void WriteStorage(PyStorage storage) =>
        _tensors.Storage(_storages.Find(storage.Info, 0), storage.DType.StorageClass is null ? null : storage.DType);

    private static Step Op(byte opcode) => new(StepKind.Op, default, opcode);

    // In this order, after what is written now.
    private void Then(params ReadOnlySpan<Step> steps)
    {
        for (int i = steps.Length - 1; i >= 0; i--) _steps.Push(steps[i]);
    }

    private enum StepKind
    {
        Value,
        Op,
        Put,
        TupleEnd,
        Items,
        Entries,
    }

    private readonly record struct Step(StepKind Kind, PyValue Value, int Index = 0);
}
