using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>What the parts of a training checkpoint look like, whatever they are called.</summary>
internal sealed class TrainingShapes
{
    // Thousands of optimizers can share one list of groups.
    private readonly Dictionary<PyReference, bool> _groups = new(ReferenceEqualityComparer.Instance);

    /// <summary>The entries of a dict or of an object kept as data; null for everything else, and for modules.</summary>
    public static PyDict? Entries(PyValue value)
    {
        switch (value.RawReference)
        {
            case PyDict dict: return dict;
            case PyObject inert when !ModuleState.IsModule(inert):
                if (inert.Entries is { } entries) return entries;
                return inert.States is { Count: 1 } states ? states[0].RawReference as PyDict : null;
            default: return null;
        }
    }

    /// <summary>torch.optim.Optimizer.state_dict(), or the optimizer itself: groups of parameters, and a state for each.</summary>
    public bool IsOptimizer(PyValue value)
    {
        if (Entries(value) is not { } dict || !dict.TryGetValue("state", out PyValue state) || !state.Is(PyKind.Dict) || !dict.TryGetValue("param_groups", out PyValue groups)
            || groups.RawReference is not PyList { Count: > 0 } list) return false;
        if (_groups.TryGetValue(list, out bool known)) return known;
        PyValue key = PyValue.FromText("params");
        return _groups[list] = list.All(group => group.RawReference is PyDict entries && entries.TryGetValue(key, out PyValue parameters) && parameters.RawReference is PyList or PyTuple);
    }

    /// <summary>torch.optim.lr_scheduler.LRScheduler.state_dict(), those that wrap others, and timm's.</summary>
    public static bool IsScheduler(PyValue value)
    {
        if (Entries(value) is not { } dict) return false;
        bool counts = Has("last_epoch", PyKind.Int) || Has("_step_count", PyKind.Int);
        return (counts && (Has("base_lrs", PyKind.List) || Has("_last_lr", PyKind.List) || Has("num_bad_epochs", PyKind.Int) || Has("_schedulers", PyKind.List)))
            || (Has("_schedulers", PyKind.List) && Has("_last_lr", PyKind.List)) || (Has("base_values", PyKind.List) && Has("param_group_field", PyKind.Str));

        bool Has(string key, PyKind kind) => dict.TryGetValue(key, out PyValue entry) && entry.Is(kind);
    }

    /// <summary>torch.amp.GradScaler.state_dict(), and apex's.</summary>
    public static bool IsScaler(PyValue value)
    {
        if (Entries(value) is not { } dict) return false;
        return (dict.TryGetValue("scale", out _) && dict.TryGetValue("growth_factor", out _) && dict.TryGetValue("growth_interval", out _))
            || (dict.TryGetValue("loss_scaler0", out PyValue apex) && apex.RawReference is PyDict inner && inner.TryGetValue("loss_scale", out _));
    }

    /// <summary>A state dict, or a whole module: tensors by name, directly.</summary>
    public static bool IsWeights(PyValue value)
    {
        if (value.RawReference is PyObject inert) return ModuleState.IsModule(inert);
        // Generators' states are dicts of tensors too; integers alone are no weights of anything.
        return value.RawReference is PyDict dict && dict.Any(static entry => entry.Value.RawReference is PyTensor { Info: var tensor } && (tensor.DType.IsFloatingPoint || tensor.DType.IsComplex || tensor.Quantization is not null));
    }

    /// <summary>The generators' states of Hugging Face's Trainer: <c>{'python': …, 'numpy': …, 'cpu': …}</c>.</summary>
    public static bool IsRandomState(PyValue value) =>
        value.RawReference is PyDict dict && dict.TryGetValue("cpu", out PyValue cpu) && cpu.RawReference is PyTensor { Info.DType: var dtype } && dtype == DType.UInt8 && dict.TryGetValue("python", out _);

    /// <summary>A number; a tensor or NumPy scalar of one element counts.</summary>
    public static double? Number(PyValue value) => value.Kind switch
    {
        PyKind.Int => value.AsInt64(),
        PyKind.Float => value.AsDouble(),
        PyKind.Tensor when ((PyTensor)value.RawReference!).Info is { ElementCount: 1, Storage: not null, Quantization: null } tensor && SingleConverter.IsPossible(tensor.DType) => tensor.ToSingles()[0],
        PyKind.Array when value.RawReference is PyArray { IsScalar: true, Objects: null } array => double.TryParse(NumpyRepr.OfScalar(array), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : null,
        _ => null,
    };
}
