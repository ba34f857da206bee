using System.Numerics;

namespace SafeLoad.Values;

/// <summary>An int beyond 64 bits.</summary>
internal sealed class PyBigInt(BigInteger value) : PyReference(PyKind.BigInt)
{
    public BigInteger Value { get; } = value;
}
