using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Fills a dictionary from its constructor's argument: a dict, or a list of pairs.</summary>
internal static class DictFiller
{
    public static void Fill(PyDict dict, in RebuildArguments arguments)
    {
        if (arguments[0].RawReference is PyDict source)
        {
            arguments.Context.Budget.ChargeCopy(source.Count * 32L, arguments.At);
            foreach (var (key, value) in source) dict.Add(key, value);
            return;
        }
        ReadOnlySpan<PyValue> pairs = arguments.Items(0);
        arguments.Context.Budget.ChargeCopy(pairs.Length * 32L, arguments.At);
        foreach (PyValue pair in pairs)
        {
            ReadOnlySpan<PyValue> parts =
                pair.RawReference switch { PyTuple tuple => tuple.Items, PyList list => list.Items, _ => default };
            if (parts.Length != 2) throw arguments.Bad($"a list that holds a {pair.TypeName} where a pair of key and value belongs");
            if (!parts[0].Is(PyKind.Str) || parts[0].Length > PyKey.ShortText)
                arguments.Context.Budget.CheckKey(parts[0], any: false, arguments.At);
            dict.Add(parts[0], parts[1]);
        }
    }
}
