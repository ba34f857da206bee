namespace SafeLoad.Values;

/// <summary>A complex number.</summary>
internal sealed class PyComplex(double real, double imaginary) : PyReference(PyKind.Complex)
{
    public double Real { get; } = real;

    public double Imaginary { get; } = imaginary;
}
