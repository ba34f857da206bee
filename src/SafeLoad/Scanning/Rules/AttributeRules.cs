using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Scanning.Configurations;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Which attributes a pickle gives to its objects, whatever way they come: state, slots, keywords, items that are attributes, hooks. One
/// that something calls by itself makes other code run than the object's class has.
/// </summary>
/// <remarks>
/// A dict can be filled before or after it becomes a state, through the memo or by a later pickle of the same unpickler, so what is known
/// of each is kept. CPython: Modules/_pickle.c, <c>load_build</c>; PyTorch: torch/_utils.py, <c>_set_obj_state</c>.
/// </remarks>
internal sealed class AttributeRules
{
    // Pairs in lists; no honest file has nearly as many.
    private const int MostPairs = 10_000_000;

    private readonly Dictionary<PyReference, AttributeFacts> _facts = new(ReferenceEqualityComparer.Instance);
    private readonly ZoneNames _zones = new();
    private int _pairs;

    public AttributeRules() => Files = new FilesOpened(_zones);

    /// <summary>Something is about to be added to a container.</summary>
    public void Changed(PyReference container)
    {
        Search.Changed(container);
        _zones.Changed(container);
    }

    /// <summary>Looks through values for something that could be called.</summary>
    public CallableSearch Search { get; } = new();

    /// <summary>Looks for files that a text makes a class open.</summary>
    public FilesOpened Files { get; }

    /// <summary>Descriptions of a model's code that are read when the pickle has ended.</summary>
    public ArchitectureKeys Architectures { get; } = new();

    /// <summary>What stands beside expressions.</summary>
    public ExpressionNeighbours Neighbours { get; } = new();

    /// <summary>Entries were set: of a dict, or of an object that has items.</summary>
    public void Filled(PyReference container, ReadOnlySpan<PyValue> pairs, ReadingBuilder seen, CheckpointLocation at)
    {
        for (int i = 0; i + 1 < pairs.Length; i += 2) Add(container, pairs[i], pairs[i + 1], seen, at);
    }

    /// <summary>BUILD, and what PyTorch's functions do with a state that they are given.</summary>
    public void SetState(PyObject? target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (state.RawReference is PyDict wrapped && target is not null && Callables.IsHookWrapper(target))
            Use(wrapped, DictUse.ModuleHooks, seen, at);
        if (target is not null && Callables.IsHook(target) && Search.IsInside([state], Callables.ClassOf(target)!.Module))
            Report("a hook of a module has something in it that can be called", seen, at);
        if (state.RawReference is PyObject made && Callables.IsTuple(made))
            Report("the state is a tuple that a call makes: which attributes it sets the pickle does not say", seen, at);
        if (target is not null && state.RawReference is PyTuple handle
            && Callables.ClassOf(target) is { Module: "torch.utils.hooks", Name: "RemovableHandle" })
        {
            SetHandle(handle, seen, at);
            return;
        }
        if (state.RawReference is not PyTuple { Count: 2 } parts)
        {
            SetParts(target, state, seen, at);
            return;
        }
        if (!IsDelegate(target, parts[0])) SetParts(target, parts[0], seen, at);
        SetParts(target, parts[1], seen, at);
        if (parts[1].RawReference is PyDict slots) Use(slots, DictUse.Slots, seen, at);
        if (target is not null && Callables.ClassOf(target) is { } owner && OwnSlots.Lack(owner, parts[1]))
            Report("the state sets slots that the class is not known to have: what sets them is the class's own code", seen, at);
    }

    private static bool IsMethod(PyValue value) => value.RawReference is PyObject made && HonestForms.MethodOwner(made) is not null;

