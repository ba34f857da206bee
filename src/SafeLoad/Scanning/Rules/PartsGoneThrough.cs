using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Parts of a state that the class's own <c>__setstate__</c>, or its <c>__hash__</c>, goes through: in a list, a dict or an array there is
/// nothing but what the pickle holds. A loader of data fetches its items then, and calls what puts them together; a series never ends.
/// </summary>
/// <remarks>torch/optim: each <c>__setstate__</c>; torch/nn/modules/rnn.py, <c>RNNBase.__setstate__</c>, which also makes as many names as
/// there are layers; <see cref="PartsOfClasses"/> says what was read of the others.</remarks>
/// <param name="search">Looks through values for something that could be called.</param>
internal sealed class PartsGoneThrough(CallableSearch search)
{
    // Of items that were asked whether they are series: a memo makes it cheap to give the same many times.
    private const int MostItems = 10_000_000;

    private const int MostLayers = 10_000;

    private static readonly string[] s_dictsOfModules = ["_modules", "_parameters", "_buffers"];

    private int _items;

    /// <summary>BUILD on an object of such a class.</summary>
    public void CheckState(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.ClassOf(target) is not { } type) return;
        // Trees of points make an array of their weights.
        if (state.RawReference is PyTuple { Count: <= ArgumentUse.MostArguments } own && HasLong(own))
            Report(type, "a range", seen, at);
        if (PartsOfClasses.Of(type) is not { } parts) return;
        if (parts.IsOfTables)
        {
            if (!IsTable(state)) Report(type, "axes", seen, at);
            return;
        }
        // A pair of anything else is a class's own form.
        if (state.RawReference is PyTuple { Count: 2 } pair && (pair[1].IsNone || pair[1].RawReference is PyDict)) state = pair[0];
        if (state.RawReference is PyObject) Report(type, "all of it", seen, at);
        if (state.RawReference is not PyDict attributes) return;
        foreach (string name in parts.Names)
        {
            if (attributes.TryGetValue(name, out PyValue part) && !IsPlain(part, parts.Library, isDeep: !parts.IsShallow(name)))
                Report(type, name, seen, at);
        }
        if (parts.IsEachGoneThrough && HasSeries(state, isDeep: false)) Report(type, "each attribute", seen, at);
        if (parts.IsRecurrent && !IsRecurrent(attributes, parts)) Report(type, "layers", seen, at);
    }

    private static bool HasLong(PyTuple state)
    {
        foreach (PyValue part in state.Items)
        {
            if (Amounts.IsLong(part)) return true;
        }
        return false;
    }

    private static void Report(PyGlobal type, string name, ReadingBuilder seen, CheckpointLocation at) => CallRules.ReportUse(type,
        $"it goes through a part of its state ({name}), and that is no list, dict or array, or one of a number's size", seen, at);

    private bool IsPlain(PyValue part, string? library, bool isDeep = true)
    {
        if (part.RawReference is PyGlobal || Series.Is(part)) return false;
        if (part.RawReference is PyObject made && !Callables.IsMapping(made) && !CallableSearch.IsOf(made, library)
            && Callables.CanBeCalled(part)) return false;
        return !isDeep || (!HasSeries(part) && !search.IsInside([part], library));
    }

    // Groups of parameters are dicts in a list, with the parameters in a list of their own.
    private bool HasSeries(PyValue part, bool isDeep = true)
    {
        foreach (PyValue item in ItemsOf(part))
        {
            if (IsSeries(item)) return true;
            if (!isDeep) continue;
            foreach (PyValue inner in ItemsOf(item))
            {
                if (IsSeries(inner)) return true;
            }
        }
        return false;
    }

    private bool IsSeries(PyValue item) => ++_items > MostItems || Series.Is(item);

    private static IEnumerable<PyValue> ItemsOf(PyValue container) => container.RawReference switch
    {
        PyDict entries => entries.Select(static entry => entry.Value),
        PyList or PyTuple => (IReadOnlyCollection<PyValue>)container.RawReference,
        _ => [],
    };

    // Of names of weights in lists nothing more is made. Where the attribute is missing a module looks among its parts.
    private static bool IsRecurrent(PyDict attributes, PartsOfClasses parts)
    {
        foreach (string name in s_dictsOfModules)
        {
            if (attributes.TryGetValue(name, out PyValue held) && held.RawReference is PyDict dict
                && parts.Names.Any(part => dict.TryGetValue(part, out _))) return false;
        }
        bool isNamed = (attributes.TryGetValue("all_weights", out PyValue weights) || attributes.TryGetValue("_all_weights", out weights))
            && weights.RawReference is PyList { Count: > 0 } layers && layers[0].RawReference is PyList { Count: > 0 } names
            && names[0].Is(PyKind.Str);
        return isNamed || !attributes.TryGetValue("num_layers", out PyValue count)
            || (count.Is(PyKind.Int) && count.AsInt64() is >= 0 and <= MostLayers);
    }

    // pandas/_libs/internals.pyx: (axes, values, items, {'0.14.1': {'axes': [...], 'blocks': [...]}}).
    private bool IsTable(PyValue state) => state.RawReference is not PyTuple { Count: >= 4 } parts
        || (parts[3].RawReference is PyDict versions && versions.TryGetValue("0.14.1", out PyValue version)
            && version.RawReference is PyDict table
            && (!table.TryGetValue("axes", out PyValue axes) || (IsPlain(axes, "pandas") && axes.RawReference is PyList names
                && !(names.Count > 0 && Amounts.IsLong(names[0]))))
            && (!table.TryGetValue("blocks", out PyValue blocks) || IsPlain(blocks, "pandas")));
}
