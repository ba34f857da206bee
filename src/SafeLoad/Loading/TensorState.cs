using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Python attributes that a file sets on a tensor or dictionary: kept as data,
/// never as anything that has a meaning here.</summary>
internal static class TensorState
{
    /// <summary>Adds a state to attributes that may be there already.</summary>
    public static PyDict Merge(PyDict? attributes, PyValue state, Budget budget, CheckpointLocation at)
    {
        if (state.RawReference is not PyDict entries) throw Problems.BadOperand("a dict of attributes", state.TypeName, at);
        budget.ChargeCopy(entries.Count * 32L, at);
        attributes ??= new PyDict();
        foreach (var (name, value) in entries)
        {
            if (!name.Is(PyKind.Str)) throw Problems.BadOperand("names of attributes", name.TypeName, at);
            budget.ChargeCopy(name.Length * 2L, at);
            attributes.Add(name, value);
        }
        return attributes;
    }

    /// <summary>The attributes of a tensor out of its state: a dict, or a pair of dict and slots; null if there are none.</summary>
    /// <param name="state">The state.</param>
    /// <param name="arguments">The call that it belongs to.</param>
    /// <param name="isOwnClass">Whether the tensor is of a class that is not PyTorch's, whose attributes may have any name.</param>
    public static PyDict? ForTensor(PyValue state, in RebuildArguments arguments, bool isOwnClass = false)
    {
        PyDict? attributes = null;
        bool isPair = state.Is(PyKind.Tuple) && ((PyTuple)state.RawReference!).Count == 2;
        ReadOnlySpan<PyValue> parts = isPair ? ((PyTuple)state.RawReference!).Items : [state];
        foreach (PyValue part in parts)
        {
            // Nothing can be proven of an object that is kept as data; its tensor is proven all the same.
            if (part.IsNone || (arguments.Context.IsCheck && part.RawReference is PyObject)) continue;
            attributes = Merge(attributes, part, arguments.Context.Budget, arguments.At);
        }
        // As data they contradict nothing: nobody sets them on anything.
        if (isOwnClass || arguments.Context is { KeepsObjects: true, IsCheck: false })
            return attributes is { Count: > 0 } ? attributes : null;
        foreach (var (name, _) in attributes ?? new PyDict())
        {
            string text = name.AsString();
            if (TensorAttributes.IsOwn(text))
                throw Problems.DisallowedState(
                    $"a tensor's state sets '{Printable.Escape(text)}', which belongs to the tensor itself", arguments.At);
        }
        return attributes is { Count: > 0 } ? attributes : null;
    }
}
