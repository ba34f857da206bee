using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>
/// Walks a value depth first, in file order, without recursion, and gives every tensor, array and storage its name: the one namer of the
/// library. A container that is met again is not entered again, so that a list inside of itself ends.
/// </summary>
/// <param name="budget">Names repeat the keys above them: what they may cost.</param>
/// <param name="at">What a limit calls the file.</param>
/// <param name="roleOf">What a value is known to be; null for nothing.</param>
internal sealed class TensorWalk(Budget budget, CheckpointLocation at, Func<PyReference, TrainingRole?> roleOf)
{
    // Names grow with depth: what nobody can read is not worth quadratic memory.
    private const int DeepestName = 100;

    /// <summary>What a loader would name: entries of dicts, items, attributes of objects, the state dicts of modules. A tensor that stands
    /// in two places has two names.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="start">The name of that place; empty for none.</param>
    public IEnumerable<FoundTensor> Named(PyValue root, string start) =>
        Walk(root, start, new ValueMembers(budget, at).Named, DeepestName, null);

    /// <summary>All that has no such name: attributes of dicts, tensors and modules, what a call was given, items of sets, what lies too
    /// deep to be named.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="known">What has a name; gets what is found.</param>
    public IEnumerable<FoundTensor> Unnamed(PyValue root, HashSet<PyReference> known) =>
        Walk(root, "", ValueMembers.All, int.MaxValue, known);

    private IEnumerable<FoundTensor> Walk(PyValue root, string start, Func<PyReference, IEnumerable<Member>> membersOf, int deepest,
        HashSet<PyReference>? known)
    {
        if (root.RawReference is not { } first) yield break;
        var entered = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Level>();
        if (IsLeaf(first)) yield return new FoundTensor(start, first, roleOf(first));
        Enter(new Level(null, default, first, roleOf(first)) { Name = start });
        while (open.TryPeek(out Level? level))
        {
            if (!level.Members.MoveNext())
            {
                open.Pop();
                continue;
            }
            Member member = level.Members.Current;
            if (member.Value.RawReference is not { } value) continue;
            TrainingRole? role = IsLeaf(value) || IsContainer(value) ? roleOf(value) ?? level.Role : null;
            if (IsLeaf(value) && (known is null || known.Add(value))) yield return new FoundTensor(NameOf(level, member), value, role);
            if (IsContainer(value) && open.Count < deepest) Enter(new Level(level, member, value, role));
        }

        void Enter(Level level)
        {
            if (!IsContainer(level.Container) || !entered.Add(level.Container)) return;
            level.Members = membersOf(level.Container).GetEnumerator();
            open.Push(level);
        }
    }

    private static bool IsLeaf(PyReference value) => value is PyTensor or PyStorage or PyArray { IsScalar: false, Objects: null };

    private static bool IsContainer(PyReference value) =>
        value is PyDict or PyList or PyTuple { Kind: PyKind.Tuple } or PyObject or PySet or PyRecord or PyTensor { Attributes: not null }
        or PyArray { Objects: not null };

    // A name is made when somebody needs it: one key of a megabyte over many small values would make gigabytes of names.
    private string NameOf(Level level, Member member)
    {
        var unnamed = new Stack<Level>();
        for (Level outer = level.Anchor; outer.Name is null; outer = outer.Outer!) unnamed.Push(outer);
        while (unnamed.TryPop(out Level? next)) next.Name = Join(next.Outer!.Name!, next.Step.Text);
        return Join(level.Anchor.Name!, level == level.Anchor ? member.Text : "…." + member.Text);
    }

    private string Join(string before, string own)
    {
        budget.ChargeCopy(2L * (before.Length + own.Length), at);
        return before.Length == 0 ? own : own.Length == 0 ? before : own[0] == '@' ? before + own : before + "." + own;
    }

    private sealed class Level
    {
        public Level(Level? outer, Member step, PyReference container, TrainingRole? role)
        {
            (Outer, Step, Container, Role, Depth) = (outer, step, container, role, outer is null ? 0 : outer.Depth + 1);
            Anchor = Depth <= DeepestName ? this : outer!.Anchor;
        }

        public Level? Outer { get; }

        public Member Step { get; }

        public PyReference Container { get; }

        public TrainingRole? Role { get; }

        /// <summary>The deepest level above it, or itself, that is named.</summary>
        public Level Anchor { get; }

        public IEnumerator<Member> Members { get; set; } = null!;

        public string? Name { get; set; }

        private int Depth { get; }
    }
}
