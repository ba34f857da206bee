using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>Keys of dicts and items of sets that are plain data: numbers, text, constants of torch, and tuples of them.</summary>
internal static class PlainKeys
{
    private const int MostParts = 1000;

    public static bool IsPlain(PyValue key)
    {
        if (IsAtom(key)) return true;
        var open = new Stack<PyValue>();
        open.Push(key);
        for (int seen = 0; open.TryPop(out PyValue value); seen++)
        {
            if (seen > MostParts) return false;
            if (value.RawReference is PyTuple tuple && tuple.Count + open.Count <= MostParts)
                foreach (PyValue item in tuple.Items) open.Push(item);
            else if (!IsAtom(value)) return false;
        }
        return true;
    }

    private static bool IsAtom(PyValue value) =>
        value.Kind is PyKind.None or PyKind.Bool or PyKind.Int or PyKind.Float or PyKind.Complex or PyKind.Str or PyKind.Bytes
        or PyKind.Constant;
}
