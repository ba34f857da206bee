using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>numpy._core.numeric._frombuffer(buffer, dtype, shape, order)</c>: arrays as protocol 5 pickles them.</summary>
internal sealed class FromBuffer(string module) : RebuildFunction(module, "_frombuffer")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        if (arguments[1].RawReference is not NumpyDType dtype || dtype.HasObjects) throw arguments.Wrong(1, "a numpy.dtype without objects");
        arguments.Context.Settle(dtype);
        long[] shape = arguments.Numbers(2);
        string order = arguments.Text(3);
        if (order is not ("C" or "F")) throw arguments.Bad($"order '{Printable.Escape(order)}'; C and F exist");
        return new PyValue(new PyArray(dtype, shape, order == "F", NumpyData.Read(arguments, 0, TensorBounds.ElementCount(shape, arguments.At), dtype)));
    }
}
