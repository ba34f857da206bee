using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>Turns what was read of a Torch 7 container into a list, a dict or an object's state.</summary>
internal sealed class Torch7Tables(Torch7Objects objects)
{
    // Beyond it neighbouring integers are one double.
    private const double LargestInteger = 1L << 53;

    private readonly List<Torch7Container> _unfinished = [];

    /// <summary>Finishes a container all of whose values are there; what holds a table that is still open waits for
    /// <see cref="Finish"/>.</summary>
    public void Close(Torch7Container container)
    {
        if (container.ContainerKind == Torch7ContainerKind.Table)
        {
            container.Value = container.TryMakeList() ? new PyList() : new PyDict();
            objects.Replace(container.Index, new PyValue(container.Value));
        }
        if (container.HasOpenValues) _unfinished.Add(container);
        else Fill(container);
    }

    /// <summary>Fills what waited for the tables around it.</summary>
    public void Finish()
    {
        foreach (Torch7Container container in _unfinished)
        {
            container.ResolveValues();
            Fill(container);
        }
    }

    private static void Fill(Torch7Container container)
    {
        switch (container.Value)
        {
            case PyDict dict: Fill(dict, container); break;
            case PyList list: list.AddRange(container.Values); break;
            case PyObject item:
                PyValue state = container.Values[0];
                if (state.RawReference is not (PyDict or PyList))
                    throw Problems.Torch7($"the state of an object is a {state.TypeName}, not a table", container.At);
                item.AddState(state);
                break;
        }
    }

    // Whole numbers become ints, so that a table's place in a dotted name is 7 and not 7.0; as keys the two are the same.
    // Objects and tables are the same key when they are the same object, as in Lua.
    private static void Fill(PyDict dict, Torch7Container container)
    {
        ReadOnlySpan<PyValue> values = container.Values;
        bool hasBool = false, hasBit = false;
        for (int i = 0; i < values.Length; i += 2)
        {
            PyValue key = values[i];
            if (key.IsNone || (key.Is(PyKind.Float) && double.IsNaN(key.AsDouble())))
                throw Problems.Torch7("a table has a key that is nil or not a number", container.At);
            if (key.Is(PyKind.Float) && double.IsInteger(key.AsDouble()) && Math.Abs(key.AsDouble()) <= LargestInteger)
                key = PyValue.FromInt((long)key.AsDouble());
            hasBool |= key.Is(PyKind.Bool);
            hasBit |= key.Is(PyKind.Int) && key.AsInt64() is 0 or 1;
            dict.Add(key, values[i + 1]);
        }
        // In Lua true and 1 are two keys, in Python one: a value would be lost.
        if (hasBool && hasBit) throw Problems.UnsupportedKey("bool beside the numbers 0 and 1", container.At);
    }
}
