using SafeLoad.Common;
using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// Answers the pickle machine for loading: what is on the list gets its fixed implementation, everything else is refused. After the
/// first refusal the machine goes on without meaning anything by it, so that the error can name all that the file asks for.
/// </summary>
internal sealed class LoadHost(LoadContext context, IPersistentIds? ids) : IPickleHost
{
    private readonly List<RefusedGlobal> _refused = [];
    private readonly HashSet<string> _refusedNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private DisallowedGlobalException? _otherRefusal;

    /// <summary>Whether something was refused; from then on all calls make inert objects.</summary>
    public bool HasRefused => _refused.Count > 0 || _otherRefusal is not null;

    public bool AllowsAnyKey => HasRefused;

    /// <summary>Every global that the pickles name, once each, as the file spells it.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The error that names everything refused; null if nothing was.</summary>
    public DisallowedGlobalException? Refusal => _refused.Count > 0 ? Throw.DisallowedGlobals(_refused) : _otherRefusal;

    public void Unusual(PickleOpcode opcode, CheckpointLocation at)
    {
        if (opcode != PickleOpcode.PersId || ids is not { AreText: true }) _otherRefusal ??= Throw.DisallowedOpcode(at, []);
    }

    public void BadFrame(string problem, CheckpointLocation at)
    {
        if (!HasRefused) throw Throw.BadFrame(problem, at);
    }

    public PyValue Global(string module, string name, CheckpointLocation at)
    {
        string key = GlobalKey.Of(module, name);
        if (_seen.Add(key)) _names.Add(module + "." + name);
        // No name on the list is an alias of another, so the aliases and sets are needed for other names only.
        if (RebuildTable.Find((module, name)) is { } allowed) return allowed;
        var resolved = GlobalAliases.Resolve(module, name);
        if ((RebuildTable.Find(resolved) ?? GlobalSetTable.Find(resolved, context.Sets)) is { } known) return known;
        if (_refusedNames.Add(key)) _refused.Add(new RefusedGlobal(module, name, at, GlobalSetTable.SetOf(resolved)));
        return new PyValue(new PyGlobal(module, name));
    }

    public PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at) =>
        HasRefused ? Inert(module, new PyTuple([module, name])) : throw Throw.ComputedGlobal(module.TypeName, name.TypeName, at);

    public PyValue Extension(long code, CheckpointLocation at) => Inert(PyValue.FromInt(code), PyTuple.Empty);

    public PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        if (HasRefused) return Inert(id, PyTuple.Empty);
        return ids is null ? throw Throw.BadPersistentId("stands in a pickle that has no storages beside it", at) : ids.Resolve(id, at);
    }

    public PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at) => Call(callable, arguments, at, isNew: false);

    public PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at) => Call(type, arguments, at, isNew: true);

    public void Build(PyValue target, PyValue state, CheckpointLocation at)
    {
        if (HasRefused)
        {
            if (target.RawReference is PyObject inert) inert.AddState(state);
            return;
        }
        if (context.TakeUnfinished(target.RawReference) is { } function)
        {
            try
            {
                function.SetState(target.RawReference!, state, new RebuildArguments(context, function, PyTuple.Empty, at));
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
                dict.Attributes = TensorState.Merge(dict.Attributes, state, context.Budget, at);
                break;
            default:
                _otherRefusal = Throw.DisallowedState($"BUILD sets state on a {target.TypeName}, which PyTorch never writes", at);
                break;
        }
    }

    private PyValue Call(PyValue callable, PyTuple arguments, CheckpointLocation at, bool isNew)
    {
        if (HasRefused) return Inert(callable, arguments);
        if (callable.RawReference is not PyGlobal { Meaning: RebuildFunction function })
        {
            _otherRefusal = Throw.NotCallable((callable.RawReference as PyGlobal)?.FullName, callable.TypeName, at);
            return Inert(callable, arguments);
        }
        try
        {
            var call = new RebuildArguments(context, function, arguments, at);
            return isNew ? function.NewObject(call) : function.Invoke(call);
        }
        catch (DisallowedGlobalException refusal)
        {
            _otherRefusal = refusal;
            return Inert(callable, arguments);
        }
    }

    private static PyValue Inert(PyValue callable, PyTuple arguments) => new(new PyObject(callable, new PyValue(arguments)));
}
