namespace SafeLoad.Globals;

/// <summary>How a pickle may use a harmless global; each use includes those before it.</summary>
internal enum GlobalUse
{
    /// <summary>It may be named: a constant, a class that is only referred to.</summary>
    Name,
    /// <summary>An empty instance may be made (NEWOBJ) and its state set (BUILD):
    /// neither runs code of the class's own that does more than store values.</summary>
    Object,
    /// <summary>It may be called with data (REDUCE): it makes a value of its arguments and does nothing else.</summary>
    Call,
}
