using SafeLoad.Values;
using TorchSharp;
using TorchSharp.Modules;
using TorchOptimizer = TorchSharp.torch.optim.Optimizer;
using TorchState = TorchSharp.Modules.OptimizerState;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>What PyTorch calls an optimizer's options and states, and where TorchSharp keeps them.</summary>
/// <remarks>torch/optim/*.py; TorchSharp's src/TorchSharp/Optimizers/*.cs.</remarks>
internal abstract class OptimizerKind(string name)
{
    /// <summary>PyTorch's class.</summary>
    public string Name { get; } = name;

    /// <summary>The options that both sides have, besides the learning rates.</summary>
    public List<OptionField> Options { get; } = [];

    /// <summary>What is kept for a parameter as a tensor of its shape.</summary>
    public List<TensorField> Tensors { get; } = [];

    /// <summary>What is kept for a parameter as one number.</summary>
    public List<NumberField> Numbers { get; } = [];

    /// <summary>PyTorch's options that TorchSharp does not have, with the one value that it behaves as.</summary>
    public List<(string Name, bool Value)> Fixed { get; } = [];

    /// <summary>Whether PyTorch makes the states when the optimizer is made, and not in the first step.</summary>
    public bool HasStateAtOnce { get; protected set; }

    /// <summary>Whether an optimizer is of this kind.</summary>
    public abstract bool Is(TorchOptimizer optimizer);

    /// <summary>Empty options, to try a file's values on.</summary>
    public abstract OptimizerOptions NewOptions();

    /// <summary>Whether a parameter has been stepped: PyTorch has no state for it before.</summary>
    public bool HasState(TorchState state) =>
        HasStateAtOnce
        || (Numbers.Find(static field => field.Name == "step") is { } step ? step.Get(state) > 0
            : Tensors.Exists(field => field.Get(state) is not null));
}

/// <summary>An option of a group.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Expected">What it must be, for messages.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Parse">Makes the assignment of a value of the file; null if it is none.</param>
/// <param name="Absent">What it is in files of a PyTorch that did not have it yet; null if every PyTorch has it.</param>
internal sealed record OptionField(string Name, string Expected, Func<OptimizerOptions, PyValue> Get,
    Func<PyValue, Action<OptimizerOptions>?> Parse, PyValue? Absent);

/// <summary>A tensor of a state.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Assigns it.</param>
/// <param name="Needed">Whether a state must have it, with the group's options.</param>
/// <param name="Fresh">What it is filled with before the first step; null if it is not there.</param>
internal sealed record TensorField(string Name, Func<TorchState, torch.Tensor?> Get, Action<TorchState, torch.Tensor?> Set,
    Func<OptimizerOptions, bool> Needed, Func<OptimizerOptions, double?> Fresh)
{
    /// <summary>Whether PyTorch since 1.13 has it with the other sign, with the group's options.</summary>
    public Func<OptimizerOptions, bool> IsNegated { get; init; } = static _ => false;
}

/// <summary>A number of a state.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="IsCount">Whether it is a whole number from 0 on.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Assigns it.</param>
/// <param name="Fresh">What it is before the first step.</param>
internal sealed record NumberField(string Name, bool IsCount, Func<TorchState, double> Get, Action<TorchState, double> Set,
    Func<OptimizerOptions, double> Fresh);
