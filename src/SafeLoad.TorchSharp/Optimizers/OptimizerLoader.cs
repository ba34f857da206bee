using SafeLoad.Training;
using SafeLoad.Values;
using TorchSharp;
using TorchSharp.Modules;
using TorchOptimizer = TorchSharp.torch.optim.Optimizer;
using TorchState = TorchSharp.Modules.OptimizerState;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>Takes an optimizer's state out of a file: everything is checked and read first,
/// and assigned only if nothing was wrong.</summary>
internal sealed class OptimizerLoader
{
    private readonly SafeLoad.Training.OptimizerState _file;
    private readonly OptimizerKind _kind;
    private readonly List<ParamGroup> _groups;
    private readonly List<Parameter> _parameters;
    private readonly List<TorchState> _states;
    private readonly Dictionary<TorchState, int> _planned = new(ReferenceEqualityComparer.Instance);
    private readonly NameSet _optionsLeftOut = new();
    private readonly NameSet _statesLeftOut = new();
    private readonly List<string> _problems = [];
    // What will be done once nothing is wrong: tensors are made first, since reading can still fail, then everything is assigned.
    private readonly List<(TensorField Field, TorchState State, Func<torch.Tensor?> Make)> _makers = [];
    private readonly List<(TensorField Field, TorchState State)> _readFields = [];
    private readonly List<StateTensor> _reads = [];
    private readonly List<Action> _assignments = [];

    private OptimizerLoader(TorchOptimizer optimizer, SafeLoad.Training.OptimizerState file)
    {
        _file = file;
        _kind = OptimizerTable.Of(optimizer);
        _groups = [.. optimizer.ParamGroups.Cast<ParamGroup>()];
        _parameters = [.. _groups.SelectMany(static group => group.Parameters)];
        // Live objects: what is assigned to them is what the next step uses.
        _states = ((OptimizerHelper)optimizer).state_dict().State;
    }

    /// <summary>Loads a state.</summary>
    public static OptimizerLoadReport Load(TorchOptimizer optimizer, SafeLoad.Training.OptimizerState file,
        IProgress<long>? progress, CancellationToken cancellation) => new OptimizerLoader(optimizer, file).Run(progress, cancellation);

    /// <summary>Why a state does not fit; nothing if it does.</summary>
    public static IReadOnlyList<string> WhyNot(TorchOptimizer optimizer, SafeLoad.Training.OptimizerState file)
    {
        var loader = new OptimizerLoader(optimizer, file);
        loader.Plan();
        return loader._problems;
    }

    // How many parameters have a state in the file.
    private int Plan()
    {
        int states = 0;
        if (OptimizerMatch.WhyNot(_file, _kind) is { } wrongKind) _problems.Add(wrongKind);
        else CheckCounts();
        for (int i = 0; i < _groups.Count && _problems.Count == 0; i++) states += PlanGroup(i);
        return states;
    }

    private OptimizerLoadReport Run(IProgress<long>? progress, CancellationToken cancellation)
    {
        int states = Plan();
        ThrowIfWrong();
        var made = new List<torch.Tensor?>(_reads.Count + _makers.Count);
        try
        {
            made.AddRange(StateTensors.Read(_reads, progress, cancellation));
            foreach (var (_, _, make) in _makers) made.Add(make());
            cancellation.ThrowIfCancellationRequested();
        }
        catch
        {
            foreach (torch.Tensor? tensor in made) tensor?.Dispose();
            throw;
        }
        foreach (Action assign in _assignments) assign();
        for (int i = 0; i < _reads.Count; i++) Assign(_readFields[i].Field, _readFields[i].State, made[i]);
        for (int i = 0; i < _makers.Count; i++) Assign(_makers[i].Field, _makers[i].State, made[_reads.Count + i]);
        return new OptimizerLoadReport
        {
            Key = _file.Key, Kind = _kind.Name, Groups = _groups.Count, Parameters = _parameters.Count, States = states,
            OptionsLeftOut = _optionsLeftOut.Names, StatesLeftOut = _statesLeftOut.Names, Notes = OptimizerMatch.Notes(_file, _kind),
        };
    }

    private static void Assign(TensorField field, TorchState state, torch.Tensor? tensor)
    {
        torch.Tensor? old = field.Get(state);
        field.Set(state, tensor);
        old?.Dispose();
    }

