namespace SafeLoad.Values;

/// <summary>How one value is in another.</summary>
public enum ValueStepKind
{
    /// <summary>By a dictionary key.</summary>
    Key,
    /// <summary>By its index in a list or tuple.</summary>
    Index,
    /// <summary>As an attribute of a dictionary or tensor.</summary>
    Attribute,
}
