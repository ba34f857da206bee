using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>All that a value reaches, by any way: for tests that count what the library found.
/// It shares no walk with the library.</summary>
internal static class EveryTensor
{
    /// <summary>The strided tensors of all tensors, arrays of numbers and storages.</summary>
    public static IReadOnlyList<TensorInfo> Of(PyValue root)
    {
        var found = new List<TensorInfo>();
        var seen = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        var open = new Stack<PyValue>([root]);
        while (open.TryPop(out PyValue value))
        {
            if (value.Reference is not { } reference || !seen.Add(reference)) continue;
            if (reference is PyTensor tensor) found.AddRange(tensor.Info.Parts);
            if (reference is PyStorage storage) found.Add(new TensorInfo(storage.DType, [storage.ElementCount], [1], 0, storage.Info));
            if (reference is PyArray array && NumpyTensors.Tensor(array) is { } numbers) found.Add(numbers);
            foreach (PyValue inner in Inside(reference)) open.Push(inner);
        }
        return found;
    }

    private static IEnumerable<PyValue> Inside(PyReference value) => value switch
    {
        PyDict dict => dict.SelectMany(static entry => (PyValue[])[entry.Key, entry.Value]).Append(Of(dict.Attributes)),
        PyTensor tensor => [Of(tensor.Attributes)],
        PyRecord record => record.Parts.Append(Of(record.Attributes)),
        PyArray array => [Of(array.Objects)],
        PyObject inert =>
            [inert.Callable, inert.Arguments, inert.Keywords, inert.Attached, Of(inert.States), Of(inert.Items), Of(inert.Entries)],
        IEnumerable<PyValue> items => items,
        _ => [],
    };

    private static PyValue Of(PyReference? value) => value is null ? PyValue.None : new PyValue(value);
}
