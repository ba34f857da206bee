using SafeLoad.TorchSharp.Saving;
using SafeLoad.TorchSharp.Schedulers;
using SafeLoad.Values;
using TorchSharp.Modules;
using static TorchSharp.torch.optim.lr_scheduler;
using TorchOptimizer = TorchSharp.torch.optim.Optimizer;
using TorchState = TorchSharp.Modules.OptimizerState;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>An optimizer's state dict as PyTorch's <c>load_state_dict</c> takes it.</summary>
/// <remarks>torch/optim/optimizer.py, <c>state_dict</c>.</remarks>
internal static class OptimizerWriter
{
    /// <summary>The state dict; the optimizer's tensors are read when the file is written.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="scheduler">Its scheduler: some keep what is theirs in the optimizer's groups.</param>
    /// <param name="tensors">Gets its tensors.</param>
    public static PyValue ToValue(TorchOptimizer optimizer, LRScheduler? scheduler, TensorSet tensors)
    {
        OptimizerKind kind = OptimizerTable.Of(optimizer);
        List<TorchState> states = ((OptimizerHelper)optimizer).state_dict().State;
        // A parameter that stands twice has one number, and one state.
        var numbers = new Dictionary<TorchState, int>(ReferenceEqualityComparer.Instance);
        var groups = new List<PyValue>();
        var entries = new List<KeyValuePair<PyValue, PyValue>>();
        int position = 0;
        foreach (ParamGroup group in optimizer.ParamGroups.Cast<ParamGroup>())
        {
            int count = group.Parameters.Count();
            var parameters = new List<PyValue>();
            foreach (TorchState state in states.GetRange(position, count))
            {
                bool isNew = numbers.TryAdd(state, numbers.Count);
                parameters.Add(PyValues.Int(numbers[state]));
                if (isNew && kind.HasState(state))
                    entries.Add(new(PyValues.Int(numbers[state]), StateOf(state, kind, group.Options, tensors)));
            }
            groups.Add(GroupOf(group.Options, kind, SchedulerWriter.GroupEntries(scheduler, groups.Count), parameters));
            position += count;
        }
        return Dict([("state", PyValues.Dict(entries)), ("param_groups", PyValues.List(groups))]);
    }

    private static PyValue StateOf(TorchState state, OptimizerKind kind, OptimizerOptions options, TensorSet tensors)
    {
        var entries = new List<(string, PyValue)>();
        foreach (NumberField field in kind.Numbers) entries.Add((field.Name, TensorSet.Scalar((float)field.Get(state))));
        foreach (TensorField field in kind.Tensors)
        {
            if (field.Get(state) is { } tensor) entries.Add((field.Name, tensors.Add(tensor, field.IsNegated(options))));
        }
        return Dict(entries);
    }

    private static PyValue GroupOf(OptimizerOptions options, OptimizerKind kind, IEnumerable<(string Name, PyValue Value)> ofScheduler,
        IEnumerable<PyValue> parameters)
    {
        var entries = new List<(string, PyValue)> { ("lr", PyValues.Float(options.LearningRate.GetValueOrDefault())) };
        foreach (OptionField field in kind.Options) entries.Add((field.Name, field.Get(options)));
        foreach (var (name, value) in kind.Fixed) entries.Add((name, PyValues.Bool(value)));
        entries.Add(("foreach", PyValue.None));
        // By which a PyTorch before 1.13 is told from a later one.
        entries.Add(("differentiable", PyValues.Bool(false)));
        entries.Add(("initial_lr", PyValues.Float(options.InitialLearningRate)));
        entries.AddRange(ofScheduler);
        entries.Add(("params", PyValues.List(parameters)));
        return Dict(entries);
    }

    private static PyValue Dict(IEnumerable<(string Name, PyValue Value)> entries) =>
        PyValues.Dict(entries.Select(static entry => KeyValuePair.Create(PyValues.Str(entry.Name), entry.Value)));
}
