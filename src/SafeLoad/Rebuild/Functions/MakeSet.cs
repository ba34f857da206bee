using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.set(items)</c> of a list, tuple, set or frozenset.</summary>
internal sealed class MakeSet() : RebuildFunction("builtins", "set")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        var set = new PySet(PyKind.Set);
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
                Pickle.BudgetKeys.CheckKey(arguments.Context.Budget, item, any: false, arguments.At);
                set.Add(item);
            }
        }
        return new PyValue(set);
    }
}
