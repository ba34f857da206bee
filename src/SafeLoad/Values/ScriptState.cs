namespace SafeLoad.Values;

/// <summary>The state of a TorchScript object: tensors that are parameters or buffers, and the modules in it.</summary>
/// <remarks>torch/csrc/jit/serialization/pickler.cpp writes an object's attributes in the order of its class; torch/jit/_script.py gives parameters before buffers.</remarks>
internal sealed class ScriptState
{
    private ScriptState(List<(string, PyValue)> tensors, List<(string, PyValue)> modules)
    {
        Tensors = tensors;
        Modules = modules;
    }

    /// <summary>Parameters, then buffers.</summary>
    public List<(string Name, PyValue Value)> Tensors { get; }

    /// <summary>The modules in it, in order.</summary>
    public List<(string Name, PyValue Value)> Modules { get; }

    /// <summary>The state of a TorchScript module; null if the object is none.</summary>
    public static ScriptState? Of(PyObject value)
    {
        if (value.Callable.RawReference is not PyGlobal { Meaning: ScriptClass type }) return null;
        PyDict state = value.States is [{ RawReference: PyDict only }] ? only : new PyDict();
        var tensors = new List<(string, PyValue)>();
        foreach (string name in type.Parameters.Concat(type.Buffers ?? []))
        {
            if (state.TryGetValue(name, out PyValue tensor) && !tensor.IsNone) tensors.Add((name, tensor));
        }
        var parameters = type.Parameters.ToHashSet(StringComparer.Ordinal);
        var modules = new List<(string, PyValue)>();
        foreach (var (key, member) in state)
        {
            if (!key.Is(PyKind.Str)) continue;
            if (member.RawReference is PyObject { Callable.RawReference: PyGlobal { Meaning: ScriptClass } }) modules.Add((key.AsString(), member));
            else if (type.Buffers is null && member.Is(PyKind.Tensor) && !parameters.Contains(key.AsString())) tensors.Add((key.AsString(), member));
        }
        return new ScriptState(tensors, modules);
    }
}
