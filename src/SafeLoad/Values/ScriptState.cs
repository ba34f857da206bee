using SafeLoad.Diagnostics;

namespace SafeLoad.Values;

/// <summary>The state of a TorchScript object: tensors that are parameters or buffers, and the modules in it.</summary>
/// <remarks>torch/csrc/jit/serialization/pickler.cpp writes an object's attributes in the order of its class;
/// torch/jit/_script.py gives parameters before buffers.</remarks>
internal sealed class ScriptState
{
    private ScriptState(List<KeyValuePair<PyValue, PyValue>> tensors, List<KeyValuePair<PyValue, PyValue>> modules)
    {
        Tensors = tensors;
        Modules = modules;
    }

    /// <summary>Parameters, then buffers, then what is packed.</summary>
    public List<KeyValuePair<PyValue, PyValue>> Tensors { get; }

    /// <summary>The modules in it, in order.</summary>
    public List<KeyValuePair<PyValue, PyValue>> Modules { get; }

    /// <summary>The state of a TorchScript module; null if the object is none.</summary>
    /// <param name="value">The object.</param>
    /// <param name="budget">What looking may cost: classes and states are named again for a few bytes.</param>
    /// <param name="at">What a limit calls the file.</param>
    public static ScriptState? Of(PyObject value, Budget budget, CheckpointLocation at)
    {
        if (value.Callable.RawReference is not PyGlobal { Meaning: ScriptClass type }) return null;
        PyDict state = value.States is [{ RawReference: PyDict only }] ? only : new PyDict();
        budget.ChargeCopy(type.LookupCost + 32L * state.Count, at);
        var tensors = new List<KeyValuePair<PyValue, PyValue>>();
        foreach (string name in type.Parameters.Concat(type.Buffers ?? []))
        {
            PyValue key = PyValue.FromText(name);
            if (state.TryGetValue(key, out PyValue tensor) && !tensor.IsNone) tensors.Add(new(key, tensor));
        }
        // A quantized convolution's state is a tuple, here as everywhere.
        if (QuantizedState.IsPackedConvolution(value))
            foreach (var (name, packed) in QuantizedState.Of(value)) tensors.Add(new(PyValue.FromText(name), packed));
        var parameters = type.Buffers is null ? type.Parameters.ToHashSet(StringComparer.Ordinal) : [];
        var modules = new List<KeyValuePair<PyValue, PyValue>>();
        foreach (var (key, member) in state)
        {
            if (!key.Is(PyKind.Str)) continue;
            if (member.RawReference is PyObject { Callable.RawReference: PyGlobal { Meaning: ScriptClass } }) modules.Add(new(key, member));
            else if (Packed(member) is { } packed) tensors.Add(new(key, packed));
            else if (type.Buffers is null && member.Is(PyKind.Tensor) && !parameters.Contains(key.AsString()))
                tensors.Add(new(key, member));
        }
        return new ScriptState(tensors, modules);
    }

    // torch::class_: what quantized layers pack their weights into. TorchScript's own state_dict() leaves it out,
    // and a model without it has no weights; the names are those that the same layers have outside of TorchScript
    // (torch/ao/nn/quantized/modules/linear.py).
    private static PyValue? Packed(PyValue member) =>
        member.RawReference is PyObject { Callable.RawReference: PyGlobal { Meaning: not ScriptClass } type, States: [var state] }
        && type.Module.StartsWith("__torch__.torch.classes", StringComparison.Ordinal) ? state : null;
}
