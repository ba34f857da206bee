using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Which attributes of a class its own code goes through while a pickle is loaded.</summary>
/// <remarks>pandas/core/arrays/categorical.py and pandas/_libs/tslibs/offsets.pyx (<c>_get_calendar</c>), pandas/core/generic.py, each
/// <c>__setstate__</c>, and pandas/core/dtypes/base.py, <c>__hash__</c>; sklearn/isotonic.py and
/// sklearn/ensemble/_hist_gradient_boosting/predictor.py; torch/distributed/device_mesh.py, and torch/distributed/_shard/metadata.py,
/// <c>__hash__</c>; torchmetrics/metric.py, <c>__hash__</c>; einops/layers; catboost/core.py; gymnasium/spaces/box.py, which writes bounds
/// as text.</remarks>
internal sealed class PartsOfClasses
{
    private static readonly PartsOfClasses s_optimizer = new("torch.optim", "param_groups", "state", "defaults")
    {
        Library = "torch.distributed", ShallowName = "defaults",
    };

    private static readonly PartsOfClasses s_recurrent =
        new("torch", "_all_weights", "all_weights", "_flat_weights", "_flat_weights_names") { IsRecurrent = true, Library = "torch.nn" };

    private static readonly PartsOfClasses s_calendar = new("pandas", "holidays", "weekmask", "calendar", "kwds") { ShallowName = "kwds" };

    private static readonly PartsOfClasses s_pattern = new("einops", "pattern", "reduction", "axes_lengths");

    private static readonly PartsOfClasses s_boosted = new("catboost", "_test_eval", "_test_evals");

    private static readonly PartsOfClasses s_frame = new("pandas", "_flags", "_attrs") { ShallowName = "_attrs" };

    private static readonly PartsOfClasses s_tables = new("pandas") { IsOfTables = true };

    private static readonly PartsOfClasses s_metric = new("torchmetrics", "_defaults")
    {
        IsEachGoneThrough = true, ShallowName = "_defaults",
    };

    private static readonly PartsOfClasses s_elements = new("pandas", "_metadata");

    private static readonly Dictionary<string, PartsOfClasses> s_classes = new(StringComparer.Ordinal)
    {
        ["Adadelta"] = s_optimizer, ["Adafactor"] = s_optimizer, ["Adagrad"] = s_optimizer, ["Adam"] = s_optimizer,
        ["Adamax"] = s_optimizer, ["AdamW"] = s_optimizer, ["ASGD"] = s_optimizer, ["LBFGS"] = s_optimizer, ["Muon"] = s_optimizer,
        ["NAdam"] = s_optimizer, ["Optimizer"] = s_optimizer, ["RAdam"] = s_optimizer, ["RMSprop"] = s_optimizer,
        ["Rprop"] = s_optimizer, ["SGD"] = s_optimizer, ["SparseAdam"] = s_optimizer,
        ["RNNBase"] = s_recurrent, ["RNN"] = s_recurrent, ["LSTM"] = s_recurrent, ["GRU"] = s_recurrent,
        ["CustomBusinessDay"] = s_calendar, ["CustomBusinessHour"] = s_calendar, ["CustomBusinessMonthBegin"] = s_calendar,
        ["CustomBusinessMonthEnd"] = s_calendar,
        ["CatBoost"] = s_boosted, ["CatBoostClassifier"] = s_boosted, ["CatBoostRegressor"] = s_boosted, ["CatBoostRanker"] = s_boosted,
        ["Rearrange"] = s_pattern, ["Reduce"] = s_pattern,
        ["DataFrame"] = s_frame, ["Series"] = s_frame, ["BlockManager"] = s_tables, ["SingleBlockManager"] = s_tables,
        ["Categorical"] = new("pandas", "_categories", "categories", "_codes", "_ndarray") { Library = "pandas" },
        ["DeviceMesh"] = new("torch.distributed", "_dim_group_names", "_flatten_rank_map", "_mesh_dim_names"),
        ["ShardMetadata"] = new("torch.distributed", "shard_offsets", "shard_sizes"),
        ["IsotonicRegression"] = new("sklearn", "X_thresholds_", "y_thresholds_", "X_", "y_"),
        ["TreePredictor"] = new("sklearn", "nodes"),
        ["Box"] = new("gym", "low", "high"),
    };

    private readonly string _module;

    private PartsOfClasses(string module, params string[] names)
    {
        _module = module;
        Names = names;
    }

    /// <summary>The attributes.</summary>
    public string[] Names { get; }

    /// <summary>The module whose objects stand in them honestly, with all in it; null if none do.</summary>
    public string? Library { get; private init; }

    /// <summary>Whether any attribute may be gone through.</summary>
    public bool IsEachGoneThrough { get; private init; }

    /// <summary>Whether it is a recurrent layer, which counts its layers.</summary>
    public bool IsRecurrent { get; private init; }

    /// <summary>Whether its state is the tuple of a table of pandas.</summary>
    public bool IsOfTables { get; private init; }

    private string? ShallowName { get; init; }

    /// <summary>Whether what an attribute holds is not gone through with it.</summary>
    public bool IsShallow(string name) => string.Equals(name, ShallowName, StringComparison.Ordinal);

    /// <summary>What is known of a class; null if its code goes through nothing.</summary>
    public static PartsOfClasses? Of(PyGlobal type)
    {
        if (s_classes.TryGetValue(type.Name, out PartsOfClasses? parts) && type.Module.StartsWith(parts._module, StringComparison.Ordinal))
            return parts;
        return type.Module.StartsWith("torchmetrics.", StringComparison.Ordinal) ? s_metric
            : Callables.IsElementType(type) ? s_elements : null;
    }
}
