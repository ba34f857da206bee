using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>What stands in a container.</summary>
internal sealed class ValueMembers(Budget budget, CheckpointLocation at)
{
    private static readonly string[] s_ofModules = ["_modules", "_buffers", "_parameters"];

    private readonly ObjectMembers _objects = new(budget, at);

    /// <summary>What a loader would give a name: of a whole module the entries of its state dict, of other objects arguments,
    /// items, entries and attributes.</summary>
    public IEnumerable<Member> Named(PyReference container) => container switch
    {
        PyDict dict => EntriesOf(dict),
        IReadOnlyList<PyValue> items => ItemsOf(items),
        PyArray { Objects: { } items } => ItemsOf(items),
        PyRecord { Attributes: { } attributes } => AttributesOf(attributes, ValueStepKind.Member),
        PyObject inert => Named(inert),
        _ => [],
    };

    /// <summary>Everything, whether it has a name or not.</summary>
    public static IEnumerable<Member> All(PyReference container)
    {
        switch (container)
        {
            case PyDict dict:
                return EntriesOf(dict).Concat(KeysOf(dict))
                    .Concat(dict.Attributes is { } own ? AttributesOf(own, ValueStepKind.Attribute) : []);
            case PyTensor { Attributes: { } attributes }: return AttributesOf(attributes, ValueStepKind.Attribute);
            case PySet set: return ItemsOf([.. set]);
            case IReadOnlyList<PyValue> items: return ItemsOf(items);
            case PyArray { Objects: { } items }: return ItemsOf(items);
            case PyRecord record:
                return ItemsOf(record.Parts).Concat(record.Attributes is { } fields ? AttributesOf(fields, ValueStepKind.Member) : []);
            case PyObject inert: return All(inert);
            default: return [];
        }
    }

    // Of a program the constants of its code count only where it has nothing else.
    private IEnumerable<Member> Named(PyObject inert)
    {
        List<(ValueStep Step, PyValue Value)> members = _objects.Of(inert);
        bool hasEntries = ModuleState.IsModule(inert) && members.Count > 0 && members[0].Step.Kind == ValueStepKind.Key;
        foreach (var (step, value) in members)
        {
            // EasyDict and its like keep each entry as an attribute as well.
            bool isEntryToo = step.Kind == ValueStepKind.Member && inert.Entries is { } entries && entries.TryGetValue(step.Key, out _);
            if (!isEntryToo && (!hasEntries || step.Kind == ValueStepKind.Key)) yield return new Member(step, value);
        }
    }

    private static IEnumerable<Member> All(PyObject inert)
    {
        yield return new Member(null, inert.Callable);
        yield return new Member(null, inert.Arguments);
        yield return new Member(null, inert.Keywords);
        if (ModuleState.IsModule(inert))
        {
            // By the names that Python has for them: 'fc.cache', not '_modules.fc.cache'.
            foreach (string name in s_ofModules)
            {
                if (inert.TryGetAttribute(name, out PyValue members)) yield return new Member(null, members);
            }
        }
        foreach (PyValue state in inert.States ?? new PyList()) yield return new Member(null, state);
        if (inert.Items is { } items) yield return new Member(null, new PyValue(items));
        if (inert.Entries is { } entries) yield return new Member(null, new PyValue(entries));
        yield return new Member(new ValueStep(ValueStepKind.Member, PyValue.FromText("constants"), 0), inert.Attached);
    }

    private static IEnumerable<Member> EntriesOf(PyDict dict)
    {
        for (int i = 0; i < dict.Count; i++)
        {
            var (key, value) = dict.At(i);
            yield return new Member(new ValueStep(ValueStepKind.Key, key, i), value);
        }
    }

    // A tensor can be a key, or stand in one.
    private static IEnumerable<Member> KeysOf(PyDict dict)
    {
        for (int i = 0; i < dict.Count; i++)
        {
            if (dict.At(i).Key is { Reference: not null } key) yield return new Member(new ValueStep(ValueStepKind.Key, key, i), key);
        }
    }

    private static IEnumerable<Member> AttributesOf(PyDict attributes, ValueStepKind kind)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            var (key, value) = attributes.At(i);
            yield return new Member(new ValueStep(key.Is(PyKind.Str) ? kind : ValueStepKind.Key, key, i), value);
        }
    }

    private static IEnumerable<Member> ItemsOf(IReadOnlyList<PyValue> items)
    {
        for (int i = 0; i < items.Count; i++) yield return new Member(new ValueStep(ValueStepKind.Index, default, i), items[i]);
    }
}
