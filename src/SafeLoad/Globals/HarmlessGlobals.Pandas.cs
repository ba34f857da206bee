namespace SafeLoad.Globals;

/// <content>pandas, and Apache Arrow's arrays, which pandas keeps texts in since version 3.</content>
internal static partial class HarmlessGlobals
{
    // Not here: extension types of Arrow, whose classes the program has to register, and its data sets and file systems.
    private const string Pandas = """
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
        value pandas,pandas._libs.tslibs.period,pandas._libs.period: Period # a span of time: its constructor reads a number, or a text as a
            date, and looks a frequency up in a table; its __setstate__ stores two numbers
        name pandas._libs.tslibs.timestamps,pandas: Timestamp # a type
        name pandas._libs.tslibs.timedeltas,pandas: Timedelta # a type
        shared pandas._libs.missing,pandas.api.typing: NAType # no value, of which there is one; its __setstate__ stores attributes
        value pandas._libs.interval,pandas: Interval # two bounds; its __setstate__ stores them
        value pandas._libs.tslibs.offsets: Day Hour Minute Second Milli Micro Nano BusinessDay Week MonthBegin
            MonthEnd QuarterBegin QuarterEnd YearBegin YearEnd Tick BQuarterBegin BQuarterEnd BYearBegin BYearEnd BusinessMonthBegin
            BusinessMonthEnd BusinessHour SemiMonthBegin SemiMonthEnd WeekOfMonth LastWeekOfMonth Easter FY5253 FY5253Quarter HalfYearBegin
            HalfYearEnd BHalfYearBegin BHalfYearEnd # a step of time: its constructor stores numbers, texts and times of the day; its
            __setstate__ stores numbers and texts
        value pandas._libs.tslibs.offsets: CustomBusinessDay CustomBusinessHour CustomBusinessMonthBegin
            CustomBusinessMonthEnd # a step of time: its constructor hands the days of a week and holidays to a calendar of NumPy; its
            __setstate__ stores numbers and texts
        operand pandas._libs.tslibs.offsets,pandas.tseries.offsets,pandas: DateOffset # a step of time; its __setstate__ stores numbers and
            the attributes
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
        name pandas,pandas._libs.missing: NA # a constant
        name pandas,pandas._libs.tslibs.nattype: NaT # a constant
        shared pandas._libs.tslibs.nattype: __nat_unpickle # no time, of which there is one; the name that versions before 2 have for it
        value pandas._libs.sparse: IntIndex BlockIndex # where values are that are not the fill value: its constructor takes a length and
            arrays of numbers, which it checks
        value pandas._libs.interval: __pyx_unpickle_IntervalMixin # makes an empty array of intervals of a class that the pickle names and
            that is judged by its own name
        operand pandas.core.arrays.arrow.array,pandas.arrays: ArrowExtensionArray # an array of Arrow; its __setstate__ hands that to
            pyarrow.chunked_array and stores the attributes
        operand pandas.core.arrays.string_arrow,pandas.arrays: ArrowStringArray # an array of Arrow; its __setstate__ hands that to
            pyarrow.chunked_array and stores the attributes
        operand pandas.core.arrays.string_arrow: ArrowStringArrayNumpySemantics # an array of Arrow; its __setstate__ hands that to
            pyarrow.chunked_array and stores the attributes
        operand pandas.core.arrays.string_: StringArrayNumpySemantics # an array; its __setstate__ stores it with its dtype
        operand pandas,pandas.core.arrays.arrow.dtype,pandas.core.dtypes.dtypes: ArrowDtype # a type of elements: holds one of Arrow
        operand pandas.core.arrays.sparse.dtype: SparseDtype # a type of elements
        shared pandas._libs.lib: _NoDefault # a member of an enumeration
        name pandas._libs.lib: no_default # a mark for arguments that nobody gave
        value pandas,pandas.core.groupby.generic: NamedAgg # a named tuple of a column and a function, which is judged by its own name
        operand pandas,pandas.core.groupby.grouper: Grouper # which column to group by
        operand pandas.core.indexing: _IndexSlice # does nothing: gives what it is indexed by
        value pyarrow.lib: py_buffer # a buffer over bytes
        shared pyarrow.lib: type_for_alias # gives the type of elements that a name stands for in a fixed table, which all hold
        value pyarrow.lib: list_ large_list list_view large_list_view map_ struct union dictionary timestamp time32 time64 duration binary
            decimal32 decimal64 decimal128 decimal256 run_end_encoded # makes a type of elements, of
            other types, numbers and texts: a time zone is a text that nothing looks up
        value pyarrow.lib: field # makes a column's description, of a text, a type and bytes by name
        value pyarrow.lib: schema # makes the description of a table, of those of its columns
        value pyarrow.lib: _restore_array # makes an array of a type, numbers and buffers, in native code, which believes that they fit each
            other
        value pyarrow.lib: chunked_array # makes an array of arrays
        value pyarrow.lib: _reconstruct_table _reconstruct_record_batch # makes a table, of arrays and their description
        value pyarrow.lib: scalar # makes a scalar, of a value and a type
        """;
}
