namespace SafeLoad.Writing;

/// <summary>What becomes of tensors that a format cannot hold: sparse, quantized, without data, of a dtype that it lacks.</summary>
public enum UnsupportedTensors
{
    /// <summary>Nothing is written, and the error names them.</summary>
    Error,
    /// <summary>They are left out, and the report names them.</summary>
    Skip,
}
