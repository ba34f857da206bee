using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.complex(real, imaginary)</c>.</summary>
internal sealed class MakeComplex() : RebuildFunction("builtins", "complex")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        return new PyValue(new PyComplex(arguments.Double(0), arguments.Count == 2 ? arguments.Double(1) : 0));
    }
}
