using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>collections.defaultdict(factory)</c>. The factory is a name and is not kept: nothing here makes missing values.</summary>
internal sealed class DefaultDictCall() : RebuildFunction("collections", "defaultdict")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        if (!arguments[0].IsNone && !arguments[0].Is(PyKind.Global)) throw arguments.Wrong(0, "a type as factory");
        var dict = new PyDict(PyDict.DefaultDictType);
        if (arguments.Count == 2) DictFiller.Fill(dict, new RebuildArguments(arguments.Context, this, new PyTuple([arguments[1]]), arguments.At));
        return new PyValue(dict);
    }
}
