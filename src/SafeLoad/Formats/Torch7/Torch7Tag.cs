namespace SafeLoad.Formats.Torch7;

/// <summary>What kind of object follows in a Torch 7 file.</summary>
/// <remarks>torch7 File.lua, <c>TYPE_NIL</c> to <c>TYPE_RECUR_FUNCTION</c>.</remarks>
internal enum Torch7Tag
{
    Nil = 0,
    Number = 1,
    String = 2,
    Table = 3,
    Object = 4,
    Boolean = 5,
    /// <summary>A Lua function as the first versions wrote it, without a number of its own.</summary>
    OldFunction = 6,
    /// <summary>A Lua function whose upvalues have no names.</summary>
    UnnamedFunction = 7,
    /// <summary>A Lua function.</summary>
    Function = 8,
}
