using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>A host that only writes down which names a pickle asks for; everything it answers means nothing.</summary>
/// <param name="named">Told of each global: module, name, and where it stands.</param>
/// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
internal sealed class NameRecorder(Action<string, string, CheckpointLocation>? named, Action<PyValue>? persistent = null) : IPickleHost
{
    public bool AllowsAnyKey => true;

    public void Unusual(PickleOpcode opcode, CheckpointLocation at) { }

    public void BadFrame(string problem, CheckpointLocation at) { }

    public PyValue Global(string module, string name, CheckpointLocation at)
    {
        named?.Invoke(module, name, at);
        return new PyValue(new PyGlobal(module, name));
    }

    public PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at) => Inert(module, PyTuple.Empty);

    public PyValue Extension(long code, CheckpointLocation at) => Inert(PyValue.FromInt(code), PyTuple.Empty);

    public PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        persistent?.Invoke(id);
        return Inert(id, PyTuple.Empty);
    }

    public PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at) => Inert(callable, arguments);

    public PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at) => Inert(type, arguments);

    public void Build(PyValue target, PyValue state, CheckpointLocation at) { }

    private static PyValue Inert(PyValue callable, PyTuple arguments) => new(new PyObject(callable, new PyValue(arguments)));
}
