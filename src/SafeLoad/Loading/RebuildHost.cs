using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// Answers the pickle machine for opening a file: what is on the list gets its fixed implementation. What becomes of everything else is
/// the difference between the three kinds: <see cref="LoadHost"/> refuses it, <see cref="InertHost"/> keeps it as data, and
/// <see cref="CheckingHost"/> keeps it as data and goes on where loading would end.
/// </summary>
internal abstract class RebuildHost(LoadContext context) : IPickleHost
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<(string Module, string Name)> _names = [];

    /// <summary>Every global that the pickles name, once each, as the file spells it.</summary>
    public IReadOnlyList<(string Module, string Name)> Names => _names;

    /// <summary>Whether something was refused.</summary>
    public virtual bool HasRefused => false;

    /// <summary>The error that names everything refused; null if nothing was.</summary>
    public virtual DisallowedGlobalException? Refusal => null;

    public abstract bool AllowsAnyKey { get; }

    protected LoadContext Context { get; } = context;

    /// <summary>The host that the caller's options ask for.</summary>
    public static RebuildHost Create(LoadContext context, IPersistentIds? ids) =>
        context.IsCheck ? new CheckingHost(context, ids) : context.KeepsObjects ? new InertHost(context, ids) : new LoadHost(context, ids);

    public PyValue Global(string module, string name, CheckpointLocation at)
    {
        string key = GlobalKey.Of(module, name);
        if (_seen.Add(key)) _names.Add((module, name));
        // No name on the list is an alias of another, so the aliases and sets are needed for other names only.
        if (AllowedGlobals.FindOfPyTorch(key) is { } allowed) return allowed;
        ReadsLatin1 = true;
        var resolved = GlobalAliases.Resolve(module, name);
        return AllowedGlobals.Find(resolved, AllowedSets.PyTorch | Context.Sets) ?? Unlisted(module, name, resolved, at);
    }

    // Python 2's strings are bytes. A file of PyTorch's names alone is read as UTF-8, as torch.load does; one with other names, which a
    // caller has opted into or are kept as data, is read by other programs.
    public bool ReadsLatin1 { get; private set; }

    public virtual bool ReadsOn(MalformedCheckpointException problem) => false;

    public virtual bool ReadsOn(LimitExceededException problem) => false;

    public abstract void Unusual(PickleOpcode opcode, CheckpointLocation at);

    public abstract void BadFrame(string problem, CheckpointLocation at);

    public abstract PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at);

    public abstract PyValue Extension(long code, CheckpointLocation at);

    public abstract PyValue Persistent(PyValue id, CheckpointLocation at);

    public abstract PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at);

    public abstract PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at);

    public abstract void Build(PyValue target, PyValue state, CheckpointLocation at);

    /// <summary>A name that no list has.</summary>
    protected abstract PyValue Unlisted(string module, string name, (string Module, string Name) resolved, CheckpointLocation at);

    protected static PyValue Inert(PyValue callable, PyTuple arguments, PyValue keywords = default) =>
        new(new PyObject(callable, new PyValue(arguments), keywords));
}