    private void CheckCounts()
    {
        if (_file.Groups.Count != _groups.Count)
        {
            _problems.Add($"the file has {_file.Groups.Count} groups of parameters; the optimizer has {_groups.Count}");
            return;
        }
        for (int i = 0; i < _groups.Count; i++)
        {
            int held = _groups[i].Parameters.Count();
            if (_file.Groups[i].Parameters.Count != held)
                _problems.Add($"group {i} has {_file.Groups[i].Parameters.Count} parameters in the file; the optimizer's has {held}");
        }
    }

    private int PlanGroup(int index)
    {
        ParameterGroup group = _file.Groups[index];
        OptimizerOptions options = _groups[index].Options, planned = _kind.NewOptions();
        int before = _problems.Count, states = 0;
        foreach (Action<OptimizerOptions> set in OptionReader.Read(group, index, _kind, _problems, _optionsLeftOut))
        {
            set(planned);
            _assignments.Add(() => set(options));
        }
        // What a state must have depends on the options.
        if (_problems.Count > before) return 0;
        for (int i = group.First; i < group.First + group.Parameters.Count; i++)
        {
            bool isThere = _file.StateOf(i) is { Count: > 0 };
            if (isThere) states++;
            PlanState(i, isThere ? _file.StateOf(i) : null, planned, IsOfNewPyTorch(group));
        }
        return states;
    }

    private void PlanState(int position, PyDict? entries, OptimizerOptions options, bool isNew)
    {
        TorchState state = _states[position];
        // A parameter that stands twice in the optimizer has one state there: it is set once, and must be one in the file too.
        if (!_planned.TryAdd(state, position))
        {
            int first = _planned[state];
            if (entries is not null && !ReferenceEquals(entries, _file.StateOf(first)))
                _problems.Add($"parameters {first} and {position} are one in the optimizer and have two states in the file");
            return;
        }
        foreach (NumberField field in _kind.Numbers)
        {
            if (ReadNumber(position, entries, field, options) is { } number) _assignments.Add(() => field.Set(state, number));
        }
        foreach (TensorField field in _kind.Tensors)
            PlanTensor(position, entries, field, options, state, isNew && field.IsNegated(options));
        if (entries is null) return;
        foreach (var (name, _) in entries)
        {
            if (name.Kind != PyKind.Str
                || (!_kind.Numbers.Exists(field => field.Name == name.AsString())
                    && !_kind.Tensors.Exists(field => field.Name == name.AsString()))) _statesLeftOut.Add(name);
        }
    }

    private double? ReadNumber(int position, PyDict? entries, NumberField field, OptimizerOptions options)
    {
        if (entries is null) return field.Fresh(options);
        if (!entries.TryGetValue(field.Name, out PyValue value))
        {
            _problems.Add($"the state of parameter {position} has no '{field.Name}'");
            return null;
        }
        double? number = field.IsCount ? PyNumbers.Count(value) : PyNumbers.Finite(value);
        if (number is null)
            _problems.Add($"'{field.Name}' of parameter {position} is {PyNumbers.Describe(value)}; it must be "
                + $"{(field.IsCount ? "a whole number from 0 on" : "a finite number")}");
        return number;
    }

    private void PlanTensor(int position, PyDict? entries, TensorField field, OptimizerOptions options, TorchState state, bool negate)
    {
        Parameter parameter = _parameters[position];
        if (entries is not null && entries.TryGetValue(field.Name, out PyValue value) && !value.IsNone)
        {
            TensorInfo? info = value.Kind == PyKind.Tensor ? value.AsTensor() : null;
            if (info is null)
                _problems.Add($"'{field.Name}' of parameter {position} is {PyNumbers.Describe(value)}, which is no tensor");
            else if (StateTensors.WhyNot(info, parameter) is { } problem)
                _problems.Add($"'{field.Name}' of parameter {position} {problem}");
            else
            {
                _reads.Add(new StateTensor(info, parameter, negate));
                _readFields.Add((field, state));
            }
        }
        else if (entries is not null && field.Needed(options)) _problems.Add($"the state of parameter {position} has no '{field.Name}'");
        else _makers.Add((field, state, () => field.Fresh(options) is { } fill ? StateTensors.Full(parameter, fill) : null));
    }

    // The option came with PyTorch 1.13.
    private static bool IsOfNewPyTorch(ParameterGroup group) => group.Options.TryGetValue("differentiable", out _);

    private void ThrowIfWrong()
    {
        if (_problems.Count > 0)
            throw new TrainingStateException(
                $"The optimizer's state '{Checkpoint.Escape(_file.Key)}' does not fit this {_kind.Name}", _problems);
    }
}
