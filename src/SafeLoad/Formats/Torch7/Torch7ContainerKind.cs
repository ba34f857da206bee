namespace SafeLoad.Formats.Torch7;

/// <summary>What holds other values in a Torch 7 file.</summary>
internal enum Torch7ContainerKind
{
    /// <summary>A table: keys and values.</summary>
    Table,
    /// <summary>A tds.Hash: keys and values.</summary>
    Hash,
    /// <summary>A tds.Vec: values.</summary>
    Vector,
    /// <summary>An object of a class: one table.</summary>
    Object,
    /// <summary>A function's upvalues: one table, not kept.</summary>
    Function,
}
