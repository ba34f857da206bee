using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// Answers the pickle machine where objects are kept as data: what is on a list is rebuilt as ever, every other name stays a pair of
/// strings and every other call a record. Nothing is refused by its name, because nothing can come of it.
/// </summary>
internal class InertHost(LoadContext context, IPersistentIds? ids) : RebuildHost(context)
{
    /// <summary>An exception takes as long as copying some kilobytes; five bytes of pickle can throw one.</summary>
    protected const int CostOfFailure = 1024;

    // No function of the list takes nearly as many.
    private const int MostArguments = 32;

    // Most files name nothing that is on no list.
    private Dictionary<(string, string), PyValue>? _unlisted;

    public override bool AllowsAnyKey => true;

    public override void Unusual(PickleOpcode opcode, CheckpointLocation at) { }

    public override void BadFrame(string problem, CheckpointLocation at) => throw Problems.BadFrame(problem, at);

    public override PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at) =>
        Inert(module, new PyTuple([module, name]));

    public override PyValue Extension(long code, CheckpointLocation at) => Inert(PyValue.FromInt(code), PyTuple.Empty);

    public override PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        switch (id.RawReference)
        {
            // Classes of modules, with their source beside them: ('module', class, file, text), and without the tag in the tar.
            case PyTuple { Count: 4 } tuple when IsText(tuple[0], "module"u8): return tuple[1];
            case PyTuple { Count: 3 } tuple when tuple[0].Is(PyKind.Global): return tuple[0];
            // torch.package: func(importer, *args).
            case PyTuple { Count: >= 3 } tuple when IsText(tuple[0], "reduce_package"u8):
                // An id that is fetched from the memo takes 3 bytes and copies all arguments.
                Context.Budget.ChargeCopy(tuple.Count * 16L, at);
                return Inert(tuple[2], new PyTuple(tuple.Items.AsSpan(3).ToArray()));
            case PyTuple { Count: > 1 } tuple when ids is not null && IsText(tuple[0], "storage"u8)
                && tuple[1].RawReference is PyGlobal { Meaning: StorageClass }: return ids.Resolve(id, at);
            default: return ids is { AreText: true } && id.Is(PyKind.Str) ? ids.Resolve(id, at) : Inert(id, PyTuple.Empty);
        }
    }

    public override PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at) =>
        Call(callable, arguments, PyValue.None, at, isNew: false);

    public override PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at) =>
        Call(type, arguments, keywords, at, isNew: true);

    public override void Build(PyValue target, PyValue state, CheckpointLocation at)
    {
        if (Context.TakeUnfinished(target.RawReference) is { } function)
        {
            try
            {
                function.SetState(target.RawReference!, state, new RebuildArguments(Context, function, PyTuple.Empty, at));
            }
            catch (SafeLoadException problem) when (StaysData(problem, Fields(state)))
            {
                Keep(function, problem, Fields(state), at);
            }
            return;
        }
        switch (target.RawReference)
        {
            case PyObject inert: inert.AddState(state); break;
            case PyDict dict: dict.Attributes = Merge(dict.Attributes, state, at); break;
            case PyTensor tensor: tensor.Attributes = Merge(tensor.Attributes, state, at); break;
        }
    }

    protected override PyValue Unlisted(string module, string name, (string Module, string Name) resolved, CheckpointLocation at)
    {
        _unlisted ??= [];
        if (_unlisted.TryGetValue((module, name), out PyValue known)) return known;
        return _unlisted[(module, name)] = new PyValue(new PyGlobal(module, name, Context.ScriptClasses?.Find(module, name)));
    }

    private PyValue Call(PyValue callable, PyTuple arguments, PyValue keywords, CheckpointLocation at, bool isNew)
    {
        if (callable.RawReference is PyGlobal { Meaning: RebuildFunction function } && keywords.IsNone)
        {
            try
            {
                var call = new RebuildArguments(Context, function, arguments, at);
                return isNew ? function.NewObject(call) : function.Invoke(call);
            }
            catch (SafeLoadException problem) when (StaysData(problem, arguments))
            {
                Keep(function, problem, arguments, at);
            }
        }
        return Record(callable, arguments, keywords, at);
    }

    /// <summary>What stands for a call that nothing here makes.</summary>
    protected virtual PyValue Record(PyValue callable, PyTuple arguments, PyValue keywords, CheckpointLocation at) =>
        Inert(callable, FieldsOf(callable, arguments), keywords);

    // What torch.max and its like return is pickled as a call with one tuple of the fields; other named tuples have them as arguments.
    private static PyTuple FieldsOf(PyValue callable, PyTuple arguments)
    {
        if (callable.RawReference is not PyGlobal { Module: "torch.return_types" } || arguments.Count is not (1 or 2)
            || !arguments[0].Is(PyKind.Tuple)) return arguments;
        // Fields without an index stand in the dict beside them.
        return arguments.Count == 1 || arguments[1].RawReference is PyDict { Count: 0 } ? (PyTuple)arguments[0].RawReference! : arguments;
    }

    /// <summary>Whether a call that the list's implementation does not take is one of the many that stay as they are; a tensor that lies
    /// stays an error.</summary>
    protected virtual bool StaysData(SafeLoadException problem, PyTuple arguments) =>
        problem is DisallowedGlobalException or UnsupportedCheckpointException
        || (problem is MalformedCheckpointException && HoldsObjects(arguments));

    /// <summary>A call stays a record of what the file asks for.</summary>
    protected virtual void Keep(RebuildFunction function, SafeLoadException problem, PyTuple arguments, CheckpointLocation at) =>
        Context.Budget.ChargeCopy(CostOfFailure, at);

    /// <summary>Whether an argument is an object that is kept as data, of which nothing can be proven.</summary>
    protected static bool HoldsObjects(PyTuple arguments)
    {
        foreach (PyValue argument in arguments.Items.AsSpan(0, Math.Min(arguments.Count, MostArguments)))
        {
            if (argument.RawReference is PyObject or PyGlobal { Meaning: null }) return true;
        }
        return false;
    }

    private static PyTuple Fields(PyValue state) => state.RawReference as PyTuple ?? new PyTuple([state]);

    // What is no dict of names is kept as a whole.
    private PyDict Merge(PyDict? attributes, PyValue state, CheckpointLocation at)
    {
        // The same state can be set again and again.
        if (state.RawReference is PyDict dict) Context.Budget.ChargeCopy(dict.Count * 16L, at);
        if (state.RawReference is PyDict entries && entries.All(static entry => entry.Key.Is(PyKind.Str)))
            return TensorState.Merge(attributes, state, Context.Budget, at);
        attributes ??= new PyDict();
        attributes.Add(PyValue.FromText("__state__"), state);
        return attributes;
    }

    protected static bool IsText(PyValue value, ReadOnlySpan<byte> text) => value.Is(PyKind.Str) && value.AsBytes().SequenceEqual(text);
}
