namespace SafeLoad.Tensors;

/// <summary>The 256 values of each 8-bit float format.</summary>
/// <remarks>OCP 8-bit Floating Point Specification (e4m3fn, e5m2), "8-bit Numerical Formats for Deep Neural Networks" (fnuz),
/// OCP MX (e8m0).</remarks>
internal static class Float8
{
    private static readonly Dictionary<DType, float[]> s_tables = new()
    {
        // e4m3fn: no infinities, NaN is S.1111.111. e5m2: as IEEE 754. fnuz: no infinities, no negative zero, NaN is 0x80, bias one higher.
        [DType.Float8E4M3FN] = Build(3, 7, static bits => (bits & 0x7F) == 0x7F ? float.NaN : null),
        [DType.Float8E5M2] = Build(2, 15,
            static bits =>
                (bits & 0x7F)
                    switch { 0x7C => (bits & 0x80) != 0 ? float.NegativeInfinity : float.PositiveInfinity, > 0x7C => float.NaN, _ =>
                        null }),
        [DType.Float8E4M3FNUZ] = Build(3, 8, static bits => bits == 0x80 ? float.NaN : null),
        [DType.Float8E5M2FNUZ] = Build(2, 16, static bits => bits == 0x80 ? float.NaN : null),
        [DType.Float8E8M0FNU] = [.. Enumerable.Range(0, 256).Select(static bits => bits == 255 ? float.NaN : MathF.ScaleB(1, bits - 127))],
    };

    public static float[]? TableOf(DType dtype) => s_tables.GetValueOrDefault(dtype);

    private static float[] Build(int mantissaBits, int bias, Func<int, float?> special)
    {
        var table = new float[256];
        for (int bits = 0; bits < 256; bits++)
        {
            int exponent = (bits & 0x7F) >> mantissaBits, mantissa = bits & ((1 << mantissaBits) - 1);
            float value = exponent == 0
                ? MathF.ScaleB(mantissa, 1 - bias - mantissaBits)
                : MathF.ScaleB(mantissa + (1 << mantissaBits), exponent - bias - mantissaBits);
            table[bits] = special(bits) ?? ((bits & 0x80) != 0 ? -value : value);
        }
        return table;
    }
}
