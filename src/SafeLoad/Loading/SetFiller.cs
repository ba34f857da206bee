using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Makes a set or frozenset from its constructor's argument: a list, tuple or set.</summary>
internal static class SetFiller
{
    public static PyValue Make(PyKind kind, in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        var set = new PySet(kind);
        if (arguments.Count == 1)
        {
            IReadOnlyCollection<PyValue> items = arguments[0].RawReference switch
            {
                PyList list => list,
                PyTuple tuple => tuple,
                PySet other => other,
                _ => throw arguments.Wrong(0, "a list, tuple or set"),
            };
            arguments.Context.Budget.ChargeCopy(items.Count * 32L, arguments.At);
            foreach (PyValue item in items)
            {
                arguments.Context.Budget.CheckKey(item, any: false, arguments.At);
                set.Add(item);
            }
        }
        return new PyValue(set);
    }
}
