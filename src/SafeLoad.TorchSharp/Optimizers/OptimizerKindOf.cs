using SafeLoad.Values;
using TorchSharp;
using TorchSharp.Modules;
using TorchOptimizer = TorchSharp.torch.optim.Optimizer;
using TorchState = TorchSharp.Modules.OptimizerState;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>A kind in terms of TorchSharp's own classes for it; put together a field at a time.</summary>
internal sealed class OptimizerKind<TOptimizer, TOptions, TState>(string name) : OptimizerKind(name)
    where TOptimizer : TorchOptimizer where TOptions : OptimizerOptions, new() where TState : TorchState
{
    // A class derived from TorchSharp's may keep more, and step otherwise.
    public override bool Is(TorchOptimizer optimizer) => optimizer.GetType() == typeof(TOptimizer);

    public override OptimizerOptions NewOptions() => new TOptions();

    public OptimizerKind<TOptimizer, TOptions, TState> Number(
        string name, Func<TOptions, double?> get, Action<TOptions, double> set, double? absent = null)
    {
        Options.Add(new OptionField(name, "a finite number", options => PyValues.Float(get((TOptions)options).GetValueOrDefault()),
            value => PyNumbers.Finite(value) is { } number ? options => set((TOptions)options, number)
                : null, absent is { } known ? PyValues.Float(known) : null));
        return this;
    }

    // Old files do not have what PyTorch added later: it was off then.
    public OptimizerKind<TOptimizer, TOptions, TState> Flag(string name, Func<TOptions, bool?> get, Action<TOptions, bool> set)
    {
        Options.Add(new OptionField(name, "a bool", options => PyValues.Bool(get((TOptions)options).GetValueOrDefault()),
            value => PyNumbers.Flag(value) is { } flag ? options => set((TOptions)options, flag) : null, PyValues.Bool(false)));
        return this;
    }

    public OptimizerKind<TOptimizer, TOptions, TState> Pair(string name, Func<TOptions, (double?, double?)> get,
        Action<TOptions, double, double> set)
    {
        Options.Add(new OptionField(name, "two finite numbers",
            options => get((TOptions)options) is var (first, second)
                ? PyValues.Tuple([PyValues.Float(first.GetValueOrDefault()), PyValues.Float(second.GetValueOrDefault())]) : PyValue.None,
            value => PyNumbers.Items(value) is { Count: 2 } items && PyNumbers.Finite(items[0]) is { } first
                && PyNumbers.Finite(items[1]) is { } second ? options => set((TOptions)options, first, second) : null, null));
        return this;
    }

    /// <summary>An option that TorchSharp does not have, and the value that it behaves as.</summary>
    public OptimizerKind<TOptimizer, TOptions, TState> Always(string name, bool value)
    {
        Fixed.Add((name, value));
        return this;
    }

    public OptimizerKind<TOptimizer, TOptions, TState> Step(Func<TState, long> get, Action<TState, long> set)
    {
        Numbers.Add(new NumberField(
            "step", true, state => get((TState)state), (state, value) => set((TState)state, (long)value), static _ => 0));
        return this;
    }

    public OptimizerKind<TOptimizer, TOptions, TState> Scalar(string name, Func<TState, double> get, Action<TState, double> set,
        Func<TOptions, double> fresh)
    {
        Numbers.Add(new NumberField(name, false, state => get((TState)state), (state, value) => set((TState)state, value),
            options => fresh((TOptions)options)));
        return this;
    }

    public OptimizerKind<TOptimizer, TOptions, TState> Tensor(string name, Func<TState, torch.Tensor?> get,
        Action<TState, torch.Tensor?> set, Func<TOptions, bool>? needed = null, Func<TOptions, double?>? fresh =
            null, Func<TOptions, bool>? negated = null)
    {
        Tensors.Add(new TensorField(name, state => get((TState)state), (state, tensor) => set((TState)state, tensor),
            options => needed?.Invoke((TOptions)options) ?? true, options => fresh is null ? 0 : fresh((TOptions)options)) { IsNegated =
                options => negated?.Invoke((TOptions)options) ?? false });
        return this;
    }

    public OptimizerKind<TOptimizer, TOptions, TState> StateAtOnce()
    {
        HasStateAtOnce = true;
        return this;
    }
}
