namespace SafeLoad.Placement;

/// <summary>Whether numbers change their dtype on the way into a target.</summary>
public enum DTypeCast
{
    /// <summary>Never: another dtype is a mismatch.</summary>
    None,
    /// <summary>Floating-point numbers become those of the target (float64, float32, float16 or bfloat16), rounded to nearest,
    /// ties to even. Integers and quantized numbers never change. The default: mixed precision is nobody's mistake.</summary>
    Floating,
}
