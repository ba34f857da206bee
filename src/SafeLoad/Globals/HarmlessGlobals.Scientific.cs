namespace SafeLoad.Globals;

/// <content>SciPy and pandas.</content>
internal static partial class HarmlessGlobals
{
    // Not here: scipy.stats distributions. rv_generic.__setstate__ executes a text of its state, so they are known to be dangerous.
    private const string Scientific = """
        operand scipy.sparse.csr,scipy.sparse._csr: csr_matrix # a sparse matrix: arrays
        operand scipy.sparse._csr: csr_array # a sparse matrix: arrays
        operand scipy.sparse.csc,scipy.sparse._csc: csc_matrix # a sparse matrix: arrays
        operand scipy.sparse._csc: csc_array # a sparse matrix: arrays
        operand scipy.sparse.coo,scipy.sparse._coo: coo_matrix # a sparse matrix: arrays; its __setstate__ stores them under their new names
        operand scipy.sparse._coo: coo_array # a sparse matrix: arrays; its __setstate__ stores them under their new names
        operand scipy.sparse.bsr,scipy.sparse._bsr: bsr_matrix # a sparse matrix: arrays
        operand scipy.sparse._bsr: bsr_array # a sparse matrix: arrays
        operand scipy.sparse.dia,scipy.sparse._dia: dia_matrix # a sparse matrix: arrays
        operand scipy.sparse._dia: dia_array # a sparse matrix: arrays
        operand scipy.sparse.lil,scipy.sparse._lil: lil_matrix lil_array # a sparse matrix: arrays
        operand scipy.sparse.dok,scipy.sparse._dok: dok_matrix # a sparse matrix: a dict
        operand scipy.sparse._dok,scipy.sparse._arrays: dok_array # a sparse matrix: a dict
        operand scipy.sparse._arrays: csr_array csc_array coo_array bsr_array dia_array lil_array # a sparse matrix: arrays, under the path
            of SciPy 1.8 to 1.10
        operand scipy.interpolate._interpolate,scipy.interpolate.interpolate: PPoly BPoly # coefficients; its __setstate__ imports the
            module of arrays of what the state has as _xp, asking that for __array_namespace__
        operand scipy.interpolate._interpolate: _PPoly # coefficients in slots
        operand scipy.interpolate._bsplines: BSpline # coefficients; its __setstate__ stores another object and asks its arrays for their
            module
        operand scipy.interpolate._cubic: CubicSpline PchipInterpolator Akima1DInterpolator # coefficients; its __setstate__ asks an array
            of the state for its module and stores the attributes
        operand xarray.core.variable: Variable IndexVariable # an array and names of its dimensions, in slots
        operand xarray.core.dataarray: DataArray # an array with coordinates, in slots
        operand xarray.core.dataset: Dataset # arrays by name, in slots
        operand skimage.transform._geometric: AffineTransform EuclideanTransform SimilarityTransform ProjectiveTransform
            EssentialMatrixTransform FundamentalMatrixTransform PolynomialTransform # a matrix
        operand scipy.optimize._optimize,scipy.optimize.optimize: OptimizeResult # a dict whose items are attributes
        operand scipy.spatial.transform._rotation,scipy.spatial.transform.rotation: Rotation # a rotation; its __setstate__ stores an array
        value tables.filters,tables.Leaf: Filters # how a dataset of PyTables is compressed: its constructor makes int, str and bool of
            its arguments, compares the library's name with those that it was built with, and stores them; it has no __setstate__
        operand pandas.core.frame,pandas: DataFrame # a table; its __setstate__ stores the attributes
        operand pandas.core.series,pandas: Series # a column; its __setstate__ stores the attributes
        value pandas.core.indexes.base,pandas.indexes.base,pandas.core.index: _new_Index # makes an index of a class that the pickle names
            and that is judged by its own name, of data
        operand pandas.core.indexes.base,pandas.indexes.base,pandas.core.index,pandas: Index # names of rows [Index]
        operand pandas.core.indexes.range,pandas.indexes.range,pandas: RangeIndex # names of rows [Index]
        operand pandas.core.indexes.numeric,pandas.indexes.numeric: Int64Index Float64Index # names of rows [Index]
        operand pandas.core.indexes.numeric: UInt64Index # names of rows
        operand pandas.core.indexes.multi,pandas.indexes.multi,pandas: MultiIndex # names of rows; the __setstate__ of old versions sets
            levels, codes and names, which it checks
        operand pandas.core.indexes.category,pandas.indexes.category,pandas: CategoricalIndex # names of rows [Index]
        operand pandas.core.indexes.interval,pandas: IntervalIndex # names of rows
        operand pandas.core.indexes.datetimes,pandas.tseries.index,pandas: DatetimeIndex # names of rows [Index]
        operand pandas.core.indexes.timedeltas,pandas.tseries.tdi,pandas: TimedeltaIndex # names of rows [Index]
        operand pandas.core.indexes.period,pandas.tseries.period,pandas: PeriodIndex # names of rows [Index]
        value pandas.core.indexes.datetimes,pandas.tseries.index: _new_DatetimeIndex # makes an index of a class that the pickle names and
            that is judged by its own name, of data
        value pandas.core.indexes.interval: _new_IntervalIndex # makes an index of a class that the pickle names and that is judged by its
            own name, of arrays of bounds
        name pandas.core.indexes.period: _new_PeriodIndex # makes an index, and calls the class that it is given: only by other functions,
            with keywords
        operand pandas.core.indexes.frozen,pandas.api.typing: FrozenList # a list that cannot be changed
        value pandas.core.internals.managers,pandas.core.internals: BlockManager SingleBlockManager # the arrays of a table: its constructor
            stores blocks and axes and compares their lengths, its __setstate__ makes blocks of arrays
        value pandas.core.internals.blocks: new_block # puts an array into a table
        operand pandas.core.internals.blocks,pandas.core.internals: Block ObjectBlock NumericBlock FloatBlock IntBlock BoolBlock
            ComplexBlock DatetimeBlock DatetimeTZBlock TimeDeltaBlock CategoricalBlock ExtensionBlock # an array of a table; its
            __setstate__ stores it
        operand pandas.core.internals.blocks: DatetimeLikeBlock # an array of a table; its __setstate__ stores it
        value pandas._libs.internals: _unpickle_block # puts an array into a table
        operand pandas._libs.internals: BlockPlacement # which columns an array is; its __setstate__ stores it
        value pandas._libs.arrays: __pyx_unpickle_NDArrayBacked # makes an empty array of a class that the pickle names and that is judged
            by its own name, and stores numbers
        value pandas._libs.tslibs.timestamps: _unpickle_timestamp # a time
        value pandas._libs.tslibs.timedeltas: _timedelta_unpickle # a length of time
        shared pandas._libs.tslibs.nattype: _nat_unpickle # no time, of which there is one
        name pandas._libs.tslibs.timestamps,pandas: Timestamp # a type
        name pandas._libs.tslibs.timedeltas,pandas: Timedelta # a type
        shared pandas._libs.missing,pandas.api.typing: NAType # no value, of which there is one; its __setstate__ stores attributes
        value pandas._libs.interval,pandas: Interval # two bounds; its __setstate__ stores them
        value pandas._libs.tslibs.offsets: Day Hour Minute Second Milli Micro Nano BusinessDay Week MonthBegin MonthEnd QuarterBegin
            QuarterEnd YearBegin YearEnd # a step of time; its __setstate__ stores numbers and texts
        operand pandas.core.arrays.categorical,pandas: Categorical # an array of values from a list; its __setstate__ stores it
        operand pandas.core.arrays.datetimes,pandas.arrays: DatetimeArray # an array; its __setstate__ stores it
        operand pandas.core.arrays.timedeltas,pandas.arrays: TimedeltaArray # an array; its __setstate__ stores it
        operand pandas.core.arrays.period,pandas.arrays: PeriodArray # an array; its __setstate__ stores it
        operand pandas.core.arrays.integer: IntegerArray Int8Dtype Int16Dtype Int32Dtype Int64Dtype UInt8Dtype UInt16Dtype UInt32Dtype
            UInt64Dtype # an array, or a type of one
        operand pandas.core.arrays.floating: FloatingArray Float32Dtype Float64Dtype # an array, or a type of one
        operand pandas.core.arrays.boolean: BooleanArray BooleanDtype # an array, or a type of one
        value pandas.core.arrays.string_,pandas: StringDtype # a type of elements: its constructor compares two settings with those that
            there are, its __setstate__ stores what the state has
        operand pandas.core.arrays.string_: StringArray # an array; its __setstate__ stores it with its dtype
        operand pandas: Int8Dtype Int16Dtype Int32Dtype Int64Dtype UInt8Dtype UInt16Dtype UInt32Dtype UInt64Dtype Float32Dtype Float64Dtype
            BooleanDtype CategoricalDtype DatetimeTZDtype IntervalDtype SparseDtype # a type of elements; its __setstate__ stores what the
            state has
        operand pandas.arrays: IntegerArray FloatingArray BooleanArray StringArray NumpyExtensionArray # an array; its __setstate__ stores
            it with its dtype
        operand pandas.core.arrays.interval,pandas.arrays: IntervalArray # an array; its __setstate__ stores them
        operand pandas.core.arrays.numpy_: NumpyExtensionArray PandasArray # an array; its __setstate__ stores it with its dtype
        operand pandas.core.arrays.sparse.array,pandas.arrays: SparseArray # an array; its __setstate__ stores the attributes
        operand pandas.core.dtypes.dtypes: CategoricalDtype DatetimeTZDtype IntervalDtype SparseDtype NumpyEADtype # a type of elements; its
            __setstate__ stores what the state has
        shared pandas.core.dtypes.dtypes,pandas: PeriodDtype # a type of elements: its constructor looks the text of a frequency up in a
            table; its __setstate__ stores two numbers
        operand pandas.core.flags,pandas: Flags # switches of a table
        """;
}
