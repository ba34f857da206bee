using SafeLoad.Diagnostics;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>NumPy arrays, scalars and dtypes, as NumPy 1 and 2 pickle them.</summary>
internal static class NumpyFunctions
{
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
    public static void FillDType(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyTuple { Count: 8 or 9 } tuple)
            throw Problems.BadOperand("the state of a NumPy dtype", state.TypeName, arguments.At);
        var fields = arguments.With(tuple);
        var dtype = (NumpyDType)value;
        if (!fields[2].IsNone) throw Problems.UnsupportedTensor("a NumPy dtype with a subarray is not supported", arguments.At);
        string order = fields.Text(1);
        int? recordSize = null;
        bool hasObjects = false;
        if (fields[4].RawReference is PyDict record)
        {
            long size = fields.Int64(5);
            if (size is < 0 or > 1 << 28) throw fields.Bad(FormattableString.Invariant($"records of {size} bytes"));
            recordSize = (int)size;
            foreach (var (_, field) in record) hasObjects |= !IsOfNumbers(field);
        }
        dtype.Become(dtype.With(order.Length == 1 ? order[0] : '|', recordSize, tuple.Count == 9 ? Unit(fields[8]) : null, hasObjects));
    }

    private static bool IsOfNumbers(PyValue field) =>
        field.RawReference is PyTuple { Count: >= 2 } pair && pair[0].RawReference is NumpyDType { HasObjects: false };

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
