using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>A group of parameters with options of their own.</summary>
/// <remarks>torch/optim/optimizer.py, <c>param_groups</c>.</remarks>
public sealed class ParameterGroup
{
    internal ParameterGroup(PyDict options, IReadOnlyList<PyValue> parameters, int first)
    {
        Options = options;
        Parameters = parameters;
        First = first;
    }

    /// <summary>Everything that the group says, <c>params</c> included.</summary>
    public PyDict Options { get; }

    /// <summary>What stands for the parameters, in order: numbers 0, 1, 2 …, arbitrary ones in old files (addresses), names with FSDP,
    /// tensors where the optimizer itself was saved.</summary>
    public IReadOnlyList<PyValue> Parameters { get; }

    /// <summary>The position of the first of them among the parameters of all groups.</summary>
    public int First { get; }

    /// <summary>The learning rate; null if there is none.</summary>
    public double? LearningRate => Number("lr");

    /// <summary>The learning rate that schedulers start from; null if no scheduler has set it.</summary>
    public double? InitialLearningRate => Number("initial_lr");

    /// <summary>The names of the parameters, where the file has them (PyTorch 2.6 and later, optimizers made of named parameters);
    /// else null.</summary>
    public IReadOnlyList<string>? ParameterNames =>
        Options.TryGetValue("param_names", out PyValue value) && value.RawReference is PyList names && names.Count == Parameters.Count
        && names.All(static name => name.Is(PyKind.Str)) ? [.. names.Select(static name => name.AsString())] : null;

    /// <summary>An option that is a number: <c>momentum</c>, <c>weight_decay</c> …; null if it is none or not there.</summary>
    public double? Number(string option) => Options.TryGetValue(option, out PyValue value) ? TrainingShapes.Number(value) : null;
}
