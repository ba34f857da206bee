using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>collections.OrderedDict()</c>, and with a list of pairs, as Python 2 wrote it.</summary>
internal sealed class OrderedDict() : RebuildFunction("collections", "OrderedDict")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        var dict = new PyDict(PyDict.OrderedDictType);
        if (arguments.Count == 1) DictFiller.Fill(dict, arguments);
        return new PyValue(dict);
    }

    public override PyValue NewObject(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return new PyValue(new PyDict(PyDict.OrderedDictType));
    }
}