    // torch/utils/hooks.py: dicts of hooks of a module or tensor that has them itself, a number, and more of such dicts.
    private void SetHandle(PyTuple handle, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue part in handle.Items)
        {
            if (IsDict(part)) Use(part.RawReference!, DictUse.ModuleHooks, seen, at);
            else if (part.RawReference is PyTuple more)
            {
                foreach (PyValue hooks in more.Items)
                {
                    if (IsDict(hooks)) Use(hooks.RawReference!, DictUse.ModuleHooks, seen, at);
                    else if (Search.IsInside([hooks]) || Callables.CanBeCalled(hooks)) ReportHandle(seen, at);
                }
            }
            else if (Search.IsInside([part]) || Callables.CanBeCalled(part)) ReportHandle(seen, at);
        }
    }

    private static bool IsDict(PyValue value) =>
        value.RawReference is PyDict || (value.RawReference is PyObject map && Callables.IsMapping(map));

    private static void ReportHandle(ReadingBuilder seen, CheckpointLocation at) =>
        Report("a handle of hooks refers to something that can be called and is no dict", seen, at);

    // scipy/interpolate/_bsplines.py: a spline has another that does its work, and its __setstate__ stores that.
    private static bool IsDelegate(PyObject? target, PyValue part) => target is not null
        && Callables.ClassOf(target) is { Module: "scipy.interpolate._bsplines", Name: "BSpline" }
        && part.RawReference is PyObject worker
        && Callables.ClassOf(worker) is { Module: "scipy.interpolate._bsplines", Name: "_BSpline" };

    // Pairs, or a tuple of a class's own form: which of it become attributes only the class tells. Trees hold their metrics so, and arrays
    // the types of their elements.
    private void SetParts(PyObject? target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        PyGlobal? owner = target is null ? null : Callables.ClassOf(target);
        if (state.RawReference is not (PyList or PyTuple or PySet)) SetAttributes(state, seen, at);
        // What an array's state lists are its elements.
        else if (owner is { Name: "_reconstruct" } && ArgumentUse.Of(owner).MakesArray) return;
        else if (HasPairs(state.RawReference, seen, at)) return;
        else if (Search.IsInside([state], owner is null ? null : Callables.LibraryOf(owner)))
            Report("the state is no dict, and has something in it that can be called", seen, at);
    }

    // What updates a dict of attributes takes pairs as well: each is judged as an entry would be.
    private bool HasPairs(PyReference state, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue item in (IReadOnlyCollection<PyValue>)state)
        {
            if (++_pairs > MostPairs) Report("more pairs are made attributes of than in any honest file", seen, at);
            if (_pairs > MostPairs) return true;
            if (item.RawReference is PyTuple or PyList && (IReadOnlyList<PyValue>)item.RawReference is { Count: 2 } pair && IsName(pair[0]))
                Add(state, pair[0], pair[1], seen, at);
            else if (Series.Is(item)) CheckMade(item.RawReference!, seen, at);
        }
        Use(state, DictUse.Attributes, seen, at);
        return false;
    }

    // A pair of anything else is a part of a class's own form.
    private static bool IsName(PyValue key) => key.Is(PyKind.Str) || Callables.IsMadeText(key);

    /// <summary>Entries of a dict become attributes of an object.</summary>
    public void SetAttributes(PyValue attributes, ReadingBuilder seen, CheckpointLocation at)
    {
        if (attributes.RawReference is PyDict dict) Use(dict, DictUse.Attributes, seen, at);
        else if (attributes.RawReference is PyGlobal || (attributes.RawReference is PyObject inert && !Callables.IsData(inert)))
            Report("the state is an object and no dict: which attributes it sets the pickle does not say", seen, at);
        // What pandas says of the elements of an array has no entries, and holds arrays of pandas.
        else if (attributes.RawReference is PyObject made && !Callables.IsMapping(made)
            && !(Callables.ClassOf(made) is { } kind && Callables.IsElementType(kind))) CheckMade(made, seen, at);
    }

    /// <summary>Items of an object (or pairs in a list) are its attributes, or are found as if they were.</summary>
    public void HasItemsAsAttributes(PyReference target, ReadingBuilder seen, CheckpointLocation at) =>
        Use(target, DictUse.Attributes, seen, at);

    /// <summary>Hooks of a tensor.</summary>
    public void SetTensorHooks(PyValue hooks, ReadingBuilder seen, CheckpointLocation at)
    {
        if (hooks.RawReference is PyDict || (hooks.RawReference is PyObject map && Callables.IsMapping(map)))
            Use(hooks.RawReference, DictUse.TensorHooks, seen, at);
        // What a persistent id stands for is a storage.
        else if (hooks.RawReference is PyGlobal or PyObject { Callable.RawReference: PyGlobal or PyObject }
            && !IsReported(hooks.RawReference))
            Report("a tensor's hooks are no dict", seen, at);
    }

    /// <summary>An object was made of a dict or of pairs, and holds what they hold.</summary>
    public void Copied(PyReference copy, PyValue from, ReadingBuilder seen, CheckpointLocation at)
    {
        if (from.RawReference is PyDict || (from.RawReference is PyObject map && Callables.IsMapping(map)))
        {
            if (_facts.TryGetValue(from.RawReference, out AttributeFacts? known)) Of(copy).CopyContents(known);
            return;
        }
        if (from.RawReference is PyObject made) CheckMade(made, seen, at);
        if (from.RawReference is not (PyList or PyTuple or PySet)) return;
        AttributeFacts facts = Of(from.RawReference);
        LookThrough(from.RawReference, facts, seen, at);
        if (_pairs > MostPairs) Report("more pairs are made dicts of than in any honest file", seen, at);
        Of(copy).CopyContents(facts);
    }

    // What was looked at before is not again: a few bytes of pickle make a dict of the same list once more. A set that has grown is looked
    // through anew, since its items have no numbers.
    private void LookThrough(PyReference container, AttributeFacts facts, ReadingBuilder seen, CheckpointLocation at)
    {
        if (container is IReadOnlyList<PyValue> items)
        {
            for (; facts.Seen < items.Count && ++_pairs <= MostPairs; facts.Seen++) AddPair(container, items[facts.Seen], seen, at);
        }
        else if (_pairs <= MostPairs && container is PySet set && set.Count != facts.Seen)
        {
            facts.Seen = set.Count;
            foreach (PyValue item in set)
            {
                if (++_pairs > MostPairs) return;
                AddPair(container, item, seen, at);
            }
        }
    }

    private void AddPair(PyReference container, PyValue pair, ReadingBuilder seen, CheckpointLocation at)
    {
        if (pair.RawReference is PyTuple { Count: 2 } tuple) Add(container, tuple[0], tuple[1], seen, at);
        else if (pair.RawReference is PyList { Count: 2 } list) Add(container, list[0], list[1], seen, at);
        else if (pair.RawReference is PyObject or PySet or PyDict) CheckMade(pair.RawReference, seen, at);
    }

    // Honest pickles write lists and tuples by opcodes: which names their items have is not asked.
    private void CheckMade(PyReference container, ReadingBuilder seen, CheckpointLocation at)
    {
        if (container is PyObject made && Callables.ClassOf(made) is { } type && (Callables.IsTuple(made) || Callables.IsList(type)))
            Report("entries come out of a container that another call made, and honest pickles write it by opcodes", seen, at);
        if (Series.Is(new PyValue(container))) Report($"what makes entries of it {Series.Problem}", seen, at);
        if (Search.IsInside([new PyValue(container)]))
            Report("entries come out of a container that another call made, with something in it that can be called", seen, at);
    }

    private void Add(PyReference container, PyValue key, PyValue value, ReadingBuilder seen, CheckpointLocation at)
    {
        if (key.Is(PyKind.Str))
        {
            PickledKeys.Check(key, value, seen, at);
            Architectures.Add(key, value, seen, at);
        }
        else if (key.RawReference is PyObject or PyTuple)
        {
            CheckKey(key, seen, at);
            CheckCompared(container, key, seen, at);
        }
        bool isCallable = value.RawReference is PyGlobal or PyObject && Callables.CanBeCalled(value);
        AttributeKind kind = key.Is(PyKind.Str) ? AttributeNames.Of(key.AsBytes()) : AttributeKind.Plain;
        bool isComputed = key.RawReference is PyGlobal or PyObject;
        if (Callables.IsMadeText(key))
            Report("a key is a text that a call makes, which honest pickles write as it is", seen, at);
        bool isHidden = kind is AttributeKind.HookDict or AttributeKind.PartDict
            && !UseEntries(value, kind == AttributeKind.HookDict ? DictUse.ModuleHooks : DictUse.ModuleParts, seen, at);
        if (kind == AttributeKind.Attributes) SetAttributes(value, seen, at);
        if (!isCallable && !isComputed && !isHidden && kind != AttributeKind.Hook) return;
        AttributeFacts facts = Of(container);
        string name = key.Is(PyKind.Str) ? Printable.Escape(key.AsString()) : "a name that is no text";
        facts.HasComputedName |= isComputed;
        if (isHidden) facts.Hidden ??= name;
        if (kind == AttributeKind.Hook) facts.Hook ??= name;
        if (isCallable)
        {
            facts.Callable ??= name;
            if (Callables.IsUnsafeGlobal(value) && !(name is "dtype" && value.RawReference is PyGlobal { Module: "numpy" }))
                facts.UnsafeGlobal ??= name;
            if (Callables.IsUnsafe(value) && !IsMethod(value)) facts.UnsafeCallable ??= name;
            if (kind is AttributeKind.Hook or AttributeKind.Special or AttributeKind.Method
                || ((Callables.IsUnsafeGlobal(value) || (Callables.IsCallableObject(value) && !IsMethod(value)))
                    && !CallableAttributes.Has(name, (value.RawReference as PyGlobal)?.Module)))
                facts.CallableMethod ??= name;
            if (kind == AttributeKind.Hook) Report($"{name}, which Python calls by itself, is something that can be called", seen, at);
        }
        Check(container, facts, seen, at);
    }

    // Whether a value that is to be a dict of hooks or parts can be looked through: a module goes through whatever stands there by the
    // methods of that.
    private bool UseEntries(PyValue value, DictUse use, ReadingBuilder seen, CheckpointLocation at)
    {
        if (value.RawReference is PyDict or PyObject) Use(value.RawReference, use, seen, at);
        return value.RawReference is not (PyGlobal or PyObject) || value.RawReference is PyObject made && Callables.IsMapping(made)
            || IsReported(value.RawReference);
    }

    private static bool IsReported(PyReference value) =>
        (value as PyGlobal ?? Callables.ClassOf((PyObject)value)) is { } type && Callables.IsReported(type);

    /// <summary>Items of a set, or keys that a call hashes; in one container they are compared with each other.</summary>
    public void CheckKeys(PyReference container, ReadOnlySpan<PyValue> keys, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue key in keys)
        {
            if (key.RawReference is not (PyObject or PyTuple)) continue;
            CheckKey(key, seen, at);
            CheckCompared(container, key, seen, at);
        }
    }

    // Keys of one hash are compared, and everybody can choose a number's. Where expressions may be in a tuple it is not looked for them.
    private void CheckCompared(PyReference container, PyValue key, ReadingBuilder seen, CheckpointLocation at)
    {
        AttributeFacts facts = Of(container);
        bool isExpression = key.RawReference is PyObject made && Callables.ClassOf(made) is { } type && Expressions.Has(type);
        facts.HasExpressionKey |= isExpression || (Neighbours.AreNamed && key.RawReference is PyTuple parts
            && Array.Exists(parts.Items, static part => part.RawReference is PyObject or PyTuple));
        facts.HasOtherKey |= !isExpression;
        if (facts.HasExpressionKey && facts.HasOtherKey)
            Report("an expression is a key beside what is no expression: they are compared, and it evaluates texts", seen, at);
    }

    /// <summary>A set, or what counts, was made of something.</summary>
    public void Hashed(PyValue items, ReadingBuilder seen, CheckpointLocation at)
    {
        if (items.RawReference is not (PyList or PyTuple or PySet or PyObject)) return;
        if (!Neighbours.AreNamed && !Search.IsInside([items])) return;
        if (items.RawReference is not IReadOnlyCollection<PyValue> keys || (_pairs += keys.Count) > MostPairs) ReportKey(seen, at);
        else foreach (PyValue key in keys) CheckKeys(items.RawReference, [key], seen, at);
    }

    // An object is hashed, and compared, by methods of its class. Those of PyTorch's modules ask nothing of it; tuples ask their items.
    // Of tuples in tuples it is not asked where in them it is.
    private void CheckKey(PyValue key, ReadingBuilder seen, CheckpointLocation at)
    {
        if (key.RawReference is PyObject made)
        {
            if (HasMore(made)) ReportKey(seen, at);
        }
        else if (key.RawReference is PyTuple parts && Search.IsInside([key]))
        {
            bool isFound = parts.Count > ArgumentUse.MostArguments;
            for (int i = 0; i < parts.Count && !isFound; i++)
                isFound = parts[i].RawReference is PyObject part ? HasMore(part)
                    : parts[i].RawReference is PyTuple && Search.IsInside([parts[i]]);
            if (isFound) ReportKey(seen, at);
        }
    }

    private bool HasMore(PyObject made) => Callables.IsTuple(made)
        ? made.Arguments.RawReference is not PyTuple items || Search.IsInside(items.Items)
        : Callables.ClassOf(made) is { } type && !type.Module.StartsWith("torch.nn.", StringComparison.Ordinal)
            && Search.IsInside([new PyValue(made)], Callables.LibraryOf(type));

    private static void ReportKey(ReadingBuilder seen, CheckpointLocation at) =>
        Report("a key is an object that is hashed by its own methods, and has something in it that can be called", seen, at);

    private void Use(PyReference container, DictUse use, ReadingBuilder seen, CheckpointLocation at)
    {
        container.Uses |= (byte)use;
        // Nearly always nothing that a file holds is worth knowing.
        if (_facts.Count > 0 && _facts.TryGetValue(container, out AttributeFacts? facts)) Check(container, facts, seen, at);
    }

    private AttributeFacts Of(PyReference container)
    {
        if (!_facts.TryGetValue(container, out AttributeFacts? facts)) _facts.Add(container, facts = new AttributeFacts());
        return facts;
    }

    private static void Check(PyReference container, AttributeFacts facts, ReadingBuilder seen, CheckpointLocation at)
    {
        if (facts.IsHarmless) return;
        foreach (string problem in facts.Problems((DictUse)container.Uses)) Report(problem, seen, at);
    }

    private static void Report(string problem, ReadingBuilder seen, CheckpointLocation at) =>
        seen.Add(Finding.Of(DiagnosticId.ComputedCall, problem, at));
}
