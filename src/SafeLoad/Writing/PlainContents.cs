using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>What an object holds, as a dict, list or tuple that <c>torch.load(weights_only=True)</c> opens.</summary>
/// <param name="budget">What listing it may cost.</param>
internal sealed class PlainContents(Budget budget)
{
    private readonly ObjectMembers _members = new(budget, default);

    /// <summary>The contents of an object, of a record of the standard library, of a set or an array of objects;
    /// null for everything else.</summary>
    public Content? Of(PyReference value) => value switch
    {
        PyObject module when ModuleState.IsModule(module) => new Content(StateDict(module), "its state dict", IsKept: true),
        PyRecord { Attributes: { } attributes } => new Content(attributes, "a dict", IsKept: true),
        PyObject inert => Members(inert),
        PySet set => new Content(new PyList([.. set]), "a list", IsKept: false),
        PyArray { Objects: { } items } => new Content(items, "a list", IsKept: false),
        _ => null,
    };

    // A program that was frozen has its weights among the constants of its code.
    private PyDict StateDict(PyObject module)
    {
        PyDict state = ModuleState.Of(module, budget, default);
        if (state.Count == 0 && !module.Attached.IsNone) state.Add(PyValue.FromText("constants"), module.Attached);
        return state;
    }

    private Content Members(PyObject inert)
    {
        List<(ValueStep Step, PyValue Value)> members = _members.Of(inert);
        if (members.TrueForAll(static member => member.Step.Kind == ValueStepKind.Index))
        {
            PyValue[] items = [.. members.Select(static member => member.Value)];
            return inert.Items is null ? new Content(new PyTuple(items), "a tuple", IsKept: false)
                : new Content(new PyList(items), "a list", IsKept: false);
        }
        var dict = new PyDict();
        // Items last: what a subclass of dict keeps by key is what it is, whatever its attributes of the same names are.
        foreach (var (step, member) in members.OrderBy(static member => member.Step.Kind == ValueStepKind.Key))
            dict.Add(step.Kind == ValueStepKind.Index ? PyValue.FromInt(step.Index) : step.Key, member);
        return new Content(dict, "a dict", IsKept: false);
    }

    /// <summary>Contents.</summary>
    /// <param name="Container">The dict, list or tuple.</param>
    /// <param name="Words">What it is called.</param>
    /// <param name="IsKept">Whether it stays if there is no tensor in it.</param>
    public sealed record Content(PyReference Container, string Words, bool IsKept);
}
