using System.Globalization;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>What the parts of a training checkpoint look like, whatever they are called.</summary>
internal sealed class TrainingShapes
{
    // Thousands of optimizers can share one list of groups.
    private readonly Dictionary<PyReference, bool> _groups = new(ReferenceEqualityComparer.Instance);

    /// <summary>The entries of a dict, of an object that is one, or of an object's attributes; null for everything else,
    /// and for modules.</summary>
    public static PyDict? Entries(PyValue value) => value.RawReference switch
    {
        PyDict dict => dict,
        PyRecord record => record.Attributes,
        PyObject inert when !ModuleState.IsModule(inert) => inert.Entries ?? Attributes(inert),
        _ => null,
    };

    // What BUILD sets: a dict, or a pair of dict and slots (PEP 307; object.__reduce_ex__). Of a call with nothing else,
    // the dict that it was given.
    private static PyDict? Attributes(PyObject inert) => inert.States switch
    {
        [{ RawReference: PyDict attributes }] => attributes,
        [{ RawReference: PyTuple { Count: 2 } pair }] => pair[0].RawReference as PyDict ?? pair[1].RawReference as PyDict,
        null when inert.Items is null && inert.Arguments.RawReference is PyTuple { Count: 1 } arguments =>
            arguments[0].RawReference as PyDict,
        _ => null,
    };

    /// <summary>torch.optim.Optimizer.state_dict(), or the optimizer itself: groups of parameters, and a state for each.</summary>
    public bool IsOptimizer(PyValue value)
    {
        if (Entries(value) is not { } dict || !dict.TryGetValue("state", out PyValue state) || !state.Is(PyKind.Dict)
            || !dict.TryGetValue("param_groups", out PyValue groups)
            || groups.RawReference is not PyList { Count: > 0 } list) return false;
        if (_groups.TryGetValue(list, out bool known)) return known;
        PyValue key = PyValue.FromText("params");
        return _groups[list] = list.All(group => group.RawReference is PyDict entries && entries.TryGetValue(key, out PyValue parameters)
            && parameters.RawReference is PyList or PyTuple);
    }

    /// <summary>torch.optim.lr_scheduler.LRScheduler.state_dict(), those that wrap others, and timm's.</summary>
    public static bool IsScheduler(PyValue value)
    {
        if (Entries(value) is not { } dict) return false;
        bool counts = Has("last_epoch", PyKind.Int) || Has("_step_count", PyKind.Int);
        return (counts
            && (Has("base_lrs", PyKind.List) || Has("_last_lr", PyKind.List) || Has("num_bad_epochs", PyKind.Int)
                || Has("_schedulers", PyKind.List)))
            || (Has("_schedulers", PyKind.List) && Has("_last_lr", PyKind.List))
            || (Has("base_values", PyKind.List) && Has("param_group_field", PyKind.Str));

        bool Has(string key, PyKind kind) => dict.TryGetValue(key, out PyValue entry) && entry.Is(kind);
    }

    /// <summary>torch.amp.GradScaler.state_dict(), and apex's.</summary>
    public static bool IsScaler(PyValue value)
    {
        if (Entries(value) is not { } dict) return false;
        return (dict.TryGetValue("scale", out _) && dict.TryGetValue("growth_factor", out _) && dict.TryGetValue("growth_interval", out _))
            || (dict.TryGetValue("loss_scaler0", out PyValue apex) && apex.RawReference is PyDict inner
                && inner.TryGetValue("loss_scale", out _));
    }

    /// <summary>How much a value looks like weights: of a dict or object what stands in it directly.</summary>
    public static WeightsShape WeightsOf(PyValue value)
    {
        if (value.RawReference is PyObject inert && ModuleState.IsModule(inert)) return WeightsShape.Parameters;
        var shape = WeightsShape.None;
        if (Entries(value) is not { } entries) return shape;
        for (int i = 0; i < entries.Count && shape < WeightsShape.Parameters; i++)
        {
            if (IsReal(entries.At(i).Value) is { } isNumber) shape = isNumber ? WeightsShape.Numbers : WeightsShape.Parameters;
        }
        return shape;
    }

    // Null for what is no weight of anything: integers alone are none, as generators' states are tensors too. True for a single number.
    private static bool? IsReal(PyValue value) => value.RawReference switch
    {
        PyTensor { Info: var tensor } when tensor.DType.IsFloatingPoint || tensor.DType.IsComplex || tensor.Quantization is not null =>
            tensor is { Sparse: null, Nested: null, ElementCount: <= 1 },
        PyArray { IsScalar: false, DType.Code: 'f' or 'c' } array => array.ElementCount <= 1,
        _ => null,
    };

    /// <summary>A tensor or an array of more than one number, of whatever dtype.</summary>
    public static bool IsTensor(PyValue value) => value.RawReference switch
    {
        PyTensor { Info: var tensor } => tensor.Sparse is not null || tensor.Nested is not null || tensor.ElementCount > 1,
        PyArray array => NumpyTensors.Tensor(array) is not null && array.ElementCount > 1,
        _ => false,
    };

    /// <summary>A tensor, or an array that is one.</summary>
    public static bool IsAnyTensor(PyValue value) =>
        value.RawReference is PyTensor || (value.RawReference is PyArray array && NumpyTensors.Tensor(array) is not null);

    /// <summary>What numpy.random keeps: <c>('MT19937', array, 624, 0, 0.0)</c>.</summary>
    public static bool IsNumpyRandomState(PyReference value) =>
        value is PyTuple { Count: >= 3 } state && state[0].Is(PyKind.Str) && state[0].AsBytes().SequenceEqual("MT19937"u8);

    /// <summary>The generators' states of Hugging Face's Trainer: <c>{'python': …, 'numpy': …, 'cpu': …}</c>.</summary>
    public static bool IsRandomState(PyValue value) =>
        value.RawReference is PyDict dict && dict.TryGetValue("cpu", out PyValue cpu) && IsBytes(cpu) && dict.TryGetValue("python", out _);

    /// <summary>A tensor of bytes, as a generator's state is.</summary>
    public static bool IsBytes(PyValue value) => value.RawReference is PyTensor { Info.DType: var dtype } && dtype == DType.UInt8;

    /// <summary>Whether <see cref="Number"/> gives one; nothing is read for it.</summary>
    public static bool IsNumber(PyValue value) => value.Kind switch
    {
        PyKind.Int or PyKind.Float => true,
        PyKind.Tensor => IsOneNumber(((PyTensor)value.RawReference!).Info),
        PyKind.Array => Number(value) is not null,
        _ => false,
    };

    private static bool IsOneNumber(TensorInfo tensor) =>
        tensor is { ElementCount: 1, Storage: not null, Quantization: null } && SingleConverter.IsPossible(tensor.DType);

    /// <summary>A number; a tensor or NumPy scalar of one element counts.</summary>
    public static double? Number(PyValue value) => value.Kind switch
    {
        PyKind.Int => value.AsInt64(),
        PyKind.Float => value.AsDouble(),
        PyKind.Tensor when ((PyTensor)value.RawReference!).Info is var tensor && IsOneNumber(tensor) => tensor.ToSingles()[0],
        PyKind.Array when value.RawReference is PyArray { IsScalar: true, Objects: null } array =>
            double.TryParse(NumpyRepr.OfScalar(array), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
        _ => null,
    };
}
