using SafeLoad.Diagnostics;

namespace SafeLoad.Values;

/// <summary>What stands in an object that is kept as data, and by which steps: arguments and items by index, entries by key, state by name.
/// A whole module has the entries of its state dict instead (<see cref="ModuleState"/>). One lister belongs to one walk.</summary>
internal sealed class ObjectMembers(Budget budget, CheckpointLocation at)
{
    // What a listed member takes, copies of it included.
    private const int BytesPerMember = 128;

    private readonly HashSet<PyReference> _listed = new(ReferenceEqualityComparer.Instance);

    public List<(ValueStep Step, PyValue Value)> Of(PyObject value)
    {
        var members = new List<(ValueStep, PyValue)>();
        if (ModuleState.IsModule(value))
        {
            foreach (var (name, entry) in ModuleState.Of(value, budget, at))
                members.Add((new ValueStep(ValueStepKind.Key, name, 0), entry));
            if (!value.Attached.IsNone) members.Add(Attribute("constants", value.Attached));
            return members;
        }
        AddArguments(value, members);
        if (value.Items is { } items) AddIndexed(items, members);
        if (value.Entries is { } entries)
            foreach (var (key, entry) in entries) members.Add((new ValueStep(ValueStepKind.Key, key, 0), entry));
        foreach (PyValue state in value.States ?? new PyList()) AddState(state, members);
        return members;
    }

    // An object is listed once, but for a few bytes each many objects can share a state or arguments:
    // the first listing is the file's own size, those after it are copies.
    private void Charge(PyReference shared, int count)
    {
        if (count > 0 && !_listed.Add(shared)) budget.ChargeCopy((long)count * BytesPerMember, at);
    }

    // A named tuple's fields are its arguments, and a call's; beside items of a list they would take the items' places.
    private void AddArguments(PyObject value, List<(ValueStep, PyValue)> members)
    {
        if (value.Arguments.RawReference is PyTuple { Count: > 0 } arguments)
        {
            if (value.Items is null)
            {
                Charge(arguments, arguments.Count);
                AddIndexed(arguments, members);
            }
            else members.Add(Attribute("__args__", value.Arguments));
        }
        if (!value.Keywords.IsNone) members.Add(Attribute("__kwargs__", value.Keywords));
    }

    private static void AddIndexed(IReadOnlyList<PyValue> items, List<(ValueStep, PyValue)> members)
    {
        for (int i = 0; i < items.Count; i++) members.Add((new ValueStep(ValueStepKind.Index, default, i), items[i]));
    }

    private void AddState(PyValue state, List<(ValueStep, PyValue)> members)
    {
        bool isPair = state.RawReference is PyTuple { Count: 2 } pair && IsState(pair[0]) && IsState(pair[1]);
        foreach (PyValue part in isPair ? ((PyTuple)state.RawReference!).Items : [state])
        {
            if (part.RawReference is PyDict dict) Charge(dict, dict.Count);
            if (part.RawReference is PyDict attributes && attributes.All(static attribute => attribute.Key.Is(PyKind.Str)))
                foreach (var (name, attribute) in attributes) members.Add((new ValueStep(ValueStepKind.Member, name, 0), attribute));
            else if (!part.IsNone) members.Add(Attribute("__state__", part));
        }

        static bool IsState(PyValue part) => part.IsNone || part.Is(PyKind.Dict);
    }

    private static (ValueStep, PyValue) Attribute(string name, PyValue value) =>
        (new ValueStep(ValueStepKind.Member, PyValue.FromText(name), 0), value);
}
