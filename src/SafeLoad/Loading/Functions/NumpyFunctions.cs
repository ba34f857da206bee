using SafeLoad.Diagnostics;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>NumPy arrays, scalars and dtypes, as NumPy 1 and 2 pickle them.</summary>
internal static class NumpyFunctions
{
    // NPY_ITEM_REFCOUNT.
    private const int HasObjectFlag = 1;

    /// <summary><c>numpy.dtype(name, align, copy)</c>, to which BUILD adds byte order, a record's size, or the unit of times.</summary>
    public static PyValue DType(in RebuildArguments arguments)
    {
        arguments.Expect(1, 3);
        string name = arguments.Text(0);
        NumpyDType dtype = NumpyDType.Parse(name)
            ?? throw arguments.Bad($"'{Printable.Escape(name)}', which is no dtype that NumPy pickles");
        return arguments.AwaitState(dtype);
    }

    /// <summary>(version, byte order, subarray, names, fields, item size, alignment, flags[, metadata]).</summary>
    /// <remarks>NumPy takes all of it by its word and reads where it says: numpy/_core/src/multiarray/descriptor.c,
    /// <c>arraydescr_setstate</c>. What it writes agrees with itself.</remarks>
    public static void FillDType(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyTuple { Count: 8 or 9 } tuple)
            throw Problems.BadOperand("the state of a NumPy dtype", state.TypeName, arguments.At);
        var fields = arguments.With(tuple);
        var dtype = (NumpyDType)value;
        string order = fields.Text(1);
        long size = fields.Int64(5);
        bool isRecord = fields[4].RawReference is PyDict, isSubarray = !fields[2].IsNone;
        if (dtype.Code is not ('S' or 'U' or 'V') ? size != -1 && size != dtype.ItemSize : size != dtype.ItemSize)
            throw fields.Bad(FormattableString.Invariant($"{dtype.Text} of {size} bytes"));
        if ((isRecord || isSubarray) && dtype.Code != 'V') throw fields.Bad($"{dtype.Text} with fields or a subarray");
        bool hasObjects = dtype.HasObjects;
        if (isRecord) hasObjects |= HaveObjects((PyDict)fields[4].RawReference!, (int)size, fields);
        if (isSubarray) hasObjects |= HasObjects(fields[2], size, fields);
        if ((fields.Int64(7) & HasObjectFlag) != 0 != hasObjects)
            throw fields.Bad($"{dtype.Text} whose flags say otherwise than its parts whether it has objects");
        // As a part of a record it is what it is, whether it is supported or not.
        if (isSubarray) dtype.Become(NumpyDType.Record((int)size, hasObjects));
        if (isSubarray) throw Problems.UnsupportedTensor("a NumPy dtype with a subarray is not supported", arguments.At);
        string? unit = tuple.Count == 9 ? Unit(fields[8]) : null;
        dtype.Become(dtype.With(order.Length == 1 ? order[0] : '|', isRecord ? (int)size : null, unit, hasObjects));
    }

    // Each field is (dtype, offset[, title]) and stands in the record.
    private static bool HaveObjects(PyDict record, int size, in RebuildArguments fields)
    {
        bool hasObjects = false;
        foreach (var (_, field) in record)
        {
            if (field.RawReference is not PyTuple { Count: 2 or 3 } parts || parts[0].RawReference is not NumpyDType dtype
                || !parts[1].Is(PyKind.Int)) throw fields.Wrong(4, "a dict of fields");
            long offset = parts[1].AsInt64();
            if (offset < 0 || offset > size - dtype.ItemSize)
                throw fields.Bad(FormattableString.Invariant($"a field of {dtype.ItemSize} bytes at {offset} in a record of {size}"));
            hasObjects |= dtype.HasObjects;
        }
        return hasObjects;
    }

    // (dtype, shape): as many elements as take the bytes.
    private static bool HasObjects(PyValue subarray, long size, in RebuildArguments fields)
    {
        if (subarray.RawReference is not PyTuple { Count: 2 } parts || parts[0].RawReference is not NumpyDType dtype)
            throw fields.Wrong(2, "a dtype and a shape");
        PyValue[] shape = parts[1].RawReference is PyTuple sizes ? sizes.Items.ToArray() : [parts[1]];
        Int128 bytes = dtype.ItemSize;
        foreach (PyValue length in shape)
        {
            if (!length.Is(PyKind.Int) || length.AsInt64() < 0 || bytes > size) throw fields.Bad("a subarray larger than its dtype");
            bytes *= length.AsInt64();
        }
        if (bytes != size) throw fields.Bad(FormattableString.Invariant($"a subarray of other than {size} bytes"));
        return dtype.HasObjects;
    }

    // (metadata, (b'ns', 1, 1, 1)) or the pair alone.
    private static string? Unit(PyValue metadata)
    {
        PyValue unit = metadata.RawReference is PyTuple { Count: 2 } pair ? pair[1] : metadata;
        if (unit.RawReference is not PyTuple { Count: >= 2 } parts) return null;
        if (parts[0].Kind is not (PyKind.Bytes or PyKind.Str) || !parts[1].Is(PyKind.Int)) return null;
        string name = System.Text.Encoding.ASCII.GetString(parts[0].AsBytes()[..Math.Min(parts[0].Length, 8)]);
        string count = parts[1].AsInt64() == 1 ? "" : parts[1].ToString();
        return name == "generic" ? "" : $"[{count}{name}]";
    }

    /// <summary><c>numpy.core.multiarray.scalar(dtype, bytes)</c>: <c>numpy.float64(0.25)</c> and its like.</summary>
    public static PyValue Scalar(in RebuildArguments arguments)
    {
        arguments.Expect(2, 2);
        if (arguments[0].RawReference is not NumpyDType dtype || dtype.HasObjects)
            throw arguments.Wrong(0, "a numpy.dtype without objects");
        arguments.Context.Settle(dtype);
        return new PyValue(new PyArray(dtype, [], false, NumpyData.Read(arguments, 1, 1, dtype), isScalar: true));
    }

    /// <summary><c>numpy.core.multiarray._reconstruct(ndarray, (0,), b'b')</c>: an empty array that BUILD fills.</summary>
    public static PyValue Reconstruct(in RebuildArguments arguments)
    {
        arguments.Expect(3, 3);
        if (arguments[0].RawReference is not PyGlobal { Module: "numpy", Name: "ndarray" }) throw arguments.Wrong(0, "numpy.ndarray");
        return arguments.AwaitState(new PyArray(NumpyDType.Parse("u1")!, [0], false, NumpyData.Storage(default)));
    }

    /// <summary>(version, shape, dtype, is Fortran order, bytes or a list of objects).</summary>
    public static void FillArray(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyTuple { Count: 5 } tuple)
            throw Problems.BadOperand("the state of a NumPy array", state.TypeName, arguments.At);
        var fields = arguments.With(tuple);
        long[] shape = fields.Numbers(1);
        if (fields[2].RawReference is not NumpyDType dtype) throw fields.Wrong(2, "a numpy.dtype");
        arguments.Context.Settle(dtype);
        long count = TensorBounds.ElementCount(shape, arguments.At);
        bool fortran = fields.Bool(3);
        var array = (PyArray)value;
        if (dtype.HasObjects)
        {
            if (fields[4].RawReference is not PyList list || list.Count != count)
                throw fields.Bad(FormattableString.Invariant($"{count} objects promised, and other data"));
            array.Fill(dtype, shape, list);
        }
        else array.Fill(dtype, shape, fortran, NumpyData.Read(fields, 4, count, dtype));
    }

    /// <summary><c>numpy._core.numeric._frombuffer(buffer, dtype, shape, order)</c>: arrays as protocol 5 pickles them.</summary>
    public static PyValue FromBuffer(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        if (arguments[1].RawReference is not NumpyDType dtype || dtype.HasObjects)
            throw arguments.Wrong(1, "a numpy.dtype without objects");
        arguments.Context.Settle(dtype);
        long[] shape = arguments.Numbers(2);
        string order = arguments.Text(3);
        if (order is not ("C" or "F")) throw arguments.Bad($"order '{Printable.Escape(order)}'; C and F exist");
        StorageInfo data = NumpyData.Read(arguments, 0, TensorBounds.ElementCount(shape, arguments.At), dtype);
        return new PyValue(new PyArray(dtype, shape, order == "F", data));
    }
}
