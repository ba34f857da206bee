using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>Tells optimizers apart by the options of their groups and what they keep for a parameter;
/// state dicts do not name their class.</summary>
/// <remarks>torch/optim/*.py.</remarks>
internal static class OptimizerKinds
{
    // The first whose options and states are all there; those that have more before those that have less.
    private static readonly (string Kind, string[] Options, string[] State)[] s_kinds =
    [
        ("NAdam", ["momentum_decay", "betas"], ["mu_product"]),
        ("LBFGS", ["max_iter", "history_size"], []),
        ("Rprop", ["etas", "step_sizes"], []),
        ("ASGD", ["lambd", "alpha", "t0"], []),
        ("Adadelta", ["rho"], []),
        ("Adagrad", ["lr_decay", "initial_accumulator_value"], []),
        ("RMSprop", ["alpha", "centered"], []),
        ("Adamax", ["betas"], ["exp_inf"]),
        ("AdamW", ["betas", "amsgrad", "decoupled_weight_decay=True"], []),
        ("Adam", ["betas", "amsgrad"], []),
        ("RAdam", ["betas", "decoupled_weight_decay"], []),
        ("NAdam", ["momentum_decay", "betas"], []),
        ("SGD", ["momentum", "dampening", "nesterov"], []),
        ("Adamax", ["betas", "weight_decay", "maximize", "foreach"], []),
        ("SparseAdam", ["betas", "maximize"], []),
        ("RAdam", ["betas", "weight_decay"], []),
        ("SparseAdam", ["betas", "eps"], []),
    ];

    // What they keep for a parameter, as torch/optim/*.py calls it; names that a module could have as well are not among them.
    private static readonly string[] s_states =
    [
        "exp_avg", "exp_avg_sq", "max_exp_avg_sq", "momentum_buffer", "exp_inf", "square_avg", "grad_avg", "acc_delta", "mu_product",
    ];

    /// <summary>Whether a tensor's name is that of a state which an optimizer keeps for a parameter: <c>state.0.exp_avg</c>.</summary>
    public static bool IsState(string name) => Array.Exists(s_states, state => name.EndsWith(state, StringComparison.Ordinal)
        && (name.Length == state.Length || name[^(state.Length + 1)] == '.'));

    /// <summary>The optimizer's name; <c>unknown</c> if nothing tells.</summary>
    public static string Of(PyDict options, PyDict? state)
    {
        foreach (var (kind, needed, kept) in s_kinds)
        {
            if (Array.TrueForAll(needed, option => Has(options, option))
                && Array.TrueForAll(kept, entry => state is not null && state.TryGetValue(entry, out _))) return kind;
        }
        return "unknown";
    }

    private static bool Has(PyDict options, string option)
    {
        bool mustBeTrue = option.EndsWith("=True", StringComparison.Ordinal);
        return options.TryGetValue(mustBeTrue ? option[..^"=True".Length] : option, out PyValue value)
            && (!mustBeTrue || (value.Is(PyKind.Bool) && value.AsBool()));
    }
}
