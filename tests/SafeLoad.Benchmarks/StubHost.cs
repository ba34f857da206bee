using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Benchmarks;

/// <summary>Gives every name and call the least answer that a state dict can be read with; what torch_peer.py's Unpickler does.</summary>
internal sealed class StubHost : IPickleHost
{
    public bool AllowsAnyKey => true;

    public void Unusual(PickleOpcode opcode, CheckpointLocation at) { }

    public void BadFrame(string problem, CheckpointLocation at) { }

    public PyValue Global(string module, string name, CheckpointLocation at) => new(new PyGlobal(module, name));

    public PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at) => PyValue.None;

    public PyValue Extension(long code, CheckpointLocation at) => PyValue.None;

    public PyValue Persistent(PyValue id, CheckpointLocation at) => PyValue.None;

    public PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at) =>
        callable.RawReference is PyGlobal { Name: "OrderedDict" } ? new PyValue(new PyDict(PyDict.OrderedDictType))
        : new PyValue(new PyObject(callable, new PyValue(arguments)));

    public PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at) => Reduce(type, arguments, at);

    public void Build(PyValue target, PyValue state, CheckpointLocation at) { }
}
