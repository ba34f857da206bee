using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>numpy.core.multiarray.scalar(dtype, bytes)</c>: <c>numpy.float64(0.25)</c> and its like.</summary>
internal sealed class NumpyScalar(string module) : RebuildFunction(module, "scalar")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(2, 2);
        if (arguments[0].RawReference is not NumpyDType dtype || dtype.HasObjects) throw arguments.Wrong(0, "a numpy.dtype without objects");
        arguments.Context.Settle(dtype);
        return new PyValue(new PyArray(dtype, [], false, NumpyData.Read(arguments, 1, 1, dtype), isScalar: true));
    }
}
