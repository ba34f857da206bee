namespace SafeLoad.Globals;

/// <content>NumPy: arrays, scalars, types and generators of random numbers.</content>
internal static partial class HarmlessGlobals
{
    // numpy.core became numpy._core in 2.0. Not here, though pickles of honest objects name it: _ufunc_reconstruct,
    // which imports a module by name.
    private const string Numpy = """
        value numpy.core.multiarray,numpy._core.multiarray: _reconstruct # makes an empty array, whose __setstate__ takes shape, dtype and
            bytes
        shared numpy.core.multiarray,numpy._core.multiarray: scalar # makes a scalar of a dtype and bytes, or of the dtype of objects gives
            back what it is given
        value numpy.core.numeric,numpy._core.numeric: _frombuffer # rebuilds an array from a buffer
        shared numpy.core,numpy._core: _DType_reconstruct # gives the type of a dtype, which all hold
        name numpy: ndarray matrix recarray record # the class of an array, which _reconstruct is given
        name numpy.matrixlib.defmatrix: matrix # the class of an array, which _reconstruct is given
        name numpy.core.records,numpy._core.records,numpy.rec: recarray record # the class of an array, which _reconstruct is given
        name numpy.char,numpy.core.defchararray,numpy._core.defchararray,numpy: chararray # the class of an array, which _reconstruct is
            given
        value numpy._core._internal: _convert_to_stringdtype_kwargs # makes the type of strings, of a switch and a value for what is missing
        value numpy: dtype # a type of elements: its constructor reads a text, and asks what is none for its dtype; its __setstate__ stores
            fields, byte order and metadata
        name numpy: generic number integer signedinteger unsignedinteger inexact floating complexfloating flexible character bool_ bool
            bool8 str_ unicode_ string_ bytes_ object_ void # a type of scalars
        name numpy: byte ubyte short ushort intc uintc int_ uint long ulong longlong ulonglong intp uintp int8 int16 int32 int64 uint8
            uint16 uint32 uint64 # a type of scalars
        name numpy: half single double longdouble csingle cdouble clongdouble float16 float32 float64 float96 float128 float_ complex64
            complex128 complex192 complex256 complex_ datetime64 timedelta64 # a type of scalars
        name numpy: nan inf pi e newaxis # a constant
        name numpy.dtypes: BoolDType ByteDType BytesDType CLongDoubleDType Complex128DType Complex64DType DateTime64DType Float16DType
            Float32DType Float64DType Int16DType Int32DType Int64DType Int8DType IntDType LongDType LongDoubleDType LongLongDType
            ObjectDType ShortDType StrDType StringDType TimeDelta64DType UByteDType UInt16DType UInt32DType UInt64DType UInt8DType UIntDType
            ULongDType ULongLongDType UShortDType VoidDType # a type of elements
        value numpy.random._pickle: __randomstate_ctor __generator_ctor __bit_generator_ctor # makes a generator by its name in a fixed
            table, or of a class that the pickle names and that is judged by its own name
        value numpy.random: __RandomState_ctor # makes a generator of random numbers, of nothing
        name numpy.random.mtrand: RandomState # a generator of random numbers
        name numpy.random._generator: Generator # a generator of random numbers
        name numpy.random._mt19937: MT19937 # a source of random bits, whose class its constructor is given
        name numpy.random._pcg64: PCG64 PCG64DXSM # a source of random bits, whose class its constructor is given
        name numpy.random._philox: Philox # a source of random bits, whose class its constructor is given
        name numpy.random._sfc64: SFC64 # a source of random bits, whose class its constructor is given
        operand numpy.random.bit_generator: SeedSequence # numbers that seed a generator; its __setstate__ stores them
        value numpy.random.bit_generator: __pyx_unpickle_SeedSequence # makes an empty seed sequence and stores numbers
        value numpy.ma.core: _mareconstruct # rebuilds a masked array from bytes
        name numpy.ma.core,numpy.ma: MaskedArray mvoid # the class of an array, which _mareconstruct is given
        shared numpy.ma.core,numpy.ma: MaskedConstant # the constant for a masked element, of which there is one: no honest file calls its
            __setstate__
        operand numpy.polynomial.polynomial: Polynomial # coefficients; its __setstate__ replaces its __dict__
        operand numpy.polynomial.chebyshev: Chebyshev # coefficients; its __setstate__ replaces its __dict__
        operand numpy.polynomial.legendre: Legendre # coefficients; its __setstate__ replaces its __dict__
        operand numpy: poly1d # coefficients
        operand numpy.lib.polynomial,numpy.lib._polynomial_impl: poly1d # coefficients
        operand joblib.numpy_pickle,sklearn.externals.joblib.numpy_pickle: NumpyArrayWrapper # shape, order and dtype of an array whose
            bytes follow in the file; a plain pickle reader stops there
        name ml_dtypes: bfloat16 float8_e3m4 float8_e4m3 float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz
            float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int1 int2 int4 uint1 uint2 uint4 # a type of scalars
        name numpy: absolute abs acos acosh add arccos arccosh arcsin arcsinh arctan arctan2 arctanh asin asinh atan atan2 atanh bitwise_and
            bitwise_count bitwise_not bitwise_or bitwise_xor bitwise_invert bitwise_left_shift bitwise_right_shift cbrt ceil conj conjugate
            copysign cos cosh deg2rad degrees divide divmod equal exp exp2 expm1 fabs float_power floor floor_divide fmax fmin fmod frexp
            gcd greater greater_equal heaviside hypot invert isfinite isinf isnan isnat lcm ldexp left_shift less less_equal log log10 log1p
            log2 logaddexp logaddexp2 logical_and logical_not logical_or logical_xor matmul matvec maximum minimum mod modf multiply
            negative nextafter not_equal positive pow power rad2deg radians reciprocal remainder right_shift rint sign signbit sin sinh
            spacing sqrt square subtract tan tanh true_divide trunc vecdot vecmat # a function of numbers, kept as an attribute
        name numpy.core._multiarray_umath,numpy._core._multiarray_umath: absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh
            bitwise_and bitwise_count bitwise_or bitwise_xor cbrt ceil conjugate copysign cos cosh deg2rad degrees divide divmod equal exp
            exp2 expm1 fabs float_power floor floor_divide fmax fmin fmod frexp gcd greater greater_equal heaviside hypot invert isfinite
            isinf isnan isnat lcm ldexp left_shift less less_equal log log10 log1p log2 logaddexp logaddexp2 logical_and logical_not
            logical_or logical_xor matmul matvec maximum minimum modf multiply negative nextafter not_equal positive power rad2deg radians
            reciprocal remainder right_shift rint sign signbit sin sinh spacing sqrt square subtract tan tanh trunc vecdot vecmat # a
            function of numbers, kept as an attribute
        name numpy: all allclose amax amin any argmax argmin argsort around array_equal average bincount clip column_stack concatenate
            convolve corrcoef count_nonzero cov cross cumprod cumsum cumulative_prod cumulative_sum diag diff digitize dot einsum
            expand_dims flip fliplr flipud gradient hstack i0 imag inner interp isclose isin isreal iscomplex kron linspace logspace max
            mean median min moveaxis nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile
            nanprod nanquantile nanstd nansum nanvar nonzero ones ones_like outer pad percentile prod ptp quantile ravel real repeat reshape
            rollaxis roll rot90 round searchsorted sinc sort split squeeze stack std sum swapaxes take tensordot tile trace transpose
            trapezoid trapz tril triu unique unwrap vander var vdot vstack where zeros zeros_like empty empty_like full full_like arange eye
            identity array asarray asanyarray ascontiguousarray atleast_1d atleast_2d atleast_3d fix histogram meshgrid copy # a function of
            arrays, kept as an attribute
        name numpy.linalg: norm inv pinv det eig eigh eigvals eigvalsh solve lstsq svd qr cholesky matrix_rank matrix_power cond slogdet # a
            function of arrays, kept as an attribute
        operand numpy,numpy.core.getlimits,numpy._core.getlimits: finfo iinfo # what numbers of a type there are
        operand numpy.core.getlimits,numpy._core.getlimits: MachArLike # what numbers of a type there are
        value numpy.linalg,numpy.linalg.linalg,numpy.linalg._linalg: LinAlgError # an exception as a value: it is made, not raised; its
            __setstate__ sets the attributes of a dict
        value numpy.exceptions,numpy: ComplexWarning RankWarning VisibleDeprecationWarning TooHardError ModuleDeprecationWarning # an
            exception as a value: it is made, not raised; its __setstate__ sets the attributes of a dict
        value numpy.exceptions,numpy: AxisError # an exception as a value: its constructor keeps an axis and a number of dimensions, or a
            text; its __setstate__ sets the attributes of a dict
        value numpy.exceptions: DTypePromotionError # an exception as a value: it is made, not raised; its __setstate__ sets the attributes
            of a dict
        operand numpy.polynomial.hermite: Hermite # coefficients; its __setstate__ replaces its __dict__
        operand numpy.polynomial.hermite_e: HermiteE # coefficients; its __setstate__ replaces its __dict__
        operand numpy.polynomial.laguerre: Laguerre # coefficients; its __setstate__ replaces its __dict__
        operand numpy.lib.index_tricks,numpy.lib._index_tricks_impl: IndexExpression MGridClass OGridClass # does nothing but make indices
            when it is indexed
        """;
}
