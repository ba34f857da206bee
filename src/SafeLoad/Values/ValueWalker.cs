using SafeLoad.Diagnostics;

namespace SafeLoad.Values;

/// <summary>
/// Walks a value depth first, in file order, attributes after items, without recursion. A container that is met again by another way
/// is named and not entered, so a file of 100 bytes cannot make a walk of 2^60 steps, and a list inside of itself ends.
/// </summary>
internal static class ValueWalker
{
    /// <summary>Walks a value.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="visitor">Told of every value.</param>
    /// <param name="limits">How deep the walk may go; null for the defaults.</param>
    /// <param name="fileName">What an error calls the file; null for nothing.</param>
    /// <exception cref="LimitExceededException">Values are nested deeper than <see cref="CheckpointLimits.MaxNesting"/>
    /// (SL4004).</exception>
    public static void Walk(PyValue root, IValueVisitor visitor, CheckpointLimits? limits = null, string? fileName = null)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        var budget = new Budget(limits ?? CheckpointLimits.Default);
        var location = new CheckpointLocation(fileName);
        var seen = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(object Container, int Next)>();
        var members = new ObjectMembers(budget, location);
        Visit(root);
        while (open.TryPop(out var level))
        {
            if (StepOf(level.Container, level.Next, out ValueStep step, out PyValue value))
            {
                open.Push(level with { Next = level.Next + 1 });
                budget.CheckNesting(open.Count, location);
                visitor.Enter(step);
                int depth = open.Count;
                Visit(value);
                if (open.Count == depth) visitor.Leave();
            }
            else if (open.Count > 0) visitor.Leave();
        }

        void Visit(PyValue value)
        {
            switch (value.RawReference)
            {
                case PyDict or PyList or PyTuple { Kind: PyKind.Tuple } or PySet:
                    bool again = !IsEmpty(value.RawReference) && !seen.Add(value.RawReference);
                    visitor.Container(value, again);
                    if (!again) open.Push((value.RawReference, 0));
                    break;
                case PyTensor { Attributes: not null } tensor when seen.Add(tensor):
                    visitor.Leaf(value);
                    open.Push((tensor, 0));
                    break;
                case PyObject inert when seen.Add(inert):
                    visitor.Leaf(value);
                    open.Push((members.Of(inert), 0));
                    break;
                default:
                    visitor.Leaf(value);
                    break;
            }
        }
    }

    private static bool IsEmpty(PyReference container) => container switch
    {
        PyDict dict => dict.Count == 0 && dict.Attributes is null,
        PyList list => list.Count == 0,
        PyTuple tuple => tuple.Count == 0,
        _ => ((PySet)container).Count == 0,
    };

    private static bool StepOf(object container, int next, out ValueStep step, out PyValue value)
    {
        (step, value) = (default, default);
        switch (container)
        {
            case List<(ValueStep Step, PyValue Value)> members when next < members.Count:
                (step, value) = members[next];
                return true;
            case PyList list when next < list.Count:
                (step, value) = (new ValueStep(ValueStepKind.Index, default, next), list[next]);
                return true;
            case PyTuple tuple when next < tuple.Count:
                (step, value) = (new ValueStep(ValueStepKind.Index, default, next), tuple[next]);
                return true;
            case PyDict dict when next < dict.Count:
                (PyValue key, value) = dict.At(next);
                step = new ValueStep(ValueStepKind.Key, key, next);
                return true;
            case PyDict { Attributes: { } attributes } dict: return AttributeOf(attributes, next - dict.Count, out step, out value);
            case PyTensor { Attributes: { } attributes }: return AttributeOf(attributes, next, out step, out value);
            default: return false;
        }
    }

    private static bool AttributeOf(PyDict attributes, int next, out ValueStep step, out PyValue value)
    {
        (step, value) = (default, default);
        if (next >= attributes.Count) return false;
        (PyValue name, value) = attributes.At(next);
        step = new ValueStep(ValueStepKind.Attribute, name, 0);
        return true;
    }
}
