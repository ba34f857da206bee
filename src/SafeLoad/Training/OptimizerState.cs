using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>
/// An optimizer's state dict. Parameters are meant by their position: the first parameter of the first group is the model's first, whatever
/// number the file gives it. Two positions can share a state, and a parameter can have none.
/// </summary>
/// <remarks>torch/optim/optimizer.py, <c>state_dict</c> and <c>load_state_dict</c>.</remarks>
public sealed class OptimizerState
{
    private readonly List<PyDict?> _states;

    private OptimizerState(string key, List<PyDict?> states, IReadOnlyList<ParameterGroup> groups, string kind)
    {
        Key = key;
        _states = states;
        Groups = groups;
        Kind = kind;
    }

    /// <summary>Where it stands in the checkpoint: the keys from the root, with dots.</summary>
    public string Key { get; }

    /// <summary>Which optimizer it is, as far as its options and states tell: <c>SGD</c>, <c>Adam</c>, <c>AdamW</c> …;
    /// <c>unknown</c> otherwise.
    /// Adam and AdamW differ in nothing before PyTorch 2.6; both are called <c>Adam</c> then.</summary>
    public string Kind { get; }

    /// <summary>The groups, in order.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The number of parameters of all groups.</summary>
    public int ParameterCount => _states.Count;

    /// <summary>How many states belong to no parameter of any group.</summary>
    public int UnusedStates { get; private init; }

    /// <summary>The state of a parameter: <c>exp_avg</c>, <c>momentum_buffer</c>, <c>step</c> …</summary>
    /// <param name="position">Its position among the parameters of all groups, from 0.</param>
    /// <returns>The state; null if it has none, as before the first step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public PyDict? StateOf(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _states.Count);
        return _states[position];
    }

    internal static OptimizerState Of(PyValue value, string key, Budget budget, CheckpointLocation at)
    {
        PyDict entries = TrainingShapes.Entries(value)!;
        var state = (PyDict)entries["state"].RawReference!;
        var groups = new List<ParameterGroup>();
        var states = new List<PyDict?>();
        var used = new PyDict();
        budget.ChargeCopy(16L * state.Count, at);
        foreach (PyValue group in (PyList)entries["param_groups"].RawReference!)
        {
            var options = (PyDict)group.RawReference!;
            var held = (IReadOnlyList<PyValue>)options["params"].RawReference!;
            // The same group, and the same parameters, can stand in many groups for two bytes each.
            budget.ChargeCopy(64 + 32L * held.Count, at);
            groups.Add(new ParameterGroup(options, held, states.Count));
            foreach (PyValue parameter in held) states.Add(StateOf(parameter));
        }
        int unused = state.Count(pair => !used.TryGetValue(pair.Key, out _));
        PyDict? sample =
            state.Select(static pair => pair.Value.RawReference as PyDict).FirstOrDefault(static entry => entry is { Count: > 0 });
        string kind = value.RawReference is PyObject inert ? ClassOf(inert) : OptimizerKinds.Of(groups[0].Options, sample);
        return new OptimizerState(key, states, groups, kind) { UnusedStates = unused };

        PyDict? StateOf(PyValue parameter)
        {
            if (!IsKey(parameter)) return null;
            // A list's items were never asked what hashing them costs.
            if (parameter.Kind is PyKind.Str or PyKind.BigInt)
            {
                PyKey.WhyUnhashable(parameter, 0, out long steps);
                budget.ChargeCopy(steps * PyKey.ShortText, at);
            }
            used.Add(parameter, PyValue.None);
            return state.TryGetValue(parameter, out PyValue held) ? held.RawReference as PyDict : null;
        }
    }

    // What cannot be a key in Python has no state.
    private static bool IsKey(PyValue value) => value.Kind is PyKind.Int or PyKind.Str or PyKind.Tensor or PyKind.BigInt or PyKind.Object;

    private static string ClassOf(PyObject inert) => inert.ClassName[(inert.ClassName.LastIndexOf('.') + 1)..];
}
