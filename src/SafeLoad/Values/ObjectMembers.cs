using SafeLoad.Common;

namespace SafeLoad.Values;

/// <summary>What stands in an object that is kept as data, and by which steps: arguments and items by index, entries by key, state by name.
/// A whole module has the entries of its state dict instead (<see cref="ModuleState"/>).</summary>
internal static class ObjectMembers
{
    public static List<(ValueStep Step, PyValue Value)> Of(PyObject value, Budget budget, CheckpointLocation at)
    {
        var members = new List<(ValueStep, PyValue)>();
        if (ModuleState.IsModule(value))
        {
            foreach (var (name, entry) in ModuleState.Of(value, budget, at)) members.Add((new ValueStep(ValueStepKind.Key, name, 0), entry));
            if (!value.Attached.IsNone) members.Add(Attribute("constants", value.Attached));
            return members;
        }
        // Who is met under many names is listed once, but a state can be shared by many objects for a few bytes each.
        AddArguments(value, members);
        if (value.Items is { } items) AddIndexed(items, members);
        if (value.Entries is { } entries) foreach (var (key, entry) in entries) members.Add((new ValueStep(ValueStepKind.Key, key, 0), entry));
        foreach (PyValue state in value.States ?? new PyList()) AddState(state, members);
        budget.ChargeCopy(members.Count * 16L, at);
        return members;
    }

    // A named tuple's fields are its arguments, and a call's; beside items of a list they would take the items' places.
    private static void AddArguments(PyObject value, List<(ValueStep, PyValue)> members)
    {
        if (value.Arguments.RawReference is PyTuple { Count: > 0 } arguments)
        {
            if (value.Items is null) AddIndexed(arguments, members);
            else members.Add(Attribute("__args__", value.Arguments));
        }
        if (!value.Keywords.IsNone) members.Add(Attribute("__kwargs__", value.Keywords));
    }

    private static void AddIndexed(IReadOnlyList<PyValue> items, List<(ValueStep, PyValue)> members)
    {
        for (int i = 0; i < items.Count; i++) members.Add((new ValueStep(ValueStepKind.Index, default, i), items[i]));
    }

    private static void AddState(PyValue state, List<(ValueStep, PyValue)> members)
    {
        bool isPair = state.RawReference is PyTuple { Count: 2 } pair && IsState(pair[0]) && IsState(pair[1]);
        foreach (PyValue part in isPair ? ((PyTuple)state.RawReference!).Items : [state])
        {
            if (part.RawReference is PyDict attributes && attributes.All(static attribute => attribute.Key.Is(PyKind.Str)))
                foreach (var (name, attribute) in attributes) members.Add((new ValueStep(ValueStepKind.Attribute, name, 0), attribute));
            else if (!part.IsNone) members.Add(Attribute("__state__", part));
        }

        static bool IsState(PyValue part) => part.IsNone || part.Is(PyKind.Dict);
    }

    private static (ValueStep, PyValue) Attribute(string name, PyValue value) => (new ValueStep(ValueStepKind.Attribute, PyValue.FromText(name), 0), value);
}
