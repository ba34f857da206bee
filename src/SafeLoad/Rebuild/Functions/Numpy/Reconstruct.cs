using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>numpy.core.multiarray._reconstruct(ndarray, (0,), b'b')</c>: an empty array that BUILD fills.</summary>
internal sealed class Reconstruct(string module) : RebuildFunction(module, "_reconstruct")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(3, 3);
        if (arguments[0].RawReference is not PyGlobal { Module: "numpy", Name: "ndarray" }) throw arguments.Wrong(0, "numpy.ndarray");
        return arguments.Context.AwaitState(new PyArray(NumpyDType.Parse("u1")!, [0], false, NumpyData.Storage(default)), this);
    }

    /// <summary>(version, shape, dtype, is Fortran order, bytes or a list of objects).</summary>
    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyTuple { Count: 5 } tuple) throw Throw.BadOperand("the state of a NumPy array", state.TypeName, arguments.At);
        var fields = new RebuildArguments(arguments.Context, this, tuple, arguments.At);
        long[] shape = fields.Numbers(1);
        if (fields[2].RawReference is not NumpyDType dtype) throw fields.Wrong(2, "a numpy.dtype");
        arguments.Context.Settle(dtype);
        long count = TensorBounds.ElementCount(shape, arguments.At);
        bool fortran = fields.Bool(3);
        var array = (PyArray)value;
        if (dtype.HasObjects)
        {
            if (fields[4].RawReference is not PyList list || list.Count != count) throw fields.Bad(FormattableString.Invariant($"{count} objects promised, and other data"));
            array.Fill(dtype, shape, list);
        }
        else array.Fill(dtype, shape, fortran, NumpyData.Read(fields, 4, count, dtype));
    }
}
