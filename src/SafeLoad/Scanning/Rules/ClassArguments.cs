using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Functions that are honestly given a class: which argument it is, of which library the class has to be, and whether what they
/// give is an instance of it.</summary>
/// <param name="First">The first argument that is a class.</param>
/// <param name="Count">How many are.</param>
/// <param name="Library">How the module of the class begins: functions of Python call methods of the class that they are given, functions
/// of C see what kind of class it is.</param>
/// <param name="Makes">Whether the result is an instance of the first.</param>
internal sealed record ClassArguments(int First, int Count, string Library, bool Makes)
{
    private static readonly ClassArguments s_none = new(0, 0, "", false),
        s_array = new(0, 1, "numpy", false) { Other = "pandas", IsOfArrays = true },
        s_made = new(0, 1, "", true), s_pandas = new(0, 1, "pandas", true), s_sklearn = new(0, 1, "sklearn", true);

    // NumPy's subclasses of ndarray. Of its other classes NumPy makes nothing, and what reads on makes an object that is no array.
    private static readonly HashSet<string> s_arrays = new(StringComparer.Ordinal)
    {
        "ndarray", "matrix", "recarray", "memmap", "chararray", "MaskedArray", "MaskedRecords", "MaskedConstant", "mvoid",
    };

    private static readonly Dictionary<string, ClassArguments> s_rows = new(StringComparer.Ordinal)
    {
        ["copyreg._reconstructor"] = s_made, ["copyreg.__newobj__"] = s_made, ["copyreg.__newobj_ex__"] = s_made,
        ["numpy.core.multiarray._reconstruct"] = s_array, ["numpy._core.multiarray._reconstruct"] = s_array,
        ["numpy.ma.core._mareconstruct"] = new(0, 2, "numpy", false) { IsOfArrays = true },
        ["array._array_reconstructor"] = new(0, 1, "array", false),
        ["numpy.core._DType_reconstruct"] = new(0, 1, "numpy", false),
        ["numpy._core._DType_reconstruct"] = new(0, 1, "numpy", false),
        ["numpy.dtype"] = new(0, 1, "numpy", false) { Other = "ml_dtypes" },
        ["numpy.random.bit_generator.__pyx_unpickle_SeedSequence"] = new(0, 1, "numpy", false),
        ["numpy.random._bit_generator.__pyx_unpickle_SeedSequence"] = new(0, 1, "numpy", false),
        ["sklearn.neighbors._kd_tree.newObj"] = s_sklearn, ["sklearn.neighbors._ball_tree.newObj"] = s_sklearn,
        ["sklearn.metrics._dist_metrics.newObj"] = s_sklearn, ["sklearn.neighbors._dist_metrics.newObj"] = s_sklearn,
        ["sklearn.neighbors.kd_tree.newObj"] = s_sklearn, ["sklearn.neighbors.ball_tree.newObj"] = s_sklearn,
        ["sklearn.neighbors.dist_metrics.newObj"] = s_sklearn,
        ["pandas.core.indexes.base._new_Index"] = s_pandas, ["pandas.indexes.base._new_Index"] = s_pandas,
        ["pandas.core.index._new_Index"] = s_pandas, ["pandas._libs.arrays.__pyx_unpickle_NDArrayBacked"] = s_pandas,
        ["pandas._libs.interval.__pyx_unpickle_IntervalMixin"] = s_pandas,
        ["pandas.core.indexes.datetimes._new_DatetimeIndex"] = s_pandas, ["pandas.tseries.index._new_DatetimeIndex"] = s_pandas,
        ["pandas.core.indexes.interval._new_IntervalIndex"] = s_pandas,
        ["pandas.core.indexes.period._new_PeriodIndex"] = s_pandas, ["pandas.tseries.period._new_PeriodIndex"] = s_pandas,
    };

    /// <summary>Another library of which the class may be; null if there is none.</summary>
    public string? Other { get; private init; }

    /// <summary>Whether a class of NumPy has to be one of arrays.</summary>
    public bool IsOfArrays { get; private init; }

    /// <summary>What is known of a function, by the name that Python 3 looks up.</summary>
    public static ClassArguments Of(string name) => s_rows.TryGetValue(name, out ClassArguments? known) ? known
        : name.StartsWith("sklearn._loss._loss.__pyx_unpickle_", StringComparison.Ordinal) ? s_sklearn : s_none;

    /// <summary>Whether a class may stand there.</summary>
    /// <param name="index">Which argument.</param>
    /// <param name="type">The class.</param>
    public bool Take(int index, PyGlobal type) => index >= First && index < First + Count
        && (Library.Length == 0 || (IsOf(type.Module, Library) && (!IsOfArrays || s_arrays.Contains(type.Name)))
            || IsOf(type.Module, Other));

    private static bool IsOf(string module, string? library) => library is not null
        && (module == library || module.StartsWith(library + ".", StringComparison.Ordinal));
}
