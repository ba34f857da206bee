using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>The arguments of one call, read by position and type. What does not fit is an error that names function and argument.</summary>
internal readonly struct RebuildArguments(LoadContext context, RebuildFunction function, PyTuple arguments, CheckpointLocation at)
{
    public LoadContext Context { get; } = context;

    public CheckpointLocation At { get; } = at;

    /// <summary>What is called.</summary>
    public RebuildFunction Function { get; } = function;

    public string Name => Function.Name;

    public string FullName => Function.FullName;

    public int Count => arguments.Items.Length;

    public PyValue this[int index] => index < Count ? arguments.Items[index] : PyValue.None;

    public PyTuple Tuple => arguments;

    /// <summary>The same call with other arguments: a state's fields, the items of an argument.</summary>
    public RebuildArguments With(PyTuple others) => new(Context, Function, others, At);

    /// <summary>A value that is not finished: BUILD may set its state, once.</summary>
    public PyValue AwaitState(PyReference value) => Context.AwaitState(value, Function);

    /// <summary>Proves the number of arguments.</summary>
    public void Expect(int least, int most)
    {
        if (Count < least || Count > most)
            throw Bad(FormattableString.Invariant(
                $"{Count} arguments; it takes {least}{(most == least ? "" : FormattableString.Invariant($" to {most}"))}"));
    }

    public MalformedCheckpointException Bad(string problem) => Problems.BadArguments(FullName, problem, At);

    public long Int64(int index) => this[index].Is(PyKind.Int) ? this[index].AsInt64() : throw Wrong(index, "an int");

    public bool Bool(int index) => this[index].Is(PyKind.Bool) ? this[index].AsBool() : throw Wrong(index, "a bool");

    public string Text(int index)
    {
        if (!this[index].Is(PyKind.Str)) throw Wrong(index, "a str");
        // A call that fetches a long text from the memo takes 5 bytes and copies all of it.
        Context.Budget.ChargeCopy(this[index].Length * 2L, At);
        return this[index].AsString();
    }

    public double Double(int index) => this[index].Kind switch
    {
        PyKind.Float => this[index].AsDouble(),
        PyKind.Int => this[index].AsInt64(),
        _ => throw Wrong(index, "a number"),
    };

    public PyTensor Tensor(int index) => this[index].RawReference as PyTensor ?? throw Wrong(index, "a tensor");

    public PyStorage Storage(int index) => this[index].RawReference as PyStorage ?? throw Wrong(index, "a storage");

    public DType DType(int index) =>
        this[index].RawReference is PyConstant { TypeName: PyConstant.DTypeName } constant
        && SafeLoad.DType.FromName(constant.Text["torch.".Length..]) is { } dtype ? dtype : throw Wrong(index, "a torch.dtype");

    /// <summary>A size or stride: a tuple, list or torch.Size of ints. Not a bool, which Python would take for an int.</summary>
    public long[] Numbers(int index)
    {
        ReadOnlySpan<PyValue> items = Items(index);
        Context.Budget.CheckDimensions(items.Length, At);
        Context.Budget.ChargeCopy(items.Length * 8L, At);
        if (items.IsEmpty) return [];
        long[] numbers = new long[items.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = items[i].Is(PyKind.Int) ? items[i].AsInt64() : throw Wrong(index, "a tuple of ints of 64 bits");
        return numbers;
    }

    /// <summary>The items of a tuple, list or torch.Size.</summary>
    public ReadOnlySpan<PyValue> Items(int index) => this[index].RawReference switch
    {
        PyTuple tuple => tuple.Items,
        PyList list => list.Items,
        _ => throw Wrong(index, "a tuple or list"),
    };

    /// <summary>requires_grad, which only floating-point and complex tensors can have.</summary>
    public bool RequiresGrad(int index, DType dtype)
    {
        bool value = Bool(index);
        return value && !dtype.IsFloatingPoint && !dtype.IsComplex ? throw Problems.BadRequiresGrad(dtype.ToString(), At) : value;
    }

    /// <summary>backward_hooks: an empty OrderedDict, in practice; functions cannot be pickled into it. Nothing is done with it.</summary>
    public void Hooks(int index)
    {
        bool isData = Context.KeepsObjects && this[index].RawReference is PyObject;
        if (!this[index].IsNone && !this[index].Is(PyKind.Dict) && !isData) throw Wrong(index, "an OrderedDict of hooks");
    }

    public MalformedCheckpointException Wrong(int index, string expected) =>
        Bad(FormattableString.Invariant($"a {this[index].TypeName} as argument {index + 1}; expected {expected}"));
}
