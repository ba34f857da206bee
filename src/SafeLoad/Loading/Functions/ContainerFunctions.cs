using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Containers of Python's standard library.</summary>
internal static class ContainerFunctions
{
    /// <summary><c>collections.OrderedDict()</c>, and with a list of pairs, as Python 2 wrote it.</summary>
    public static PyValue OrderedDict(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        var dict = new PyDict(PyDict.OrderedDictType);
        if (arguments.Count == 1) DictFiller.Fill(dict, arguments);
        return new PyValue(dict);
    }

    /// <summary>By NEWOBJ: empty.</summary>
    public static PyValue NewOrderedDict(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return new PyValue(new PyDict(PyDict.OrderedDictType));
    }

    /// <summary><c>collections.Counter(counts)</c> of a dict. Not of a list: counting is no data.</summary>
    public static PyValue Counter(in RebuildArguments arguments)
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

    /// <summary><c>collections.defaultdict(factory)</c>. The factory is a name and is not kept: nothing here makes missing
    /// values.</summary>
    public static PyValue DefaultDict(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        if (!arguments[0].IsNone && !arguments[0].Is(PyKind.Global)) throw arguments.Wrong(0, "a type as factory");
        var dict = new PyDict(PyDict.DefaultDictType);
        if (arguments.Count == 2) DictFiller.Fill(dict, arguments.With(new PyTuple([arguments[1]])));
        return new PyValue(dict);
    }

    /// <summary><c>builtins.set(items)</c> of a list, tuple, set or frozenset.</summary>
    public static PyValue Set(in RebuildArguments arguments) => SetFiller.Make(PyKind.Set, arguments);

    /// <summary><c>builtins.frozenset(items)</c>.</summary>
    public static PyValue FrozenSet(in RebuildArguments arguments) => SetFiller.Make(PyKind.FrozenSet, arguments);

    /// <summary><c>collections.deque([items[, maxlen]])</c>.</summary>
    public static PyValue Deque(in RebuildArguments arguments)
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

    /// <summary><c>argparse.Namespace</c>: by NEWOBJ without arguments, and BUILD with a dict.</summary>
    public static PyValue Namespace(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return arguments.AwaitState(new PyRecord(arguments.FullName, null));
    }

    /// <summary>A dict of attributes.</summary>
    public static void FillNamespace(PyReference value, PyValue state, in RebuildArguments arguments) =>
        ((PyRecord)value).SetAttributes(TensorState.Merge(null, state, arguments.Context.Budget, arguments.At));
}
