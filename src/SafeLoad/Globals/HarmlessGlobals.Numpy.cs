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
        name numpy.ma.core,numpy.ma: MaskedArray MaskedConstant mvoid # the class of an array, which _mareconstruct is given
        operand numpy.polynomial.polynomial: Polynomial # coefficients; its __setstate__ replaces its __dict__
        operand numpy.polynomial.chebyshev: Chebyshev # coefficients; its __setstate__ replaces its __dict__
        operand numpy.polynomial.legendre: Legendre # coefficients; its __setstate__ replaces its __dict__
        operand numpy: poly1d # coefficients
        operand numpy.lib.polynomial,numpy.lib._polynomial_impl: poly1d # coefficients
        operand joblib.numpy_pickle,sklearn.externals.joblib.numpy_pickle: NumpyArrayWrapper # shape, order and dtype of an array whose
            bytes follow in the file; a plain pickle reader stops there
        name ml_dtypes: bfloat16 float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz int4 uint4 # a type of scalars
        """;
}
