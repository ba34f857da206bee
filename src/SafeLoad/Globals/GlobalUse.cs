namespace SafeLoad.Globals;

/// <summary>How a pickle may use a harmless global; each use includes those before it. An entry gets the least that honest files
/// need.</summary>
internal enum GlobalUse
{
    /// <summary>It may be named: a constant, a class that is only referred to, a function kept as an attribute.</summary>
    Name,
    /// <summary>An empty instance may be made of it (NEWOBJ) and its state set (BUILD). Its constructor does not run then, and may do
    /// anything: parse, evaluate, open, download. What its own <c>__setstate__</c> calls is said in the reason.</summary>
    Operand,
    /// <summary>It may be called with data (REDUCE, INST, OBJ): its constructor was read, and makes a value of its arguments and does
    /// nothing else.</summary>
    Value,
}
