using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// Answers the pickle machine for loading: what is on the list gets its fixed implementation, everything else is refused. After the
/// first refusal the machine goes on without meaning anything by it, so that the error can name all that the file asks for.
/// </summary>
internal sealed class LoadHost(LoadContext context, IPersistentIds? ids) : RebuildHost(context)
{
    private readonly List<NamedGlobal> _refused = [];
    private readonly HashSet<string> _refusedNames = new(StringComparer.Ordinal);
    private DisallowedGlobalException? _otherRefusal;

    /// <summary>Whether something was refused; from then on all calls make inert objects.</summary>
    public override bool HasRefused => _refused.Count > 0 || _otherRefusal is not null;

    public override bool AllowsAnyKey => HasRefused;

    /// <summary>The error that names everything refused; null if nothing was.</summary>
    public override DisallowedGlobalException? Refusal => _refused.Count > 0 ? Problems.DisallowedGlobals(_refused) : _otherRefusal;

    public override void Unusual(PickleOpcode opcode, CheckpointLocation at)
    {
        if (opcode != PickleOpcode.PersId || ids is not { AreText: true }) _otherRefusal ??= Problems.DisallowedOpcode(at, []);
    }

    public override void BadFrame(string problem, CheckpointLocation at)
    {
        if (!HasRefused) throw Problems.BadFrame(problem, at);
    }

    public override PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at) =>
        HasRefused ? Inert(module, new PyTuple([module, name])) : throw Problems.ComputedGlobal(module.TypeName, name.TypeName, at);

    public override PyValue Extension(long code, CheckpointLocation at) => Inert(PyValue.FromInt(code), PyTuple.Empty);

    public override PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        if (HasRefused) return Inert(id, PyTuple.Empty);
        return ids?.Resolve(id, at) ?? throw Problems.NoStorages(at);
    }

    public override PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at) =>
        Call(callable, arguments, at, isNew: false);

    public override PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at) =>
        Call(type, arguments, at, isNew: true);

    public override void Build(PyValue target, PyValue state, CheckpointLocation at)
    {
        if (HasRefused)
        {
            if (target.RawReference is PyObject inert) inert.AddState(state);
            return;
        }
        if (Context.TakeUnfinished(target.RawReference) is { } function)
        {
            try
            {
                function.SetState(target.RawReference!, state, new RebuildArguments(Context, function, PyTuple.Empty, at));
            }
            catch (DisallowedGlobalException refusal)
            {
                _otherRefusal = refusal;
            }
            return;
        }
        switch (target.RawReference)
        {
            case PyDict { TypeName: not PyDict.DictType } dict:
                dict.Attributes = TensorState.Merge(dict.Attributes, state, Context.Budget, at);
                break;
            default:
                _otherRefusal = Problems.UnexpectedState(target.TypeName, at);
                break;
        }
    }

    protected override PyValue Unlisted(string module, string name, (string Module, string Name) resolved, CheckpointLocation at)
    {
        if (_refusedNames.Add(GlobalKey.Of(module, name)))
            _refused.Add(GlobalCatalog.Of(module, name, at));
        return new PyValue(new PyGlobal(module, name));
    }

    private PyValue Call(PyValue callable, PyTuple arguments, CheckpointLocation at, bool isNew)
    {
        if (HasRefused) return Inert(callable, arguments);
        if (callable.RawReference is not PyGlobal { Meaning: RebuildFunction function })
        {
            _otherRefusal = Problems.NotCallable((callable.RawReference as PyGlobal)?.FullName, callable.TypeName, at);
            return Inert(callable, arguments);
        }
        try
        {
            var call = new RebuildArguments(Context, function, arguments, at);
            return isNew ? function.NewObject(call) : function.Invoke(call);
        }
        catch (DisallowedGlobalException refusal)
        {
            _otherRefusal = refusal;
            return Inert(callable, arguments);
        }
    }
}
