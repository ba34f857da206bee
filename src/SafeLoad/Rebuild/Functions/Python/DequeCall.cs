using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>collections.deque([items[, maxlen]])</c>.</summary>
internal sealed class DequeCall() : RebuildFunction("collections", "deque")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        var deque = new PyList("collections.deque");
        if (arguments.Count > 0)
        {
            ReadOnlySpan<PyValue> items = arguments.Items(0);
            arguments.Context.Budget.ChargeCopy(items.Length * 16L, arguments.At);
            deque.AddRange(items);
        }
        if (arguments.Count == 2 && !arguments[1].IsNone) arguments.Int64(1);
        return new PyValue(deque);
    }
}
