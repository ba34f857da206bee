namespace SafeLoad.Values;

/// <summary>How one value is in another.</summary>
internal enum ValueStepKind
{
    /// <summary>By a dictionary key.</summary>
    Key,
    /// <summary>By its index in a list or tuple.</summary>
    Index,
    /// <summary>As an attribute of a dictionary or tensor.</summary>
    Attribute,
    /// <summary>By the name of an attribute of an object that is kept as data, or of what it was made of.</summary>
    Member,
}
