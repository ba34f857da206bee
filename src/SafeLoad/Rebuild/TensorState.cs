using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>Python attributes that a file sets on a tensor or dictionary: kept as data, never as anything that has a meaning here.</summary>
internal static class TensorState
{
    /// <summary>Adds a state to attributes that may be there already.</summary>
    public static PyDict Merge(PyDict? attributes, PyValue state, Budget budget, CheckpointLocation at)
    {
        if (state.RawReference is not PyDict entries) throw Throw.BadOperand("a dict of attributes", state.TypeName, at);
        budget.ChargeCopy(entries.Count * 32L, at);
        attributes ??= new PyDict();
        foreach (var (name, value) in entries)
        {
            if (!name.Is(PyKind.Str)) throw Throw.BadOperand("names of attributes", name.TypeName, at);
            budget.ChargeCopy(name.Length * 2L, at);
            attributes.Add(name, value);
        }
        return attributes;
    }

    /// <summary>The attributes of a tensor out of its state: a dict, or a pair of dict and slots; null if there are none.</summary>
    public static PyDict? ForTensor(PyValue state, in RebuildArguments arguments)
    {
        PyDict? attributes = null;
        bool isPair = state.Is(PyKind.Tuple) && ((PyTuple)state.RawReference!).Count == 2;
        ReadOnlySpan<PyValue> parts = isPair ? ((PyTuple)state.RawReference!).Items : [state];
        foreach (PyValue part in parts)
        {
            if (part.IsNone) continue;
            attributes = Merge(attributes, part, arguments.Context.Budget, arguments.At);
        }
        // As data they contradict nothing: nobody sets them on anything.
        if (arguments.Context is { KeepsObjects: true, IsCheck: false }) return attributes is { Count: > 0 } ? attributes : null;
        foreach (var (name, _) in attributes ?? new PyDict())
        {
            string text = name.AsString();
            if (TensorAttributes.IsOwn(text))
                throw Throw.DisallowedState($"a tensor's state sets '{Printable.Escape(text)}', which belongs to the tensor itself", arguments.At);
        }
        return attributes is { Count: > 0 } ? attributes : null;
    }
}
