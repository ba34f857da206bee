using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>What the content of a value tells, looked at once: the same dict can stand under any number of keys.</summary>
internal sealed class ContentRoles
{
    private readonly Dictionary<PyReference, TrainingRole?> _roles = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PyReference, WeightsShape> _weights = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PyReference, bool> _models = new(ReferenceEqualityComparer.Instance);
    private readonly TrainingShapes _shapes = new();

    /// <summary>What a value is; null where its content does not tell.</summary>
    public TrainingRole? RoleOf(PyReference value)
    {
        if (value is PyTuple) return TrainingShapes.IsNumpyRandomState(value) ? TrainingRole.RandomState : null;
        if (value is not (PyDict or PyObject)) return null;
        if (_roles.TryGetValue(value, out TrainingRole? known)) return known;
        var content = new PyValue(value);
        return _roles[value] = _shapes.IsOptimizer(content) ? TrainingRole.Optimizer
            : TrainingShapes.IsScheduler(content) ? TrainingRole.Scheduler
            : TrainingShapes.IsScaler(content) ? TrainingRole.Scaler
            : TrainingShapes.IsRandomState(content) ? TrainingRole.RandomState
            : ShapeOf(content) == WeightsShape.Parameters && IsNamedLikeOne(content) && !HoldsParts(content) ? TrainingRole.Model : null;
    }

    /// <summary>Whether a value that stands under a model's usual key is one: tensors stand directly in it, of whatever dtype,
    /// and no parts of a checkpoint.</summary>
    public bool IsModelByKey(PyValue value)
    {
        if (TrainingShapes.Entries(value) is not { } entries) return false;
        if (_models.TryGetValue(entries, out bool known)) return known;
        return _models[entries] = HoldsTensors(entries) && !HoldsParts(value);
    }

    /// <summary>Whether tensors stand directly in a value that are named like nothing but parameters.</summary>
    public static bool HoldsParameters(PyValue value) =>
        value.RawReference is IReadOnlyList<PyValue> items ? items.Any(TrainingShapes.IsTensor)
        : TrainingShapes.Entries(value) is { } entries
        && entries.Any(static entry => TrainingShapes.IsTensor(entry.Value) && !IsOther(entry.Key));

    /// <summary>Whether a value holds tensors as only layers have them, whatever it is called: of two and more dimensions, or by the names
    /// of parameters. Histories of losses are lists of numbers.</summary>
    public static bool HoldsLayers(PyValue value) =>
        (value.RawReference is PyObject inert && ModuleState.IsModule(inert))
        || (TrainingShapes.Entries(value) is { } entries && entries.Any(static entry => entry.Value.RawReference switch
        {
            PyTensor { Info: var tensor } => tensor.Sparse is not null || tensor.Nested is not null || tensor.Shape.Length > 1
                || IsParameterName(entry.Key),
            PyArray array => array.Shape.Length > 1 || IsParameterName(entry.Key),
            _ => false,
        }));

    private static bool IsParameterName(PyValue key) =>
        key.Is(PyKind.Str) && (key.AsBytes().Contains((byte)'.') || key.AsBytes().SequenceEqual("weight"u8)
            || key.AsBytes().SequenceEqual("bias"u8));

    // {'loss': tensor([…]), 'lr': tensor([…])} are tensors of many numbers, and no parameters.
    private static bool IsNamedLikeOne(PyValue value) =>
        (value.RawReference is PyObject inert && ModuleState.IsModule(inert)) || HoldsParameters(value);

    private WeightsShape ShapeOf(PyValue value)
    {
        if (!_weights.TryGetValue(value.RawReference!, out WeightsShape known))
            _weights.Add(value.RawReference!, known = TrainingShapes.WeightsOf(value));
        return known;
    }

    // {'model': {…}, 'optimizer': {…}, 'best_loss': tensor(0.3)}: a tensor beside them does not make weights of the whole. One level
    // down, and what is found there is remembered: the same dict can stand in thousands.
    private bool HoldsParts(PyValue value)
    {
        if (TrainingShapes.Entries(value) is not { } entries) return false;
        bool hasParameters = HoldsParameters(value);
        foreach (var (key, entry) in entries)
        {
            if (entry.RawReference is PyTensor && TrainingShapes.IsBytes(entry) && NamedAs(key) == TrainingRole.RandomState) return true;
            if (entry.RawReference is not (PyDict or PyObject)) continue;
            if (_shapes.IsOptimizer(entry) || TrainingShapes.IsScheduler(entry) || TrainingShapes.IsScaler(entry)
                || TrainingShapes.IsRandomState(entry)) return true;
            if (NamedAs(key) is TrainingRole.Model or TrainingRole.Ema
                ? ShapeOf(entry) != WeightsShape.None || (TrainingShapes.Entries(entry) is { } inner && HoldsTensors(inner))
                : !hasParameters && ShapeOf(entry) == WeightsShape.Parameters) return true;
        }
        return false;
    }

    private static bool IsOther(PyValue key) =>
        key.Is(PyKind.Str) && key.AsBytes().Length <= TrainingKeys.LongestKey && TrainingKeys.IsOther(key.AsString());

    private static TrainingRole? NamedAs(PyValue key) =>
        key.Is(PyKind.Str) && key.AsBytes().Length <= TrainingKeys.LongestKey ? TrainingKeys.NamedRole(key.AsString()) : null;

    private static bool HoldsTensors(PyDict entries) => entries.Any(static entry => TrainingShapes.IsAnyTensor(entry.Value));
}
