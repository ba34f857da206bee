using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>collections.Counter(counts)</c> of a dict. Not of a list: counting is no data.</summary>
internal sealed class Counter() : RebuildFunction("collections", "Counter")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        var counter = new PyDict(PyDict.CounterType);
        if (arguments.Count == 1)
        {
            if (!arguments[0].Is(PyKind.Dict)) throw arguments.Wrong(0, "a dict");
            DictFiller.Fill(counter, arguments);
        }
        return new PyValue(counter);
    }
}
